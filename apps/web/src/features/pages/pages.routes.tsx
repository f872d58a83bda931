import type { RouteObject } from 'react-router-dom';

/** The pages that make up the site around actions and resources. */
export const siteRoutes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./home-screen.js')).HomeScreen }) },
  { path: 'help-now', lazy: async () => ({ Component: (await import('./help-now-screen.js')).HelpNowScreen }) },
  { path: 'guidelines', lazy: async () => ({ Component: (await import('./guidelines-screen.js')).GuidelinesScreen }) },
  { path: 'about', lazy: async () => ({ Component: (await import('./about-screen.js')).AboutScreen }) },
  { path: 'contact', lazy: async () => ({ Component: (await import('./contact-screen.js')).ContactScreen }) },
  { path: 'privacy', lazy: async () => ({ Component: (await import('./privacy-screen.js')).PrivacyScreen }) },
];
