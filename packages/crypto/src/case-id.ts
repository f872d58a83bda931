import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, randomBytes, toHex } from './bytes.js';
import { CryptoError } from './errors.js';

const DOMAIN = new TextEncoder().encode('sos case v1');
const HEX = { keySha256: /^[0-9a-f]{64}$/, nonce: /^[0-9a-f]{32}$/ };

/** A fixed length for each part, or two different pairs could be one string. */
function octetsOf(hex: string, form: RegExp): Uint8Array {
  if (!form.test(hex)) throw new CryptoError('ENTRY_INVALID');
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * The id of the case that the holder of this key opens with this nonce. It looks like any random UUID, and nobody finds another
 * key for it: so no server can put a report by a key of its own into a case that exists.
 * @param keySha256 SHA-256 of the author's raw public key, hex.
 * @param nonce 16 random octets, hex; see {@link newCaseNonce}.
 */
export function caseIdFor(keySha256: string, nonce: string): string {
  const hash = sha256(concatBytes([DOMAIN, octetsOf(keySha256, HEX.keySha256), octetsOf(nonce, HEX.nonce)]));
  const id = new DataView(hash.buffer, hash.byteOffset, 16);
  id.setUint8(6, (id.getUint8(6) & 0x0f) | 0x40); // version 4
  id.setUint8(8, (id.getUint8(8) & 0x3f) | 0x80); // variant of RFC 9562
  const hex = toHex(hash.subarray(0, 16));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** It goes into the report and nowhere else: without it the id says nothing about the key. */
export function newCaseNonce(): string {
  return toHex(randomBytes(16));
}
