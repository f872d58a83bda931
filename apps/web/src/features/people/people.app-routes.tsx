import type { RouteObject } from 'react-router-dom';

export const appRoutes: RouteObject[] = [
  { path: 'people', lazy: async () => ({ Component: (await import('./people-screen.js')).PeopleScreen }) },
  {
    path: 'organisation',
    lazy: async () => ({ Component: (await import('./organisation-screen.js')).OrganisationScreen }),
  },
  { path: 'directory', lazy: async () => ({ Component: (await import('./directory-screen.js')).DirectoryScreen }) },
  { path: 'data', lazy: async () => ({ Component: (await import('./own-data-screen.js')).OwnDataScreen }) },
  { path: 'invitation', lazy: async () => ({ Component: (await import('./invitation-screen.js')).InvitationScreen }) },
];
