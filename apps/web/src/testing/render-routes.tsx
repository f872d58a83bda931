import { ApolloClient, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { MockLink } from '@apollo/client/testing';
import type { Language } from '@sos/i18n';
import { StatusProvider } from '@sos/ui';
import { act, render } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { createInstance, type i18n } from 'i18next';
import { Suspense } from 'react';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { createMemoryRouter, parsePath, RouterProvider, type RouteObject } from 'react-router-dom';

import { createCryptoHost, type CryptoHost, type TerminablePort } from '../platform/crypto/crypto-host.js';
import { CryptoHostProvider } from '../platform/crypto/use-crypto.js';
import { SessionProvider, type Session, type Viewer } from '../platform/session.js';
import { LocaleProvider } from '../shared/locale.js';
import { ResponseProvider } from '../shared/response.js';
import { ServiceProvider, type ServiceInfo } from '../shared/service.js';

export const TEST_SERVICE: ServiceInfo = {
  demo: false,
  siteOrigin: 'https://site.example',
  appOrigin: 'https://app.example',
  contactAddress: 'hello@site.example',
  banner: [],
};

export const TEST_VIEWER: Viewer = {
  id: 'v1',
  displayName: 'Ana',
  language: 'en',
  roles: new Set(['member']),
  organisations: [{ id: 'o1', name: 'Casa Común', country: 'CO' }],
  awaitsSecondFactor: false,
  isStrong: true,
};

/** Every word is its own key, so that a test never depends on a translation. */
export async function createKeyWords(): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({ lng: 'cimode', defaultNS: 'common' });
  return instance;
}

/** A worker that never answers, for screens that only ask whether a key is open. */
export function createSilentWorker(): TerminablePort {
  return { postMessage: () => undefined, addEventListener: () => undefined, terminate: () => undefined };
}

export function createTestHost(startWorker: () => TerminablePort = createSilentWorker): CryptoHost {
  return createCryptoHost({
    startWorker,
    now: Date.now,
    channel: { postMessage: () => undefined, addEventListener: () => undefined },
  });
}

export interface RenderRoutesOptions {
  routes: RouteObject[];
  at: string;
  /** State of the history entry, where a screen receives what may not stand in an address. */
  state?: unknown;
  mocks?: MockLink.MockedResponse[];
  viewer?: Viewer | null;
  session?: Partial<Session>;
  service?: Partial<ServiceInfo>;
  host?: CryptoHost;
  language?: Language;
  submission?: unknown;
}

export interface RenderedRoutes {
  client: ApolloClient;
  user: UserEvent;
  /** The path that is shown now. */
  path: () => string;
}

/** Stands for the moment in which a lazy screen loads. */
function Nothing() {
  return null;
}

/** Mounts a feature's routes as the site or the app would, over answers given beforehand. */
export async function renderRoutes(options: RenderRoutesOptions): Promise<RenderedRoutes> {
  const words = await createKeyWords();
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new MockLink(options.mocks ?? []),
    dataMasking: true,
  });
  const router = createMemoryRouter(
    options.routes.map((route) => ({ HydrateFallback: Nothing, ...route })),
    { initialEntries: [{ ...parsePath(options.at), state: options.state }] },
  );
  const viewer = options.viewer === undefined ? TEST_VIEWER : options.viewer;
  const session: Session = {
    viewer,
    refresh: async () => undefined,
    signOut: async () => undefined,
    ...options.session,
  };
  await act(async () => {
    render(
      <ApolloProvider client={client}>
        <I18nextProvider i18n={words}>
          <LocaleProvider language={options.language ?? 'en'} timeZone="UTC">
            <ServiceProvider service={{ ...TEST_SERVICE, ...options.service }}>
              <ResponseProvider submission={options.submission ?? null}>
                <SessionProvider session={session}>
                  <CryptoHostProvider host={options.host ?? createTestHost()}>
                    <StatusProvider label="messages" dismissLabel="dismiss">
                      <Suspense fallback="loading">
                        <RouterProvider router={router} />
                      </Suspense>
                    </StatusProvider>
                  </CryptoHostProvider>
                </SessionProvider>
              </ResponseProvider>
            </ServiceProvider>
          </LocaleProvider>
        </I18nextProvider>
      </ApolloProvider>,
    );
  });
  return { client, user: userEvent.setup(), path: () => router.state.location.pathname };
}
