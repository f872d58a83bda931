import type { RouteObject } from 'react-router-dom';

import { appRoutes as accountRoutes } from '../features/account/account.app-routes.js';
import { appRoutes as administrationRoutes } from '../features/administration/administration.app-routes.js';
import { appRoutes as auditRoutes } from '../features/audit/audit.app-routes.js';
import { appRoutes as caseRoutes } from '../features/cases/cases.app-routes.js';
import { appRoutes as dashboardRoutes } from '../features/dashboard/dashboard.app-routes.js';
import { appRoutes as deskRoutes } from '../features/desk/desk.app-routes.js';
import { appRoutes as keyRoutes } from '../features/keys/keys.app-routes.js';
import { appRoutes as peopleRoutes } from '../features/people/people.app-routes.js';
import { appRoutes as tokenRoutes } from '../features/tokens/tokens.app-routes.js';
import { PageLoading } from '../shared/page-loading.js';
import { AppLayout } from './app-layout.js';
import { AppNotFound } from './app-not-found.js';
import { AppShell } from './app-shell.js';
import { RouteError } from './route-error.js';

/**
 * Everything under `/app`. A feature's routes are relative to it. `sign-in` and `invitation` are drawn for anybody, the rest for who is signed in.
 * No address holds an id: which case is open is nobody's business but this window's.
 */
export function createAppRoutes(): RouteObject[] {
  const screens = [
    ...dashboardRoutes,
    ...accountRoutes,
    ...auditRoutes,
    ...caseRoutes,
    ...deskRoutes,
    ...keyRoutes,
    ...administrationRoutes,
    ...peopleRoutes,
    ...tokenRoutes,
    { path: '*', Component: AppNotFound },
  ];
  return [
    {
      path: '/app',
      Component: AppShell,
      HydrateFallback: PageLoading,
      ErrorBoundary: RouteError,
      children: [{ Component: AppLayout, children: [{ ErrorBoundary: RouteError, children: screens }] }],
    },
    { path: '*', Component: AppShell, children: [{ path: '*', Component: AppNotFound }] },
  ];
}
