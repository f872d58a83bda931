import { z } from 'zod';
import { uuidSchema } from './ids.js';
import { instantSchema, keyRefShape, parseSignedJson } from './roster.js';
import { isSlug } from './slug.js';

/** So many responders have compared a member's key with its owner, over another channel than ours. */
export const VOUCHERS_NEEDED = 2;
const MAX_STATEMENT_BYTES = 4096;
const nameSchema = z.string().min(1).max(300);

/**
 * Whose key it is: the one sentence that lets a member's key count in more than the case it opened. It names the person and the
 * organisation in the words a responder read and compared, for whoever owns the database can give an account another name.
 */
export const memberKeySchema = z
  .strictObject({
    ctx: z.literal('member-key.v1'),
    accountId: uuidSchema,
    name: nameSchema,
    organisation: z.string().refine(isSlug).nullable(),
    organisationName: nameSchema.nullable(),
    ...keyRefShape,
    checkedAt: instantSchema,
  })
  .readonly();
export type MemberKey = z.infer<typeof memberKeySchema>;

export function parseMemberKey(bytes: Uint8Array): MemberKey | undefined {
  if (bytes.length > MAX_STATEMENT_BYTES) return undefined;
  return memberKeySchema.safeParse(parseSignedJson(bytes, 'member-key.v1')).data;
}
