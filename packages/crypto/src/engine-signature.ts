import { parseSignedJson } from '@sos/domain';
import { copyBytes } from './bytes.js';
import { CryptoError } from './errors.js';
import { CONTEXT_NOTATION, openpgp } from './openpgp-library.js';
import type { SigningPurpose } from './types.js';

export type SignatureVerdict = 'good' | 'bad' | 'wrong_purpose' | 'unknown_signer';

/** Signs what names its own purpose, and nothing that was merely handed over. */
export async function signForPurpose(
  privateKey: openpgp.PrivateKey,
  bytes: Uint8Array,
  purpose: SigningPurpose,
  date: Date,
): Promise<string> {
  if (parseSignedJson(bytes, purpose) === undefined) throw new CryptoError('WRONG_PURPOSE');
  const signature: unknown = await openpgp.sign({
    message: await openpgp.createMessage({ binary: copyBytes(bytes) }),
    signingKeys: privateKey,
    detached: true,
    date,
    signatureNotations: {
      name: CONTEXT_NOTATION,
      value: new TextEncoder().encode(purpose),
      humanReadable: true,
      critical: true,
    },
    format: 'armored',
  });
  if (typeof signature !== 'string') throw new TypeError('armor');
  return signature;
}

async function readOne(signature: string | Uint8Array): Promise<openpgp.Signature | undefined> {
  try {
    const read =
      typeof signature === 'string'
        ? await openpgp.readSignature({ armoredSignature: signature })
        : await openpgp.readSignature({ binarySignature: copyBytes(signature) });
    return read.packets.length === 1 ? read : undefined;
  } catch {
    return undefined;
  }
}

function purposeOf(packet: openpgp.SignaturePacket): string | undefined {
  const [only, ...more] = packet.rawNotations.filter(({ name }) => name === CONTEXT_NOTATION);
  return more.length === 0 && only?.critical === true ? new TextDecoder().decode(only.value) : undefined;
}

/** The library's types promise an issuer; a packet that names none has none. */
function isSignatureBy(packet: openpgp.SignaturePacket, key: openpgp.Key): boolean {
  const { issuerKeyID } = packet as { readonly issuerKeyID?: openpgp.KeyID };
  return issuerKeyID !== undefined && key.getKeys().some((candidate) => candidate.getKeyID().equals(issuerKeyID));
}

/** A signature from ahead of this clock is not a forgery: the dates inside what was signed decide, and say so in clearer words. */
function notBefore(created: Date | null, date: Date): Date {
  return created !== null && created.getTime() > date.getTime() ? created : date;
}

/**
 * One detached signature by one key, made for one purpose only: the purpose is a critical notation, so a signature made for
 * anything else by the same key does not count.
 */
export async function verifyForPurpose(
  signed: { readonly bytes: Uint8Array; readonly signature: string | Uint8Array },
  key: openpgp.Key,
  purpose: SigningPurpose,
  date: Date,
): Promise<SignatureVerdict> {
  const signature = await readOne(signed.signature);
  const packet = signature?.packets[0];
  if (!signature || !packet) return 'bad';
  if (!isSignatureBy(packet, key)) return 'unknown_signer';
  if (packet.signatureType !== openpgp.enums.signature.binary) return 'bad';
  try {
    const message = await openpgp.createMessage({ binary: copyBytes(signed.bytes) });
    const at = notBefore(packet.created, date);
    const result = await openpgp.verify({
      message,
      signature,
      verificationKeys: key,
      expectSigned: true,
      format: 'binary',
      date: at,
    });
    await result.signatures[0]?.verified;
  } catch {
    return 'bad';
  }
  return purposeOf(packet) === purpose ? 'good' : 'wrong_purpose';
}
