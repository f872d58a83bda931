import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type NormalizedCacheObject } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';

import { errorCodeOf } from './error-code.js';
import { executeLink, type Execute } from './execute-link.js';
import { byIdLink } from './operation-ids.js';

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

/** @param onSignedOut called when the server no longer knows the session; what is on screen stays. */
export function createAppClient(onSignedOut: () => void): ApolloClient {
  const expired = new ErrorLink(({ error }) => {
    if (errorCodeOf(error) === 'UNAUTHENTICATED') onSignedOut();
  });
  const http = new HttpLink({ uri: '/graphql', credentials: 'same-origin' });
  return new ApolloClient({
    dataMasking: true,
    cache: new InMemoryCache(),
    link: ApolloLink.from([expired, byIdLink(), http]),
  });
}
