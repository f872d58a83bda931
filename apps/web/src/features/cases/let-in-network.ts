import type { ApolloClient } from '@apollo/client';

import { CaseThreadDocument } from './case-thread.generated.js';
import type { CaseRead, LetInParts, SentGrant } from './let-in.js';
import { toSuccessions } from './open-thread.js';
import { download, postJson } from './send-bytes.js';

/** @param from fingerprint of one's own earlier key, where that is what reads and gives. */
export function overTheNetwork(
  apollo: ApolloClient,
  from?: string,
): Pick<LetInParts, 'readCase' | 'fetchEntry' | 'fetchFileGrant' | 'sendGrants'> {
  return {
    readCase: async (id): Promise<CaseRead> => {
      // Not kept: of a case that is only passed through, nothing should stay in this window.
      const { data } = await apollo.query({ query: CaseThreadDocument, variables: { id }, fetchPolicy: 'no-cache' });
      const entries = data?.case.entries ?? [];
      // What today's key lacks, the earlier one holds: nothing is skipped before it was tried.
      const readable = from === undefined ? entries : entries.map((meta) => ({ ...meta, granted: true }));
      return { entries: readable, successions: toSuccessions(data?.case.successions ?? []) };
    },
    fetchEntry: (entryId) => download('/entries/download', { entryId, from }),
    fetchFileGrant: (blobId) => download('/blobs/grant', { blobId, from }),
    sendGrants: async (entryId: string, grants: readonly SentGrant[]) => {
      const { status } = await postJson('/entries/grants', { entryId, from, grants });
      if (status !== 200) throw new Error(String(status));
    },
  };
}
