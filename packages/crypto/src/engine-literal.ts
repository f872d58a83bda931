import { bucketFor } from '@sos/domain';
import { concatBytes, copyBytes, randomBytes, sha256Hex, toHex, type Bytes } from './bytes.js';
import { PACKET_TAG } from './framing.js';
import { givenBytes, openpgp } from './openpgp-library.js';
import { readStrictPacket } from './packet-reader.js';

/** What SEIPDv1 adds to the packets inside it: version octet, random prefix, modification detection code. */
export const SEIPD_OVERHEAD = 1 + 18 + 22;

export function newSessionKey(): Bytes {
  return randomBytes(32);
}

export function sessionKeySha256(sessionKey: Uint8Array): string {
  return sha256Hex(sessionKey);
}

function written(message: openpgp.Message<Uint8Array>): Bytes {
  return givenBytes(message.write());
}

/** Encrypts packets as they are to one SEIPDv1 packet in the one canonical framing. */
export async function encryptPackets(
  message: openpgp.Message<Uint8Array>,
  sessionKey: Uint8Array,
  date: Date,
): Promise<Bytes> {
  const encrypted = await openpgp.encrypt({
    message,
    sessionKey: { data: sessionKey, algorithm: 'aes256' },
    date,
    format: 'object',
  });
  const bytes = written(encrypted);
  const packet = readStrictPacket(bytes, 0);
  if (!packet.ok || packet.tag !== PACKET_TAG.seipd || packet.body[0] !== 1 || packet.next !== bytes.length)
    throw new TypeError('framing');
  return bytes;
}

export function packetsLength(message: openpgp.Message<Uint8Array>): number {
  return written(message).length;
}

function literalHeaderLength(contentLength: number): number {
  const body = contentLength + 6; // format, empty file name, date
  return 6 + (body < 192 ? 2 : body < 8384 ? 3 : 6);
}

/** How many zero octets bring a literal of this content to `bucket` exactly. Buckets of 4 KiB and more have no gap to fall into. */
function zerosFor(contentLength: number, minimumBody: number): number {
  const bucket = bucketFor(Math.max(minimumBody, contentLength + literalHeaderLength(contentLength) + SEIPD_OVERHEAD));
  const withoutHeader = bucket - SEIPD_OVERHEAD - contentLength;
  const zeros = withoutHeader - literalHeaderLength(bucket - SEIPD_OVERHEAD - 12);
  return Math.max(0, zeros);
}

/** Bytes → unsigned SEIPDv1 whose body is a bucket, filled with zero octets after the content. */
export async function sealLiteral(
  content: Uint8Array,
  sessionKey: Uint8Array,
  date: Date,
  minimumBody = 0,
): Promise<Bytes> {
  const padded = concatBytes([content, new Uint8Array(zerosFor(content.length, minimumBody))]);
  return encryptPackets(await openpgp.createMessage({ binary: padded, date }), sessionKey, date);
}

/** Content and padding of an unsigned SEIPDv1; throws when the session key or the integrity check fails. */
export async function openLiteral(seipd: Uint8Array, sessionKey: Uint8Array, date: Date): Promise<Bytes> {
  const message = await openpgp.readMessage({ binaryMessage: copyBytes(seipd) });
  const opened = await openpgp.decrypt({
    message,
    sessionKeys: { data: sessionKey, algorithm: 'aes256' },
    format: 'binary',
    date,
  });
  return givenBytes(opened.data);
}

/** One PKESK v3 packet that gives this session key to this subkey, its id in clear. */
export async function wrapSessionKey(
  sessionKey: Uint8Array,
  recipient: openpgp.Key,
  subkeyId: string,
  date: Date,
): Promise<Bytes> {
  const bytes = copyBytes(
    await openpgp.encryptSessionKey({
      data: sessionKey,
      algorithm: 'aes256',
      encryptionKeys: recipient,
      date,
      format: 'binary',
    }),
  );
  const packet = readStrictPacket(bytes, 0);
  const isCanonical =
    packet.ok && packet.tag === PACKET_TAG.pkesk && packet.body[0] === 3 && packet.next === bytes.length;
  if (!isCanonical || toHex(packet.body.subarray(1, 9)) !== subkeyId) throw new TypeError('framing');
  return bytes;
}

/** The AES-256 session key in a PKESK, or undefined when this key cannot open it. */
export async function unwrapSessionKey(
  pkesk: Uint8Array,
  privateKey: openpgp.PrivateKey,
  date: Date,
): Promise<Bytes | undefined> {
  try {
    const message = await openpgp.readMessage({ binaryMessage: copyBytes(pkesk) });
    const [found] = await openpgp.decryptSessionKeys({ message, decryptionKeys: privateKey, date });
    return found?.algorithm === 'aes256' && found.data.length === 32 ? copyBytes(found.data) : undefined;
  } catch {
    return undefined;
  }
}
