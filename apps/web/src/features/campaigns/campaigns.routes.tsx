import type { RouteObject } from 'react-router-dom';

export const siteRoutes: RouteObject[] = [
  { path: 'campaigns', lazy: async () => ({ Component: (await import('./campaigns-screen.js')).OpenCampaignsScreen }) },
  {
    path: 'campaigns/archive',
    lazy: async () => ({ Component: (await import('./campaigns-screen.js')).ArchiveScreen }),
  },
  { path: 'campaigns/:slug', lazy: async () => ({ Component: (await import('./campaign-screen.js')).CampaignScreen }) },
];
