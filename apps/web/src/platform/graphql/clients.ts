import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type NormalizedCacheObject } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';

import { errorCodeOf } from './error-code.js';
import { executeLink, type Execute } from './execute-link.js';
import { byIdLink } from './operation-ids.js';
import { createStepUpLink } from './step-up-link.js';

/** The public site asks as nobody: no cookie goes along, whatever the browser holds. */
export function createSiteClient(state: NormalizedCacheObject): ApolloClient {
  return new ApolloClient({
    dataMasking: true,
    cache: new InMemoryCache().restore(state),
    link: byIdLink().concat(new HttpLink({ uri: '/graphql', credentials: 'omit' })),
  });
}

export function createServerClient(execute: Execute): ApolloClient {
  return new ApolloClient({
    ssrMode: true,
    dataMasking: true,
    cache: new InMemoryCache(),
    link: executeLink(execute),
    // A page is rendered in milliseconds; by default every one would keep its data in memory for half a minute more.
    defaultOptions: { react: { suspense: { autoDisposeTimeoutMs: 500 } } },
  });
}

export interface AppClientParts {
  /** Called when the server no longer knows the session; what is on screen stays. */
  readonly onSignedOut: () => void;
  /** Called when an operation asks for a fresh proof of identity. */
  readonly askForProof: () => Promise<boolean>;
}

export function createAppClient({ onSignedOut, askForProof }: AppClientParts): ApolloClient {
  const expired = new ErrorLink(({ error }) => {
    if (errorCodeOf(error) === 'UNAUTHENTICATED') onSignedOut();
  });
  const http = new HttpLink({ uri: '/graphql', credentials: 'same-origin' });
  return new ApolloClient({
    dataMasking: true,
    cache: new InMemoryCache(),
    // The id is the last to be put in: what is sent again after a proof is sent by its id as well.
    link: ApolloLink.from([expired, createStepUpLink(askForProof), byIdLink(), http]),
  });
}
