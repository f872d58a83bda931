import type { RouteObject } from 'react-router-dom';

import { onQuickExit } from '../../platform/quick-exit.js';
import { onSignOut } from '../../platform/session.js';
import { intakeMemory } from './intake-memory.js';
import { openCase } from './open-case.js';
import { deleteOutbox } from './outbox.js';

function forget(): void {
  intakeMemory.clear();
  openCase(null);
}

// Signing out keeps what waits to be sent: it is ciphertext, and losing it could lose a call for help.
onSignOut(forget);
onQuickExit(forget);
onQuickExit(deleteOutbox);

export const appRoutes: RouteObject[] = [
  { path: 'cases', lazy: async () => ({ Component: (await import('./cases-screen.js')).CasesScreen }) },
  { path: 'cases/new', lazy: async () => ({ Component: (await import('./new-case-screen.js')).NewCaseScreen }) },
  { path: 'cases/open', lazy: async () => ({ Component: (await import('./case-screen.js')).CaseScreen }) },
  { path: 'inbox', lazy: async () => ({ Component: (await import('./inbox-screen.js')).InboxScreen }) },
];
