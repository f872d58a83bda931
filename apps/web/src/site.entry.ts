import '@sos/ui/base.css';

import { STATE_ELEMENT_ID } from './app/site-state.js';
import { listenForQuickExit } from './platform/quick-exit.js';

listenForQuickExit();

/** The page reads and signs without any of what follows, so it waits until the browser has nothing better to do. */
function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(task, { timeout: 3000 });
  else setTimeout(task, 300);
}

// A page without state (an error page) stays as the server wrote it.
if (document.getElementById(STATE_ELEMENT_ID) !== null) {
  whenIdle(() => void import('./app/site-client.js').then(({ hydrateSite }) => hydrateSite()));
}
