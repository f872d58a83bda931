import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';

import { Checkbox, CheckboxGroup, RadioGroup } from './choices.js';
import { ErrorSummary } from './notice.js';
import { Select, TextArea, TextField } from './text-fields.js';

test('a field is found by its label and read with its hint and what is wrong with it', () => {
  render(<TextField label="Name" hint="As others know you" error="Enter your name" name="name" />);
  const field = screen.getByLabelText('Name');
  expect(field).toBeInvalid();
  expect(field).toHaveAccessibleDescription('As others know you Enter your name');
});

test('a field without hint or error refers to nothing', () => {
  render(<TextArea label="What happened" name="story" />);
  expect(screen.getByLabelText('What happened')).not.toHaveAttribute('aria-describedby');
  expect(screen.getByLabelText('What happened')).toBeValid();
});

test('a radio group is one question whose answer can be controlled', async () => {
  const handleChange = jest.fn();
  const options = [
    { value: 'yes', label: 'Yes' },
    { value: 'no', label: 'No' },
  ];
  render(
    <RadioGroup legend="Is this device safe?" name="device" options={options} value="yes" onChange={handleChange} />,
  );
  expect(screen.getByRole('group', { name: 'Is this device safe?' })).toBeVisible();
  expect(screen.getByRole('radio', { name: 'Yes' })).toBeChecked();
  await userEvent.click(screen.getByRole('radio', { name: 'No' }));
  expect(handleChange).toHaveBeenCalledWith('no');
});

test('a checkbox group tells all that is ticked', async () => {
  const handleChange = jest.fn();
  const options = [
    { value: 'water', label: 'Water' },
    { value: 'land', label: 'Land' },
  ];
  render(<CheckboxGroup legend="Rights" name="rights" options={options} value={['water']} onChange={handleChange} />);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Land' }));
  expect(handleChange).toHaveBeenLastCalledWith(['water', 'land']);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Water' }));
  expect(handleChange).toHaveBeenLastCalledWith([]);
});

test('each line of the error summary leads to its field', () => {
  render(
    <>
      <ErrorSummary title="There is a problem" errors={[{ fieldId: 'email', message: 'Enter an address' }]} />
      <TextField id="email" label="Address" error="Enter an address" />
    </>,
  );
  expect(screen.getByRole('alert')).toHaveTextContent('There is a problem');
  expect(screen.getByRole('link', { name: 'Enter an address' })).toHaveAttribute(
    'href',
    `#${screen.getByLabelText('Address').id}`,
  );
});

test('no summary is drawn for a form without errors', () => {
  render(<ErrorSummary title="There is a problem" errors={[]} />);
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a form of every kind of field has no accessibility fault', async () => {
  const { container } = render(
    <main>
      <TextField label="Name" hint="Hint" error="Error" name="a" />
      <TextArea label="Story" name="b" />
      <Select label="Region" name="c" placeholder="All" options={[{ value: 'africa', label: 'Africa' }]} />
      <Checkbox label="I agree" hint="You may change your mind" name="d" />
      <RadioGroup
        legend="Urgent?"
        hint="Hint"
        error="Choose one"
        name="e"
        id="urgent"
        options={[{ value: 'y', label: 'Yes', hint: 'Today' }]}
      />
    </main>,
  );
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});
