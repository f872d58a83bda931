import { ApolloClient, ApolloLink, InMemoryCache, Observable, type DocumentNode } from '@apollo/client';
import { getOperationAST, print } from 'graphql';

/**
 * What the clients of clients.ts put on the wire for each document: Apollo adds `__typename` and takes its own directives out on the
 * way, so the text is taken where it leaves, and not guessed. Fragments alone are nothing that can be sent.
 */
export async function operationTexts(documents: readonly DocumentNode[]): Promise<readonly string[]> {
  const sent = new Set<string>();
  const link = new ApolloLink(({ query }) => {
    sent.add(print(query));
    return new Observable((observer) => {
      observer.next({ data: {} });
      observer.complete();
    });
  });
  const client = new ApolloClient({ dataMasking: true, cache: new InMemoryCache(), link });
  for (const document of documents) {
    const operation: string | undefined = getOperationAST(document)?.operation;
    if (operation === 'mutation') await client.mutate({ mutation: document, fetchPolicy: 'no-cache' });
    if (operation === 'query') await client.query({ query: document, fetchPolicy: 'no-cache' });
  }
  return [...sent].sort();
}
