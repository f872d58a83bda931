import { idOfPrinted, wireText } from '../platform/graphql/operation-ids.js';
import { AppSignOutDocument } from './app-shell.generated.js';

/** Made when the app starts: a page that is going cannot wait for a hash. */
let known: string | null = null;

export async function prepareEndSession(): Promise<void> {
  known = await idOfPrinted(wireText(AppSignOutDocument));
}

function body(): string {
  const operation = { operationName: 'AppSignOut', variables: {} };
  return JSON.stringify(
    known === null
      ? { ...operation, query: wireText(AppSignOutDocument) }
      : { ...operation, extensions: { persistedQuery: { version: 1, sha256Hash: known } } },
  );
}

/** Ends the session on the server although the page is already going: the request outlives it. */
export async function endSessionInHaste(): Promise<void> {
  await fetch('/graphql', {
    method: 'POST',
    keepalive: true,
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: body(),
  });
}
