import { CHUNK_BUCKET } from '@sos/domain';
import { concatBytes, copyBytes, type Bytes } from './bytes.js';
import type { HeldKey } from './engine-key-ring.js';
import { newSessionKey, openLiteral, sealLiteral, unwrapSessionKey, wrapSessionKey } from './engine-literal.js';
import { checkKey } from './engine-public-key.js';
import { CryptoError } from './errors.js';
import { joinMessage } from './framing.js';
import { inspectMessage } from './inspect-message.js';

/** The true length goes first, for the padding after the draft has none of its own. */
const LENGTH_OCTETS = 4;

/** To the author's own key: writing on needs no secret, reading again needs the vault. */
export async function sealDraft(publicKey: Uint8Array, bytes: Uint8Array, date: Date): Promise<Bytes> {
  const checked = await checkKey(publicKey, date);
  if (!checked.ok) throw new CryptoError('KEY_REFUSED');
  const length = new Uint8Array(LENGTH_OCTETS);
  new DataView(length.buffer).setUint32(0, bytes.length);
  const sessionKey = newSessionKey();
  const seipd = await sealLiteral(concatBytes([length, bytes]), sessionKey, date);
  return joinMessage([await wrapSessionKey(sessionKey, checked.parsed, checked.encryptionSubkeyId, date)], seipd);
}

export async function openDraft(message: Uint8Array, { privateKey }: HeldKey, date: Date): Promise<Bytes> {
  const inspected = inspectMessage(message, CHUNK_BUCKET);
  const grant = inspected.ok ? inspected.pkesks[0] : undefined;
  const sessionKey = grant && (await unwrapSessionKey(grant.bytes, privateKey, date));
  if (!inspected.ok || !sessionKey) throw new CryptoError('DRAFT_UNREADABLE');
  try {
    const content = await openLiteral(inspected.seipd.bytes, sessionKey, date);
    const length = new DataView(content.buffer).getUint32(0);
    return copyBytes(content.subarray(LENGTH_OCTETS, LENGTH_OCTETS + length));
  } catch {
    throw new CryptoError('DRAFT_UNREADABLE');
  }
}
