import { act, screen } from '@testing-library/react';
import { useEffect } from 'react';
import type { RouteObject } from 'react-router-dom';

import { createSessionExpiry } from '../platform/session-expiry.js';
import { useSession, type Session } from '../platform/session.js';
import { createTestHost, renderRoutes, TEST_SERVICE, TEST_VIEWER } from '../testing/render-routes.js';
import { AppLayout } from './app-layout.js';
import { AppShellDocument } from './app-shell.generated.js';
import { AppShell } from './app-shell.js';
import { SessionExpiryProvider } from './session-expiry-context.js';

const screens: RouteObject[] = [
  { path: 'sign-in', element: <h1>sign-in screen</h1> },
  { index: true, element: <h1>overview</h1> },
  {
    path: 'cases/new',
    element: (
      <label>
        story <textarea />
      </label>
    ),
  },
];
const routes: RouteObject[] = [{ path: '/app', Component: AppLayout, children: screens }];

// jsdom draws nothing, so it cannot scroll.
beforeEach(() => {
  jest.spyOn(window, 'scrollTo').mockImplementation(() => undefined);
});

const SERVICE = { __typename: 'Service', ...TEST_SERVICE };
const VIEWER = {
  ...TEST_VIEWER,
  roles: ['member'],
  organisations: TEST_VIEWER.organisations.map((one) => ({ __typename: 'Organisation', ...one })),
};

const sections = () => screen.getAllByRole('listitem').map((item) => item.textContent);

test('each role sees its own rooms and no others', async () => {
  await renderRoutes({ routes, at: '/app', viewer: { ...TEST_VIEWER, roles: new Set(['responder']) } });
  expect(sections()).toEqual([
    'app.dashboard',
    'app.inbox',
    'app.vault',
    'app.team',
    'app.organisation',
    'app.directory',
    'app.account',
  ]);
});

test('a member reports cases and prepares actions', async () => {
  await renderRoutes({ routes, at: '/app' });
  expect(sections()).toEqual([
    'app.dashboard',
    'app.cases',
    'app.campaigns',
    'app.vault',
    'app.team',
    'app.organisation',
    'app.directory',
    'app.account',
  ]);
});

test('who is not signed in is led to sign-in', async () => {
  const { path } = await renderRoutes({ routes, at: '/app/cases/new', viewer: null });
  expect(path()).toBe('/app/sign-in');
  expect(screen.getByRole('heading', { name: 'sign-in screen' })).toBeVisible();
});

test('a session that ends while writing asks to sign in on top, and nothing typed is lost', async () => {
  const expiry = createSessionExpiry();
  const wrapped: RouteObject[] = [
    {
      path: '/app',
      element: (
        <SessionExpiryProvider expiry={expiry}>
          <AppLayout />
        </SessionExpiryProvider>
      ),
      children: screens,
    },
  ];
  const { user } = await renderRoutes({ routes: wrapped, at: '/app/cases/new' });
  await user.type(screen.getByLabelText('story'), 'they came at night');
  await act(async () => expiry.set(true));
  expect(await screen.findByRole('alertdialog', { name: 'app.expired.title' })).toBeVisible();
  expect(screen.getByLabelText('story')).toHaveValue('they came at night');
});

test('when somebody else signs in on top of a page the key is dropped, and nothing of it is drawn for them', async () => {
  const host = createTestHost();
  const lock = jest.spyOn(host, 'lock');
  const beginAnew = jest.fn();
  const answer = (id: string) => ({
    request: { query: AppShellDocument },
    result: { data: { service: SERVICE, viewer: { __typename: 'Viewer', ...VIEWER, id } } },
  });
  let askAgain: Session['refresh'] = async () => undefined;
  function Page() {
    const { viewer, refresh } = useSession();
    useEffect(() => void (askAgain = refresh), [refresh]);
    return <h1>page of {viewer?.id}</h1>;
  }
  const shell: RouteObject[] = [
    { path: '/app', element: <AppShell beginAnew={beginAnew} />, children: [{ index: true, element: <Page /> }] },
  ];
  await renderRoutes({ routes: shell, at: '/app', host, mocks: [answer('ana'), answer('ana'), answer('eva')] });
  expect(await screen.findByRole('heading', { name: 'page of ana' })).toBeVisible();
  await act(async () => askAgain());
  expect(await screen.findByRole('heading', { name: 'page of ana' })).toBeVisible();
  expect([lock.mock.calls.length, beginAnew.mock.calls.length]).toEqual([0, 0]);
  await act(async () => askAgain());
  expect([lock.mock.calls.length, beginAnew.mock.calls.length]).toEqual([1, 1]);
  expect(screen.queryByRole('heading')).toBeNull();
});

test('whether a key is open is always said in words, and why it was closed', async () => {
  const host = createTestHost();
  await renderRoutes({ routes, at: '/app', host });
  expect(screen.getByRole('link', { name: 'app.locked' })).toHaveAttribute('href', '/app/vault');
});

test('the way out and the warning of a demonstration are there', async () => {
  await renderRoutes({ routes, at: '/app', service: { demo: true } });
  expect(screen.getByRole('link', { name: /quickExit.label/ })).toBeVisible();
  expect(screen.getByText('demo.label')).toBeVisible();
});

test('arriving at another page puts focus on its content, as loading it would', async () => {
  const { user, path } = await renderRoutes({ routes, at: '/app/cases/new' });
  await user.click(screen.getByRole('link', { name: 'app.dashboard' }));
  expect(path()).toBe('/app');
  expect(screen.getByRole('main')).toHaveFocus();
  expect(window.scrollTo).toHaveBeenCalledWith(0, 0);
});
