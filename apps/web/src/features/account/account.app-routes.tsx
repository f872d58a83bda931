import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  { path: 'sign-in', lazy: async () => ({ Component: (await import('./sign-in-screen.js')).SignInScreen }) },
  { path: 'account', lazy: async () => ({ Component: (await import('./account-screen.js')).AccountScreen }) },
];
