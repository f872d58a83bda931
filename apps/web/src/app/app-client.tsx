import { ApolloProvider } from '@apollo/client/react';
import { createI18n } from '@sos/i18n';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';

import { createCryptoHost, watchIdleness } from '../platform/crypto/crypto-host.js';
import { CryptoHostProvider } from '../platform/crypto/use-crypto.js';
import { startCryptoWorker } from '../platform/crypto/worker-address.js';
import { createAppClient } from '../platform/graphql/clients.js';
import { listenForQuickExit, onQuickExit } from '../platform/quick-exit.js';
import { createSessionExpiry } from '../platform/session-expiry.js';
import { createStepUp, StepUpProvider } from '../platform/step-up.js';
import { clearSmallStores, readLanguage } from '../platform/stored-language.js';
import { PageLoading } from '../shared/page-loading.js';
import { AppLocale } from './app-locale.js';
import { createAppRoutes } from './app-routes.js';
import { endSessionInHaste, prepareEndSession } from './end-session.js';
import { SessionExpiryProvider } from './session-expiry-context.js';

export async function startApp(): Promise<void> {
  listenForQuickExit();
  const language = readLanguage();
  const i18n = await createI18n(language, ['common', 'errors'], initReactI18next);
  const host = createCryptoHost({
    startWorker: startCryptoWorker,
    now: Date.now,
    channel: new BroadcastChannel('sos-lock'),
  });
  watchIdleness(host);
  onQuickExit(() => host.lock('asked'));
  onQuickExit(clearSmallStores);
  onQuickExit(endSessionInHaste);
  void prepareEndSession();
  const expiry = createSessionExpiry();
  const stepUp = createStepUp();
  const client = createAppClient({ onSignedOut: () => expiry.set(true), askForProof: stepUp.ask });
  const router = createBrowserRouter(createAppRoutes());
  const root = document.getElementById('root');
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <ApolloProvider client={client}>
        <I18nextProvider i18n={i18n}>
          <AppLocale initial={language}>
            <CryptoHostProvider host={host}>
              <SessionExpiryProvider expiry={expiry}>
                <StepUpProvider stepUp={stepUp}>
                  <Suspense fallback={<PageLoading />}>
                    <RouterProvider router={router} />
                  </Suspense>
                </StepUpProvider>
              </SessionExpiryProvider>
            </CryptoHostProvider>
          </AppLocale>
        </I18nextProvider>
      </ApolloProvider>
    </StrictMode>,
  );
}
