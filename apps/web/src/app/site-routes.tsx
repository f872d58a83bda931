import { LANGUAGES } from '@sos/i18n';
import type { RouteObject } from 'react-router-dom';

import { siteRoutes as campaignRoutes } from '../features/campaigns/campaigns.routes.js';
import { siteRoutes as pageRoutes } from '../features/pages/pages.routes.js';
import { siteRoutes as resourceRoutes } from '../features/resources/resources.routes.js';
import { siteRoutes as signatureRoutes } from '../features/signatures/signatures.routes.js';
import { NotFoundPage } from '../shared/error-pages.js';
import { RouteError } from './route-error.js';
import { SiteLayout } from './site-layout.js';

/** Every public page under `/en`, under `/es`, and bare, where the server has chosen the language. */
export function createSiteRoutes(): RouteObject[] {
  const pages = (): RouteObject[] =>
    [
      ...pageRoutes,
      ...campaignRoutes,
      ...signatureRoutes,
      ...resourceRoutes,
      { path: '*', Component: NotFoundPage },
    ].map((route) => ({ ...route }));
  return ['/', ...LANGUAGES.map((language) => `/${language}`)].map((path) => ({
    path,
    Component: SiteLayout,
    children: [{ ErrorBoundary: RouteError, children: pages() }],
  }));
}
