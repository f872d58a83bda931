import { z } from 'zod';
import { uuidSchema } from './ids.js';
import { instantSchema, keyRefShape, parseSignedJson } from './roster.js';

const MAX_STATEMENT_BYTES = 4096;

/**
 * One person's new key after their old one. Both sign it: the old key gives its place away, the new one shows that somebody holds it.
 * It names the account, so that what was signed for one cannot be handed in for another.
 */
export const successionSchema = z
  .strictObject({
    ctx: z.literal('succession.v1'),
    accountId: uuidSchema,
    from: z.strictObject(keyRefShape),
    to: z.strictObject(keyRefShape),
    at: instantSchema,
  })
  .readonly();
export type Succession = z.infer<typeof successionSchema>;

export function parseSuccession(bytes: Uint8Array): Succession | undefined {
  if (bytes.length > MAX_STATEMENT_BYTES) return undefined;
  const said = successionSchema.safeParse(parseSignedJson(bytes, 'succession.v1')).data;
  return said === undefined || said.from.fingerprint === said.to.fingerprint ? undefined : said;
}
