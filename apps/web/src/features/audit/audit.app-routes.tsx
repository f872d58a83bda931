import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  { path: 'audit', lazy: async () => ({ Component: (await import('./audit-screen.js')).AuditScreen }) },
  {
    path: 'account/history',
    lazy: async () => ({ Component: (await import('./my-audit-screen.js')).MyAuditScreen }),
  },
];
