import { audienceSchema, ENTRY_LIMITS, LANGUAGES, SEVERITIES, uuidSchema } from '@sos/domain';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';

const NEWLINE = 0x0a;
/** A header names ids and small words; anything longer is something else. */
const HEAD_BYTES = 1024;
const rosterVersionSchema = z.int().min(1).max(1_000_000);

export const entryHeadSchema = z.strictObject({
  caseId: uuidSchema,
  audience: audienceSchema,
  rosterVersion: rosterVersionSchema,
  language: z.enum(LANGUAGES),
  severity: z.enum(SEVERITIES).optional(),
  blobId: uuidSchema.optional(),
  newCase: z.boolean(),
});
export type EntryHead = z.infer<typeof entryHeadSchema>;

export const blobHeadSchema = z.strictObject({
  caseId: uuidSchema,
  audience: audienceSchema,
  rosterVersion: rosterVersionSchema,
  chunkCount: z.int().min(1).max(ENTRY_LIMITS.chunks),
});
export type BlobHead = z.infer<typeof blobHeadSchema>;

/** 422 with a reason; nothing was stored. */
export function refusedByGate(reason: string): AppError {
  return new AppError('REFUSED_BY_GATE', reason);
}

/** One line of JSON in clear, then OpenPGP packets. */
export function splitRequest<T>(
  body: Uint8Array,
  schema: z.ZodType<T>,
): { readonly head: T; readonly packets: Uint8Array } {
  const end = body.subarray(0, HEAD_BYTES).indexOf(NEWLINE);
  if (end < 0) throw refusedByGate('header');
  const head = schema.safeParse(parseJson(body.subarray(0, end)));
  if (!head.success) throw refusedByGate('header');
  return { head: head.data, packets: body.subarray(end + 1) };
}

/** Cuts packets apart by their stated length; whether each is a proper grant is the gate's to say. */
export function splitPackets(bytes: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const length = packetLength(bytes, offset);
    packets.push(bytes.subarray(offset, offset + length));
    offset += length;
    if (packets.length > ENTRY_LIMITS.recipients) throw refusedByGate('too_many_recipients');
  }
  return packets;
}

function packetLength(bytes: Uint8Array, offset: number): number {
  const first = bytes[offset + 1];
  if (first === undefined || first >= 224) throw refusedByGate('not_canonical_length');
  return first < 192 ? 2 + first : 3 + ((first - 192) << 8) + (bytes[offset + 2] ?? 0) + 192;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
