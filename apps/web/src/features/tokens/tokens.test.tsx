import { screen } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { IssueTokenDocument, RevokeTokenDocument, TokensScreenDocument } from './tokens-screen.generated.js';
import { appRoutes } from './tokens.app-routes.js';

const routes = [{ path: '/app', children: appRoutes }];
const viewer = { ...TEST_VIEWER, roles: new Set(['partner'] as const) };
const organisation = { __typename: 'Organisation' as const, id: 'o1', name: 'Casa Común' };
const token = {
  __typename: 'AccessToken' as const,
  id: 't1',
  name: 'Counter',
  scopes: ['embeds.readOwnCounts'],
  createdAt: '2026-11-01T00:00:00Z',
  expiresAt: '2026-12-01T00:00:00Z',
  lastUsedOn: null,
  organisation,
};
const count = (campaignTitle: string, confirmed: number | null) => ({
  __typename: 'OwnEmbedCount' as const,
  partnerName: 'Our site',
  campaignId: campaignTitle,
  campaignTitle,
  confirmed,
});
const list = (...myTokens: object[]) => ({
  request: { query: TokensScreenDocument, variables: { language: 'en' } },
  result: { data: { myTokens, ownEmbedCounts: [count('Water', 40), count('Land', null)] } },
});
const input = { organisationId: 'o1', name: 'Counter', scopes: ['embeds.readOwnCounts'], days: 30 };

test('counts below ten are not told apart, and what is there is named', async () => {
  await renderRoutes({ routes, at: '/app/tokens', viewer, mocks: [list(token)] });
  expect(await screen.findByRole('row', { name: /Water.*40/ })).toBeVisible();
  expect(screen.getByRole('row', { name: /Land.*counts.few/ })).toBeVisible();
  expect(screen.getByRole('row', { name: /Counter.*Casa Común.*list.never/ })).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('a new token is shown once, and is gone when its maker says that it is copied', async () => {
  const issued = {
    request: { query: IssueTokenDocument, variables: { input } },
    result: {
      data: {
        issueToken: {
          __typename: 'IssueTokenSuccess' as const,
          secret: 'sos_pat_abc',
          token: { __typename: 'AccessToken' as const, id: 't1' },
        },
      },
    },
  };
  const { user } = await renderRoutes({ routes, at: '/app/tokens', viewer, mocks: [list(), issued, list(token)] });
  await user.type(await screen.findByRole('textbox', { name: 'form.name' }), 'Counter');
  await user.click(screen.getByRole('button', { name: 'form.submit' }));
  expect(await screen.findByDisplayValue('sos_pat_abc')).toBeVisible();
  expect(document.body).not.toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'issued.done' }));
  expect(screen.queryByDisplayValue('sos_pat_abc')).not.toBeInTheDocument();
});

test('what is wrong is said beside its field, and an old proof of identity in words', async () => {
  const refused = {
    request: { query: IssueTokenDocument, variables: { input: { ...input, name: '' } } },
    result: { data: { issueToken: { __typename: 'TokenRefusedProblem' as const, code: 'name' } } },
  };
  const old = {
    request: { query: IssueTokenDocument, variables: { input } },
    result: { errors: [{ message: 'x', extensions: { code: 'STEP_UP_REQUIRED' } }] },
  };
  const { user } = await renderRoutes({ routes, at: '/app/tokens', viewer, mocks: [list(), refused, old] });
  const name = await screen.findByRole('textbox', { name: 'form.name' });
  await user.click(screen.getByRole('button', { name: 'form.submit' }));
  expect(await screen.findByText('form.wrong.name')).toBeVisible();
  expect(name).toHaveFocus();
  await user.type(name, 'Counter');
  await user.click(screen.getByRole('button', { name: 'form.submit' }));
  expect(await screen.findByText('code.STEP_UP_REQUIRED.title')).toBeVisible();
});

test('taking one back asks once', async () => {
  const revoked = {
    request: { query: RevokeTokenDocument, variables: { id: 't1' } },
    result: { data: { revokeToken: { __typename: 'RevokeTokenSuccess' as const, id: 't1' } } },
  };
  const { user } = await renderRoutes({ routes, at: '/app/tokens', viewer, mocks: [list(token), revoked, list()] });
  await user.click(await screen.findByRole('button', { name: /list.revoke/ }));
  expect(document.body).not.toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'list.revokeNow Counter' }));
  expect(await screen.findByText('list.none')).toBeVisible();
  expect(screen.getByText('list.revoked')).toBeVisible();
  expect(document.body).not.toHaveFocus();
});
