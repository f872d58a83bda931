import { print } from 'graphql';

import { AppSignOutDocument } from './app-shell.generated.js';

/** Ends the session on the server although the page is already going: the request outlives it. */
export async function endSessionInHaste(): Promise<void> {
  await fetch('/graphql', {
    method: 'POST',
    keepalive: true,
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(AppSignOutDocument), operationName: 'AppSignOut', variables: {} }),
  });
}
