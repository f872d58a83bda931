import { createI18n } from '@sos/i18n';
import { startTransition, StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { createBrowserRouter, matchRoutes, RouterProvider, type RouteObject } from 'react-router-dom';

import { createSiteClient } from '../platform/graphql/clients.js';
import { SiteProviders } from './site-providers.js';
import { createSiteRoutes } from './site-routes.js';
import { STATE_ELEMENT_ID, type SiteState } from './site-state.js';

/** Wakes the page the server wrote. A page without state (an error page) stays as it is. */
export async function hydrateSite(): Promise<void> {
  const root = document.getElementById('root');
  const state = readState();
  if (root === null || state === null) return;
  standWhereRendered(state.url);
  const routes = createSiteRoutes();
  const [i18n] = await Promise.all([createI18n(state.language, ['common'], initReactI18next), loadMatched(routes)]);
  const router = createBrowserRouter(routes);
  startTransition(() => {
    hydrateRoot(
      root,
      <StrictMode>
        <SiteProviders
          client={createSiteClient(state.apollo)}
          i18n={i18n}
          language={state.language}
          service={state.service}
          submission={state.submission}
        >
          <RouterProvider router={router} />
        </SiteProviders>
      </StrictMode>,
    );
  });
}

/** The answer to a form is a page of its own: its address is taken, so that the same page is drawn, and a reload sends nothing again. */
function standWhereRendered(url: string): void {
  const { pathname, search } = window.location;
  if (url !== `${pathname}${search}`) window.history.replaceState(null, '', url);
}

function readState(): SiteState | null {
  const text = document.getElementById(STATE_ELEMENT_ID)?.textContent;
  // Written by our own server into this very document.
  return text ? (JSON.parse(text) as SiteState) : null;
}

/** A lazy route must be there before hydration, or React would throw away what the server rendered. */
async function loadMatched(routes: RouteObject[]): Promise<void> {
  const matches = matchRoutes(routes, window.location) ?? [];
  await Promise.all(
    matches.map(async ({ route }) => {
      if (typeof route.lazy !== 'function') return;
      const loaded = await route.lazy();
      Object.assign(route, { ...loaded, lazy: undefined });
    }),
  );
}
