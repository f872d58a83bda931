import type { RouteObject } from 'react-router-dom';

export const siteRoutes: RouteObject[] = [
  // Which step it is stands in what the server left for the page; the address only carries the secret from the mail.
  { path: 'signatures/*', lazy: async () => ({ Component: (await import('./signature-screen.js')).SignatureScreen }) },
];
