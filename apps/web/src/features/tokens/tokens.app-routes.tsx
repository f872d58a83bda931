import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  { path: 'tokens', lazy: async () => ({ Component: (await import('./tokens-screen.js')).TokensScreen }) },
];
