import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';

import { Dialog } from './dialog.js';
import { FileDrop } from './file-drop.js';
import { ProgressBar } from './progress.js';
import { StatusProvider, useStatus } from './status-region.js';
import { Tabs } from './tabs.js';

function DialogUnderTest({ dismissable }: { dismissable: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <input aria-label="story" defaultValue="what I wrote" />
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <Dialog
        isOpen={open}
        title="Sign in again"
        {...(dismissable ? { onClose: () => setOpen(false), closeLabel: 'Close' } : {})}
      >
        <button type="button">Answer</button>
      </Dialog>
    </>
  );
}

test('a dialog takes focus, gives it back, and leaves what lies behind as it was', async () => {
  const user = userEvent.setup();
  render(<DialogUnderTest dismissable />);
  await user.click(screen.getByRole('button', { name: 'Open' }));
  expect(screen.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
  expect(screen.queryByLabelText('story')).not.toHaveFocus();
  await user.tab();
  expect(screen.getByRole('dialog', { name: 'Sign in again' })).toContainElement(
    screen.getByRole('button', { name: 'Answer' }),
  );
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Open' })).toHaveFocus());
  expect(screen.getByLabelText('story')).toHaveValue('what I wrote');
});

test('a dialog that must be answered does not go away on Escape', async () => {
  const user = userEvent.setup();
  render(<DialogUnderTest dismissable={false} />);
  await user.click(screen.getByRole('button', { name: 'Open' }));
  await user.keyboard('{Escape}');
  expect(screen.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
});

test('tabs are walked with the arrow keys', async () => {
  const user = userEvent.setup();
  render(
    <Tabs
      label="Case"
      tabs={[
        { id: 'a', title: 'Messages', content: 'first' },
        { id: 'b', title: 'Files', content: 'second' },
      ]}
    />,
  );
  await user.click(screen.getByRole('tab', { name: 'Messages' }));
  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole('tabpanel', { name: 'Files' })).toHaveTextContent('second');
});

test('chosen files are handed over, and the same one may be chosen again', async () => {
  const handleFiles = jest.fn();
  render(<FileDrop label="Evidence" chooseLabel="Choose files" onFiles={handleFiles} />);
  const file = new File(['x'], 'photo.jpg');
  await userEvent.upload(screen.getByLabelText('Evidence'), file);
  expect(handleFiles).toHaveBeenCalledWith([file]);
  expect(screen.getByLabelText<HTMLInputElement>('Evidence').value).toBe('');
});

test('progress has a name and a value in words; without an end it has no value', () => {
  const { rerender } = render(<ProgressBar label="Encrypting" fraction={0.34} valueText="34 %" />);
  expect(screen.getByRole('progressbar', { name: /Encrypting/ })).toHaveAttribute('aria-valuetext', '34 %');
  rerender(<ProgressBar label="Encrypting" />);
  expect(screen.getByRole('progressbar')).not.toHaveAttribute('value');
});

function Announcer() {
  const announce = useStatus();
  return (
    <button type="button" onClick={() => announce({ text: 'Saved' })}>
      Save
    </button>
  );
}

test('a message is said politely and stays until it is dismissed', async () => {
  render(
    <StatusProvider label="Messages" dismissLabel="Dismiss">
      <Announcer />
    </StatusProvider>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByRole('region', { name: 'Messages' })).toHaveTextContent('Saved');
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText('Saved')).not.toBeInTheDocument();
});
