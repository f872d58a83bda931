import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { renderToStaticMarkup } from 'react-dom/server';

import { Button } from './button.js';
import { Pagination, ProgressMeter, Table } from './data.js';
import { Notice } from './notice.js';
import { Section } from './page.js';

test('a busy button keeps its focus and takes no second press', async () => {
  const handleClick = jest.fn();
  render(
    <Button busy onClick={handleClick}>
      Send
    </Button>,
  );
  const button = screen.getByRole('button', { name: 'Send' });
  await userEvent.click(button);
  expect(handleClick).not.toHaveBeenCalled();
  expect(button).toHaveFocus();
  expect(button).toHaveAttribute('aria-disabled', 'true');
});

test('a busy submit button does not send its form again', async () => {
  const handleSubmit = jest.fn((event: { preventDefault: () => void }) => event.preventDefault());
  render(
    <form onSubmit={handleSubmit}>
      <Button type="submit" busy>
        Send
      </Button>
    </form>,
  );
  await userEvent.click(screen.getByRole('button'));
  expect(handleSubmit).not.toHaveBeenCalled();
});

test('a table names its rows and can be scrolled by keyboard', () => {
  const columns = [
    { key: 'name', header: 'Name', cell: (row: { name: string; count: number }) => row.name, rowHeader: true },
    { key: 'count', header: 'Signatures', cell: (row: { name: string; count: number }) => row.count, numeric: true },
  ];
  render(
    <Table
      caption="Partners"
      columns={columns}
      rows={[{ name: 'Casa Común', count: 12 }]}
      rowKey={(row) => row.name}
    />,
  );
  expect(screen.getByRole('rowheader', { name: 'Casa Común' })).toBeVisible();
  expect(screen.getByRole('region', { name: 'Partners' })).toHaveAttribute('tabindex', '0');
});

test('a table without rows says so', () => {
  render(<Table caption="Cases" columns={[]} rows={[]} rowKey={() => ''} empty={<p>No cases yet</p>} />);
  expect(screen.getByText('No cases yet')).toBeVisible();
  expect(screen.queryByRole('table')).not.toBeInTheDocument();
});

test('progress past its goal stays full', () => {
  render(<ProgressMeter value={2400} max={2000} label="2,400 of 2,000" />);
  expect(screen.getByRole('progressbar', { name: '2,400 of 2,000' })).toHaveAttribute('value', '2000');
});

test('the first page has no way back', () => {
  render(<Pagination label="Pages" summary="Page 1 of 2" next={{ href: '?page=2', label: 'Next' }} />);
  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['Next']);
});

test('a section is a landmark named by its heading', () => {
  render(
    <Section id="help" heading="I need help now">
      …
    </Section>,
  );
  expect(screen.getByRole('region', { name: 'I need help now' })).toBeVisible();
});

test('what the server renders carries no style attribute and no script, which the policy would refuse', () => {
  const html = renderToStaticMarkup(
    <>
      <Notice tone="danger" title="Stop">
        Words
      </Notice>
      <ProgressMeter value={1} max={3} label="1 of 3" figure="1" />
      <Button variant="danger">Go</Button>
    </>,
  );
  expect(html).not.toMatch(/style=|<script|<style/);
});
