import { z } from 'zod';
import { parseSignedJson, sha256HexSchema } from './roster.js';

/** So long a grant that was superseded is kept, in case its reader's device was wrong about the new one. */
export const SUPERSEDED_GRANT_DAYS = 30;
const MAX_STATEMENT_BYTES = 4096;

/**
 * What a reader says of a grant of their own: that it opens its entry, or that it does not. Without the first, nothing takes an older
 * grant's place; without the second, nobody is asked to make a new one. Only the key the grant is for can say either.
 */
export const grantVerdictSchema = z.strictObject({
  ctx: z.literal('grant-verdict.v1'),
  /** `file`: the grant is for the file whose manifest the entry is. */
  subject: z.enum(['entry', 'file']),
  /** SHA-256 of the entry's SEIPD packet. */
  entryHash: sha256HexSchema,
  granteeKeySha256: sha256HexSchema,
  /** Of the one packet that was tried: another reader's, or a later one, is not spoken of. */
  pkeskSha256: sha256HexSchema,
  opens: z.boolean(),
});
export type GrantVerdict = z.infer<typeof grantVerdictSchema>;

export function parseGrantVerdict(bytes: Uint8Array): GrantVerdict | undefined {
  if (bytes.length > MAX_STATEMENT_BYTES) return undefined;
  return grantVerdictSchema.safeParse(parseSignedJson(bytes, 'grant-verdict.v1')).data;
}
