import { screen, waitFor } from '@testing-library/react';
import { GraphQLError } from 'graphql';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { appRoutes } from './account.app-routes.js';
import { ConfirmSignInDocument, SignInDocument } from './sign-in.generated.js';

const routes = [{ path: '/app', children: appRoutes }];
const input = { email: 'ana@example.org', password: 'pass word ' };
const asked = { query: SignInDocument, variables: { input } };
const viewer = { __typename: 'Viewer' as const, id: 'v1' };

async function signInWith(answer: object, session = {}) {
  const { user } = await renderRoutes({
    routes,
    at: '/app/sign-in',
    viewer: null,
    session,
    mocks: [{ request: asked, ...answer }],
  });
  await user.type(await screen.findByLabelText('signIn.email'), ' ana@example.org ');
  await user.type(screen.getByLabelText('signIn.password'), 'pass word ');
  await user.click(screen.getByRole('button', { name: 'signIn.submit' }));
}

test('signing in asks again who is here, and takes the password exactly as typed', async () => {
  const refresh = jest.fn(async () => undefined);
  await signInWith({ result: { data: { signIn: { __typename: 'SignInSuccess', viewer } } } }, { refresh });
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(1));
});

test('a wrong address and a wrong password read the same, and nothing typed is lost', async () => {
  await signInWith({ result: { data: { signIn: { __typename: 'SignInFailedProblem', code: 'no_match' } } } });
  expect(await screen.findByText('signIn.failedTitle')).toBeVisible();
  expect(screen.getByLabelText('signIn.password')).toHaveValue('pass word ');
});

test('after the right password the account asks for what it has beside it, and a code is sent with the ticket', async () => {
  const refresh = jest.fn(async () => undefined);
  const first = { __typename: 'SecondFactorRequired', ticket: 'ticket', factors: ['totp', 'recovery_code'] };
  const confirmed = { ticket: 'ticket', factor: { code: '123 456', isRecoveryCode: false } };
  const { user } = await renderRoutes({
    routes,
    at: '/app/sign-in',
    viewer: null,
    session: { refresh },
    mocks: [
      { request: asked, result: { data: { signIn: first } } },
      {
        request: { query: ConfirmSignInDocument, variables: { input: confirmed } },
        result: { data: { confirmSignIn: { __typename: 'SignInSuccess', viewer } } },
      },
    ],
  });
  await user.type(await screen.findByLabelText('signIn.email'), 'ana@example.org');
  await user.type(screen.getByLabelText('signIn.password'), 'pass word ');
  await user.click(screen.getByRole('button', { name: 'signIn.submit' }));
  expect(await screen.findByRole('heading', { name: 'factor.title' })).toHaveFocus();
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.type(screen.getByLabelText('factor.appCode'), '123 456');
  await user.click(screen.getByRole('button', { name: 'factor.submit' }));
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(1));
});

test('too many attempts say how long to wait', async () => {
  await signInWith({ result: { data: { signIn: { __typename: 'TooManyAttemptsProblem', retryAfterSeconds: 61 } } } });
  expect(await screen.findByText('signIn.waitTitle')).toBeVisible();
});

test.each([
  [{ error: new TypeError('Failed to fetch') }, 'signIn.offlineTitle'],
  [{ result: { errors: [new GraphQLError('INTERNAL', { extensions: { code: 'INTERNAL' } })] } }, 'signIn.brokenTitle'],
])('a failure that is not the person’s says so', async (answer, title) => {
  await signInWith(answer);
  expect(await screen.findByText(title)).toBeVisible();
});

test('what is missing is said before anything is sent, and the summary takes focus', async () => {
  const { user } = await renderRoutes({ routes, at: '/app/sign-in', viewer: null });
  await user.click(await screen.findByRole('button', { name: 'signIn.submit' }));
  expect(screen.getByRole('alert')).toHaveFocus();
  expect(screen.getByRole('link', { name: 'signIn.missingEmail' })).toHaveAttribute('href', '#sign-in-email');
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('whoever was on the way somewhere in the app is led there, and nowhere else', async () => {
  const there = [
    {
      path: '/app',
      children: [
        ...appRoutes,
        { path: 'inbox', element: <h1>{'inbox'}</h1> },
        { index: true, element: <h1>{'home'}</h1> },
      ],
    },
  ];
  const first = await renderRoutes({ routes: there, at: '/app/sign-in', state: { from: '/app/inbox' } });
  expect(first.path()).toBe('/app/inbox');
  const second = await renderRoutes({ routes: there, at: '/app/sign-in', state: { from: '//evil.example' } });
  expect(second.path()).toBe('/app');
});

test('the account says who is signed in, and signs out', async () => {
  const signOut = jest.fn(async () => undefined);
  const { user } = await renderRoutes({ routes, at: '/app/account', viewer: TEST_VIEWER, session: { signOut } });
  expect(await screen.findByText('Casa Común')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'screen.signOut' }));
  expect(signOut).toHaveBeenCalledTimes(1);
});

test('a failed sign-out is not hidden', async () => {
  const signOut = jest.fn(async () => Promise.reject(new Error('offline')));
  const { user } = await renderRoutes({ routes, at: '/app/account', session: { signOut } });
  await user.click(await screen.findByRole('button', { name: 'screen.signOut' }));
  expect(await screen.findByText('screen.signOutFailed')).toBeVisible();
});
