import { screen } from '@testing-library/react';
import { Link, useLocation } from 'react-router-dom';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { heldInvitation, holdInvitation } from './held-invitation.js';
import { InvitationScreenDocument } from './invitation-screen.generated.js';
import { OwnDataScreenDocument } from './own-data-screen.generated.js';
import { AcceptInvitationDocument, AskErasureDocument, JoinOrganisationDocument } from './people-acts.generated.js';
import { appRoutes } from './people.app-routes.js';

const routes = [{ path: '/app', children: appRoutes }];
const token = 'a'.repeat(43);
const open = {
  __typename: 'OpenInvitation' as const,
  organisationName: 'Casa Común',
  email: 'ana@example.org',
  language: 'es',
  roles: ['member'],
  focalPoint: false,
  expiresAt: '2026-12-08T10:00:00Z',
  hasAccount: false,
};
const behind = (invitation: object) => ({
  request: { query: InvitationScreenDocument, variables: { token } },
  result: { data: { invitation } },
  maxUsageCount: 3,
});
const refused = (code: string) => ({ __typename: 'PeopleRefusedProblem' as const, code });
const done = { __typename: 'PeopleDone' as const, id: 'm1' };
const at = `/app/invitation#${token}`;

test('an invitation becomes an account in the invited language, and the secret leaves the address', async () => {
  const input = { token, displayName: 'Ana', language: 'es', password: 'nine lanterns over the harbour' };
  const accepting = {
    request: { query: AcceptInvitationDocument, variables: { input } },
    result: { data: { result: done } },
  };
  const { user } = await renderRoutes({ routes, at, viewer: null, mocks: [behind(open), accepting] });
  expect(await screen.findByRole('heading', { level: 1, name: 'accept.heading' })).toBeVisible();
  await user.type(screen.getByLabelText('accept.name'), input.displayName);
  await user.type(screen.getByLabelText('accept.password'), input.password);
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'accept.submit' }));
  expect(await screen.findByRole('heading', { name: 'accept.doneTitle' })).toBeVisible();
  expect(document.body).not.toHaveFocus();
});

test('what is refused is said where it was typed, and nothing typed is lost', async () => {
  const input = { token, displayName: 'Ana', language: 'es', password: 'short' };
  const accepting = {
    request: { query: AcceptInvitationDocument, variables: { input } },
    result: { data: { result: refused('bad_password') } },
  };
  const { user } = await renderRoutes({ routes, at, viewer: null, mocks: [behind(open), accepting] });
  await user.type(await screen.findByLabelText('accept.name'), input.displayName);
  await user.type(screen.getByLabelText('accept.password'), input.password);
  await user.click(screen.getByRole('button', { name: 'accept.submit' }));
  expect(await screen.findByText('refusal.bad_password')).toBeVisible();
  expect(screen.getByLabelText('accept.name')).toHaveValue('Ana');
});

test.each(['invitation_used', 'invitation_expired', 'invitation_revoked'])(
  'a link that is %s opens one screen',
  async (code) => {
    await renderRoutes({ routes, at, viewer: null, mocks: [behind(refused(code))] });
    expect(await screen.findByText(`refusal.${code}`)).toBeVisible();
    expect(screen.queryByLabelText('accept.password')).toBeNull();
  },
);

test('without a secret there is nothing to ask the server', async () => {
  await renderRoutes({ routes, at: '/app/invitation', viewer: null });
  expect(await screen.findByText('refusal.invitation_revoked')).toBeVisible();
});

function SignIn() {
  const location = useLocation();
  return <Link to="/app/invitation">{JSON.stringify(location)}</Link>;
}

test('an address with an account signs in first, and comes back; the history never holds the secret', async () => {
  const withSignIn = [...routes, { path: '/app/sign-in', element: <SignIn /> }];
  const mocks = [behind({ ...open, hasAccount: true })];
  const { user } = await renderRoutes({ routes: withSignIn, at, viewer: null, mocks });
  await user.click(await screen.findByRole('link', { name: 'accept.signIn' }));
  const back = await screen.findByRole('link', { name: /sign-in/ });
  expect(back).toHaveTextContent('"from":"/app/invitation"');
  expect(back).not.toHaveTextContent(token);
  expect(heldInvitation()).toBe(token);
});

test('whoever comes back from signing in finds the invitation', async () => {
  holdInvitation(token);
  await renderRoutes({
    routes,
    at: '/app/invitation',
    viewer: TEST_VIEWER,
    mocks: [behind({ ...open, hasAccount: true })],
  });
  expect(await screen.findByRole('heading', { level: 1, name: 'accept.heading' })).toBeVisible();
  expect(heldInvitation()).toBe('');
});

test('who is signed in joins, or is told that it was meant for another', async () => {
  const joining = {
    request: { query: JoinOrganisationDocument, variables: { token } },
    result: { data: { result: refused('invitation_for_another') } },
  };
  const mocks = [behind({ ...open, hasAccount: true }), joining];
  const { user } = await renderRoutes({ routes, at, viewer: TEST_VIEWER, mocks });
  await user.click(await screen.findByRole('button', { name: 'accept.join' }));
  expect(await screen.findByText('refusal.invitation_for_another')).toBeVisible();
});

test('an account is deleted only after a second yes, and the last of their kind is told why not', async () => {
  const state = {
    request: { query: OwnDataScreenDocument, variables: {} },
    result: { data: { myData: { __typename: 'OwnData' as const, email: 'ana@example.org', eraseAt: null } } },
    maxUsageCount: 3,
  };
  const asking = {
    request: { query: AskErasureDocument, variables: {} },
    result: { data: { result: refused('last_focal_point') } },
  };
  const { user } = await renderRoutes({ routes, at: '/app/data', mocks: [state, asking] });
  await user.click(await screen.findByRole('button', { name: 'data.erase' }));
  await user.click(await screen.findByRole('button', { name: 'confirm.yes' }));
  expect(await screen.findByText('refusal.last_focal_point')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});
