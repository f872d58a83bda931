import { ApolloLink, InMemoryCache, type DocumentNode } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { print } from 'graphql';

/** Hex SHA-256; null where the browser has none to offer (plain http outside this machine, in a demo). */
export async function idOfPrinted(text: string): Promise<string | null> {
  // Typed as always there, and absent outside secure contexts.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return null;
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The text of a document as Apollo would send it. */
export function wireText(document: DocumentNode): string {
  return print(new InMemoryCache().transformDocument(document));
}

/**
 * Operations go by the hash of their text, never by the text, and are never taught to the server: it knows the build's own. Sending
 * a text after a refusal would only be refused again.
 */
export function byIdLink(): ApolloLink {
  // Absent outside secure contexts: a demo on another machine's plain http sends the text, which a demo takes.
  if ((crypto.subtle as SubtleCrypto | undefined) === undefined)
    return new ApolloLink((operation, forward) => forward(operation));
  return new PersistedQueryLink({
    generateHash: async (document) => (await idOfPrinted(print(document))) ?? '',
    disable: () => false,
    retry: () => false,
  });
}
