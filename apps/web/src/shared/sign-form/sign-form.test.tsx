import { screen, within } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { formOf, postedBy } from '../../testing/form-of.js';
import { renderRoutes } from '../../testing/render-routes.js';
import { countriesIn, countryName } from './countries.js';
import { parsePageState } from './page-state.js';
import { SignForm, type SignFormProps } from './sign-form.js';

const base: SignFormProps = {
  slug: 'keep-water',
  textVersion: 2,
  formToken: 'token-1',
  action: '/campaigns/keep-water/sign',
  pageHref: '/en/campaigns/keep-water',
  privacyHref: '/en/privacy',
};
const show = (props: Partial<SignFormProps> = {}) =>
  renderRoutes({ at: '/', routes: [{ path: '/', element: <SignForm {...base} {...props} /> }] });

const button = () => screen.getByRole('button', { name: 'form.submit' });

test('it is an ordinary form that posts what is needed, with or without a script', async () => {
  await show({ partnerKey: 'radio' });
  const form = formOf(button());
  expect(form).toHaveAttribute('method', 'post');
  expect(form).toHaveAttribute('action', '/campaigns/keep-water/sign');
  expect(postedBy(button())).toEqual({
    formToken: 'token-1',
    language: 'en',
    slug: 'keep-water',
    textVersion: '2',
    partner: 'radio',
    name: '',
    email: '',
    country: '',
    website: '',
  });
  expect(screen.getByLabelText('form.name')).toBeRequired();
  expect(screen.getByLabelText('form.email')).toHaveAttribute('autocomplete', 'email');
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('the trap for machines is out of reach of people', async () => {
  await show();
  const trap = screen.getByLabelText('form.honeypot');
  expect(trap).toHaveAttribute('tabindex', '-1');
  expect(screen.queryByRole('textbox', { name: 'form.honeypot' })).toBeNull();
});

test('a refused form comes back with everything typed, and each fault leads to its field', async () => {
  await show({
    values: { name: 'Ana', email: 'ana@', country: 'CO' },
    issues: [
      { field: 'email', code: 'email_invalid' },
      { field: 'form', code: 'form_too_fast' },
    ],
  });
  expect(screen.getByLabelText('form.name')).toHaveValue('Ana');
  expect(screen.getByLabelText('form.email')).toHaveValue('ana@');
  expect(screen.getByRole('combobox')).toHaveValue('CO');
  const summary = within(screen.getByRole('alert'));
  expect(summary.getByRole('link', { name: 'errors.email_invalid' })).toHaveAttribute(
    'href',
    `#${screen.getByLabelText('form.email').id}`,
  );
  expect(summary.getByRole('link', { name: 'errors.form_too_fast' })).toHaveAttribute(
    'href',
    `#${formOf(button()).id}`,
  );
  expect(screen.getByLabelText('form.email')).toBeInvalid();
});

test('without a token it leads to the page that has one, rather than posting in vain', async () => {
  await show({ formToken: '' });
  expect(screen.getByRole('link', { name: 'form.submit' })).toHaveAttribute('href', '/en/campaigns/keep-water#sign');
  expect(screen.queryByRole('textbox')).toBeNull();
});

test('whatever the server left for the page is read without trusting its shape', () => {
  expect(parsePageState(null)).toEqual({ formToken: '', result: null });
  expect(parsePageState({ formToken: 7, result: { kind: 3 } })).toEqual({ formToken: '', result: null });
  const { result } = parsePageState({
    formToken: 't',
    result: {
      kind: 'sign_errors',
      slug: 's',
      values: { name: 'A', country: 7 },
      issues: [null, { field: 'name', code: 'x' }],
    },
  });
  expect(result?.values).toEqual({ name: 'A', email: '', country: '' });
  expect(result?.issues).toEqual([{ field: 'name', code: 'x' }]);
});

test('countries stand A to Z in the reader’s language, and an unknown one stays as it is', () => {
  expect(countriesIn('es').find(({ code }) => code === 'DE')?.name).toBe('Alemania');
  const names = countriesIn('en').map(({ name }) => name);
  expect(names.indexOf('Chile')).toBeLessThan(names.indexOf('Colombia'));
  expect(countryName('CO', 'es')).toBe('Colombia');
  expect(countryName('Republic of Almarra', 'es')).toBe('Republic of Almarra');
});
