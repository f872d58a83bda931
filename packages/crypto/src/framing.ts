import { concatBytes, type Bytes } from './bytes.js';

export const PACKET_TAG = {
  pkesk: 1,
  signature: 2,
  onePassSignature: 4,
  secretKey: 5,
  publicKey: 6,
  secretSubkey: 7,
  literal: 11,
  userId: 13,
  publicSubkey: 14,
  userAttribute: 17,
  seipd: 18,
} as const;

/** The one spelling of a packet header we write and accept: new format, definite length, in the fewest octets. */
export function packetHeader(tag: number, length: number): Bytes {
  const first = 0xc0 | tag;
  if (length < 192) return Uint8Array.of(first, length);
  if (length < 8384) return Uint8Array.of(first, ((length - 192) >> 8) + 192, (length - 192) & 0xff);
  return Uint8Array.of(first, 0xff, length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);
}

export function framePacket(tag: number, body: Uint8Array): Bytes {
  return concatBytes([packetHeader(tag, body.length), body]);
}

/** What a recipient downloads, or the gate is given: PKESK packets followed by one SEIPD packet. */
export function joinMessage(pkesks: readonly Uint8Array[], seipd: Uint8Array): Bytes {
  return concatBytes([...pkesks, seipd]);
}
