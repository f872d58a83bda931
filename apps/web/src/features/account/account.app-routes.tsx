import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  { path: 'sign-in', lazy: async () => ({ Component: (await import('./sign-in-screen.js')).SignInScreen }) },
  { path: 'forgotten', lazy: async () => ({ Component: (await import('./forgotten-screen.js')).ForgottenScreen }) },
  {
    path: 'new-password',
    lazy: async () => ({ Component: (await import('./new-password-screen.js')).NewPasswordScreen }),
  },
  {
    path: 'account/security',
    lazy: async () => ({ Component: (await import('./security-screen.js')).SecurityScreen }),
  },
  { path: 'account', lazy: async () => ({ Component: (await import('./account-screen.js')).AccountScreen }) },
];
