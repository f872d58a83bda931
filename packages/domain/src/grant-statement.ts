import { z } from 'zod';
import { fingerprintSchema, parseSignedJson, sha256HexSchema } from './roster.js';

/** What a responder signs with every grant they add later, so that nobody else can be said to have let somebody in. */
export const grantStatementSchema = z.strictObject({
  ctx: z.literal('grant.v1'),
  /** `file`: the grant is for the file whose manifest the entry is. */
  subject: z.enum(['entry', 'file']),
  /** SHA-256 of the entry's SEIPD packet. */
  entryHash: sha256HexSchema,
  granteeKeySha256: sha256HexSchema,
  /** The roster that said the grantee may read. */
  rosterVersion: z.int().min(1),
  rosterSha256: sha256HexSchema,
  /** Fingerprint of whoever adds the grant. */
  writer: fingerprintSchema,
});
export type GrantStatement = z.infer<typeof grantStatementSchema>;

export function parseGrantStatement(bytes: Uint8Array): GrantStatement | undefined {
  return grantStatementSchema.safeParse(parseSignedJson(bytes, 'grant.v1')).data;
}
