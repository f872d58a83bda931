import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  { path: 'campaigns', lazy: async () => ({ Component: (await import('./desk-list-screen.js')).DeskListScreen }) },
  {
    path: 'campaigns/new',
    lazy: async () => ({ Component: (await import('./new-campaign-screen.js')).NewCampaignScreen }),
  },
  {
    path: 'campaigns/:id',
    lazy: async () => ({ Component: (await import('./desk-campaign-screen.js')).DeskCampaignScreen }),
  },
];
