import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  {
    path: 'admin',
    lazy: async () => ({ Component: (await import('./administration-screen.js')).AdministrationScreen }),
  },
  { path: 'admin/health', lazy: async () => ({ Component: (await import('./health-screen.js')).HealthScreen }) },
  { path: 'admin/switches', lazy: async () => ({ Component: (await import('./switches-screen.js')).SwitchesScreen }) },
  { path: 'admin/settings', lazy: async () => ({ Component: (await import('./settings-screen.js')).SettingsScreen }) },
];
