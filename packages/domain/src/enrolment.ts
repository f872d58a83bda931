import { z } from 'zod';

import { fingerprintSchema, parseSignedJson, sha256HexSchema } from './roster.js';

const MAX_BYTES = 2048;

/**
 * What somebody signs with the key they bring along. The server wrote it for one account, one key and one use; naming the service
 * keeps the signature from serving anywhere else.
 */
const enrolmentSchema = z.strictObject({
  ctx: z.literal('enrol.v1'),
  service: z.url(),
  fingerprint: fingerprintSchema,
  keySha256: sha256HexSchema,
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  issued: z.iso.datetime(),
});

export type Enrolment = z.infer<typeof enrolmentSchema>;

/** Long enough to fetch a token from a safe. */
export const ENROLMENT_MINUTES = 60;

export function writeEnrolment(enrolment: Enrolment): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(enrolment));
}

export function parseEnrolment(bytes: Uint8Array): Enrolment | undefined {
  return bytes.length > MAX_BYTES ? undefined : enrolmentSchema.safeParse(parseSignedJson(bytes, 'enrol.v1')).data;
}
