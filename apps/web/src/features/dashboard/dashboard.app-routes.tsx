import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./dashboard-screen.js')).DashboardScreen }) },
];
