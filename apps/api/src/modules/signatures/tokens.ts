import { randomBytes, timingSafeEqual } from 'node:crypto';

import type { Vaulted } from '../../platform/platform.types.js';

const MAC_BYTES = 16;
const UUID_BYTES = 16;

/** Base64 has several spellings of one value; a token has one. */
function decode(word: string): Buffer | null {
  const bytes = Buffer.from(word, 'base64url');
  return bytes.toString('base64url') === word ? bytes : null;
}

/** Bytes, and a keyed proof that we wrote them for this purpose, as one word for an address or a form. */
export function signBytes(vaulted: Vaulted, purpose: string, bytes: Buffer): string {
  const mac = vaulted.hmac(purpose, bytes.toString('base64url')).subarray(0, MAC_BYTES);
  return Buffer.concat([bytes, mac]).toString('base64url');
}

/** @returns null for anything but the exact word we wrote. */
export function readBytes(vaulted: Vaulted, purpose: string, word: string, length: number): Buffer | null {
  const all = decode(word);
  if (all?.length !== length + MAC_BYTES) return null;
  const bytes = all.subarray(0, length);
  const mac = vaulted.hmac(purpose, bytes.toString('base64url')).subarray(0, MAC_BYTES);
  return timingSafeEqual(mac, all.subarray(length)) ? bytes : null;
}

export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export function bytesToUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export type TokenUse = 'confirm' | 'withdraw';

/** Made from the signature's id alone, so there is nothing to store and nothing to steal but the key. */
export function confirmationToken(vaulted: Vaulted, use: TokenUse, signatureId: string): string {
  return signBytes(vaulted, `signature.${use}`, uuidToBytes(signatureId));
}

/** @returns the signature's id. */
export function readConfirmationToken(vaulted: Vaulted, use: TokenUse, token: string): string | null {
  const bytes = readBytes(vaulted, `signature.${use}`, token, UUID_BYTES);
  return bytes && bytesToUuid(bytes);
}

const TIME_BYTES = 6;
const NONCE_BYTES = 10;
const FORM_TOKEN = { leastMs: 3_000, mostMs: 2 * 60 * 60_000 } as const;

export type FormTokenState =
  { readonly kind: 'good'; readonly expiresAt: Date } | { readonly kind: 'too_fast' } | { readonly kind: 'expired' };

export function formToken(vaulted: Vaulted, now: Date): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(now.getTime(), 0, TIME_BYTES);
  return signBytes(vaulted, 'signature.form', Buffer.concat([time, randomBytes(NONCE_BYTES)]));
}

/** A person needs a few seconds to type a name; a page left open for hours is loaded again. */
export function inspectFormToken(vaulted: Vaulted, token: string, now: Date): FormTokenState {
  const bytes = readBytes(vaulted, 'signature.form', token, TIME_BYTES + NONCE_BYTES);
  if (!bytes) return { kind: 'expired' };
  const issued = bytes.readUIntBE(0, TIME_BYTES);
  const age = now.getTime() - issued;
  if (age < 0 || age > FORM_TOKEN.mostMs) return { kind: 'expired' };
  return age < FORM_TOKEN.leastMs
    ? { kind: 'too_fast' }
    : { kind: 'good', expiresAt: new Date(issued + FORM_TOKEN.mostMs) };
}

const MINUTE_BYTES = 4;
const HASH_BYTES = 32;
const MINUTE_MS = 60_000;

/** One submission: which campaign, which (keyed) address, when. The same for a first signature and a repeated one. */
export interface Submission {
  readonly campaignId: string;
  readonly duplicateHash: Buffer;
  readonly at: Date;
}

const SUBMISSION_BYTES = UUID_BYTES + MINUTE_BYTES + HASH_BYTES;

/**
 * Sealed, never in clear: whoever holds a copy of the database must not be able to use the site as the keyed hash it lacks, by
 * signing with a guessed address and comparing what comes back with a column.
 */
export function submissionRef(vaulted: Vaulted, { campaignId, duplicateHash, at }: Submission): string {
  const minute = Buffer.alloc(MINUTE_BYTES);
  minute.writeUInt32BE(Math.floor(at.getTime() / MINUTE_MS));
  const bytes = Buffer.concat([uuidToBytes(campaignId), minute, duplicateHash]);
  return vaulted.seal('signature.submission', bytes).toString('base64url');
}

export function readSubmissionRef(vaulted: Vaulted, ref: string): Submission | null {
  const sealed = decode(ref);
  const bytes = sealed && vaulted.unseal('signature.submission', sealed);
  if (bytes?.length !== SUBMISSION_BYTES) return null;
  return {
    campaignId: bytesToUuid(bytes.subarray(0, UUID_BYTES)),
    at: new Date(bytes.readUInt32BE(UUID_BYTES) * MINUTE_MS),
    duplicateHash: Buffer.from(bytes.subarray(UUID_BYTES + MINUTE_BYTES)),
  };
}

const CODE_SPACE = 1_000_000;
const CODE_HMAC_BYTES = 6;

/** Six digits for one signature and one half hour. */
export function confirmationCode(vaulted: Vaulted, signatureId: string, expiresAt: Date): string {
  const number = vaulted.hmac('signature.code', `${signatureId}:${expiresAt.getTime()}`).readUIntBE(0, CODE_HMAC_BYTES);
  return String(number % CODE_SPACE).padStart(6, '0');
}
