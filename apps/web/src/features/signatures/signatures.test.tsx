import { screen } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { formOf, postedBy } from '../../testing/form-of.js';
import { renderRoutes } from '../../testing/render-routes.js';
import { SignatureScreenDocument } from './signature-screen.generated.js';
import { siteRoutes } from './signatures.routes.js';

const routes = [{ path: '/', children: siteRoutes }];
const campaign = {
  __typename: 'Campaign' as const,
  id: 'c1',
  slug: 'keep-water',
  text: { __typename: 'CampaignText' as const, language: 'en', title: 'Keep the water public' },
};
const found = {
  request: { query: SignatureScreenDocument, variables: { slug: 'keep-water', language: 'en' } },
  result: { data: { campaign } },
};
const step = (result: object, at = '/signatures/confirm/secret') =>
  renderRoutes({
    routes,
    at,
    mocks: [found],
    submission: { formToken: 't', result: { slug: 'keep-water', ...result } },
  });

test('after signing: check the mail, and the code form knows its submission', async () => {
  await step({ kind: 'signed', ref: 'ref-1' }, '/signatures/sent');
  expect(await screen.findByRole('heading', { level: 1, name: 'sent.title' })).toBeVisible();
  expect(screen.getByText('Keep the water public')).toBeVisible();
  expect(screen.getByLabelText('sent.code')).toHaveAttribute('autocomplete', 'one-time-code');
  expect(postedBy(screen.getByRole('button', { name: 'sent.confirm' }))).toMatchObject({
    ref: 'ref-1',
    slug: 'keep-water',
  });
  expect(await findAccessibilityFaults()).toEqual([]);
});

test.each([
  ['code_wrong', 'sent.issue.invalid'],
  ['code_expired', 'sent.issue.expired'],
  ['too_many_tries', 'sent.issue.tries'],
])('a code that fails (%s) says why and keeps the way open', async (status, words) => {
  await step({ kind: 'code', ref: 'ref-1', status }, '/signatures/code');
  expect(await screen.findByRole('link', { name: words })).toHaveAttribute('href', '#code');
  expect(screen.getByRole('button', { name: 'sent.confirm' })).toBeVisible();
});

test('looking at the link confirms nothing: there is a button, which posts to the address it stands at', async () => {
  await step({ kind: 'confirm', status: 'ask' });
  const form = formOf(await screen.findByRole('button', { name: 'confirm.button' }));
  expect(form).toHaveAttribute('method', 'post');
  expect(form).not.toHaveAttribute('action');
});

test('withdrawing and “it was not me” are two buttons of one form', async () => {
  await step({ kind: 'withdraw', status: 'ask' });
  expect(await screen.findByRole('button', { name: 'withdraw.button' })).toHaveValue('withdraw');
  expect(screen.getByRole('button', { name: 'withdraw.disown' })).toHaveValue('disown');
});

test.each([
  [{ kind: 'code_confirmed' }, 'confirmed.title'],
  [{ kind: 'confirm', status: 'confirmed' }, 'confirmed.title'],
  [{ kind: 'confirm', status: 'too_late' }, 'problem.too_late.title'],
  [{ kind: 'confirm', status: 'not_valid', slug: null }, 'problem.not_valid.title'],
  [{ kind: 'withdraw', status: 'withdrawn' }, 'withdrawn.title'],
  [{ kind: 'withdraw', status: 'disowned' }, 'disowned.title'],
])('%j ends on its own page', async (result, title) => {
  await step(result);
  expect(await screen.findByRole('heading', { level: 1, name: title })).toBeVisible();
  expect(screen.getByRole('link', { name: /^problem\.(back|list)$/ })).toBeVisible();
});

test('an address of these opened by hand is no page', async () => {
  await renderRoutes({ routes, at: '/signatures/sent' });
  expect(await screen.findByRole('heading', { level: 1, name: 'page.notFound.title' })).toBeVisible();
});
