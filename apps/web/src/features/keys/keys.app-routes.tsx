import type { RouteObject } from 'react-router-dom';

import { deleteKeyDatabase } from '../../platform/keys/key-database.js';
import { onQuickExit } from '../../platform/quick-exit.js';

/** The locked vault and the pin stay at sign-out: losing them would lose the key, or let an old roster in. */
onQuickExit(deleteKeyDatabase);

export const appRoutes: RouteObject[] = [
  { path: 'vault', lazy: async () => ({ Component: (await import('./vault-screen.js')).VaultScreen }) },
  { path: 'vault/own-key', lazy: async () => ({ Component: (await import('./own-key-screen.js')).OwnKeyScreen }) },
  { path: 'team', lazy: async () => ({ Component: (await import('./team-screen.js')).TeamScreen }) },
];
