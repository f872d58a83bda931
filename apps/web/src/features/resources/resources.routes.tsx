import type { RouteObject } from 'react-router-dom';

export const siteRoutes: RouteObject[] = [
  { path: 'resources', lazy: async () => ({ Component: (await import('./resources-screen.js')).ResourcesScreen }) },
  { path: 'resources/:slug', lazy: async () => ({ Component: (await import('./resource-screen.js')).ResourceScreen }) },
];
