import { copyBytes, sha256Hex, type Bytes } from './bytes.js';
import { inspectPublicKey, PUBLIC_KEY_MAX_BYTES, type KeyInspectionRefusal } from './inspect-public-key.js';
import { armorPackets, givenBytes, openpgp } from './openpgp-library.js';
import type { KeyRefusal, PublicKeyInfo } from './types.js';

/** A public key that passed every check, ready to encrypt to and verify with. */
export interface CheckedKey extends PublicKeyInfo {
  readonly parsed: openpgp.Key;
}

export type CheckedKeyResult =
  ({ readonly ok: true } & CheckedKey) | { readonly ok: false; readonly reason: KeyRefusal };

const CURVES: readonly string[] = ['ed25519Legacy', 'curve25519Legacy', 'nistP256', 'nistP384', 'nistP521'];
const CURVE_ALGORITHMS: readonly string[] = ['eddsaLegacy', 'ecdsa', 'ecdh'];
const RSA_ALGORITHMS: readonly string[] = ['rsaEncryptSign', 'rsaEncrypt', 'rsaSign'];
const RSA_MIN_BITS = 3071;
const ARMOR_START = '-----BEGIN PGP ';

const REFUSAL_OF_INSPECTION: Readonly<Record<KeyInspectionRefusal, KeyRefusal>> = {
  not_a_key: 'not_a_key',
  private_key: 'private_key',
  several_keys: 'several_keys',
  key_version: 'key_version',
  malformed: 'invalid',
  too_large: 'too_large',
};

function refuse(reason: KeyRefusal): { ok: false; reason: KeyRefusal } {
  return { ok: false, reason };
}

export function armorPublicKey(raw: Uint8Array): string {
  return armorPackets(openpgp.enums.armor.publicKey, raw);
}

/** Raw bytes of a key given armored or raw; undefined when the armor is broken. */
export async function toRawKey(input: Uint8Array | string): Promise<Bytes | undefined> {
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input.subarray(0, ARMOR_START.length + 2));
  if (!text.includes(ARMOR_START)) return typeof input === 'string' ? undefined : copyBytes(input);
  try {
    const opened = await openpgp.unarmor(typeof input === 'string' ? input : new TextDecoder().decode(input));
    return givenBytes(opened.data);
  } catch {
    return undefined;
  }
}

function algorithmRefusal(info: openpgp.AlgorithmInfo): KeyRefusal | undefined {
  if (RSA_ALGORITHMS.includes(info.algorithm)) return (info.bits ?? 0) < RSA_MIN_BITS ? 'rsa_too_short' : undefined;
  const known = CURVE_ALGORITHMS.includes(info.algorithm) && CURVES.includes(info.curve ?? '');
  return known ? undefined : 'algorithm';
}

function hasSha1Signature(key: openpgp.Key): boolean {
  const own = [
    ...key.users.flatMap((user) => user.selfCertifications),
    ...key.subkeys.flatMap((subkey) => subkey.bindingSignatures),
  ];
  return own.some(({ hashAlgorithm }) => hashAlgorithm === openpgp.enums.hash.sha1);
}

async function primaryRefusal(key: openpgp.Key, now: Date): Promise<KeyRefusal | undefined> {
  const algorithm = algorithmRefusal(key.getAlgorithmInfo());
  if (algorithm) return algorithm;
  if (key.getCreationTime().getTime() > now.getTime()) return 'not_yet_valid';
  if (await key.isRevoked(undefined, undefined, now)) return 'revoked';
  const expires = await key.getExpirationTime();
  if (expires === null) return hasSha1Signature(key) ? 'sha1_self_signature' : 'invalid';
  if (!(expires instanceof Date)) return 'no_expiry';
  if (expires.getTime() <= now.getTime()) return 'expired';
  try {
    await key.verifyPrimaryKey(now);
    return undefined;
  } catch {
    return hasSha1Signature(key) ? 'sha1_self_signature' : 'invalid';
  }
}

async function findOrUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}

function subkeyRefusal(key: openpgp.Key, subkey: openpgp.Key | openpgp.Subkey | undefined): KeyRefusal {
  if (subkey) return algorithmRefusal(subkey.getAlgorithmInfo()) ?? 'no_encryption_subkey';
  // A short or unknown subkey is not offered by the library at all: say why, rather than that there is none.
  const reasons = key.subkeys.flatMap((candidate) => algorithmRefusal(candidate.getAlgorithmInfo()) ?? []);
  return reasons[0] ?? (hasSha1Signature(key) ? 'sha1_self_signature' : 'no_encryption_subkey');
}

async function earliestExpiry(key: openpgp.Key, subkey: openpgp.Subkey): Promise<Date> {
  const [primary, sub] = [await key.getExpirationTime(), await subkey.getExpirationTime()];
  const times = [primary, sub].flatMap((time) => (time instanceof Date ? [time.getTime()] : []));
  return new Date(Math.min(...times));
}

async function checkParsed(
  parsed: openpgp.Key,
  raw: Bytes,
  now: Date,
  usableSubkeys: readonly string[],
): Promise<CheckedKeyResult> {
  const refusal = await primaryRefusal(parsed, now);
  if (refusal) return refuse(refusal);
  if (!(await findOrUndefined(parsed.getSigningKey(undefined, now)))) return refuse('no_signing_key');
  const found = await findOrUndefined(parsed.getEncryptionKey(undefined, now));
  const subkey = parsed.subkeys.find((candidate) => candidate === found);
  if (!subkey || algorithmRefusal(subkey.getAlgorithmInfo())) return refuse(subkeyRefusal(parsed, subkey));
  const encryptionSubkeyId = subkey.getKeyID().toHex();
  if (usableSubkeys.length > 1) return refuse('several_encryption_subkeys');
  // Two parsers must agree, or server and browser would address different subkeys.
  if (usableSubkeys[0] !== encryptionSubkeyId) return refuse('invalid');
  const expiresAt = (await earliestExpiry(parsed, subkey)).toISOString();
  return {
    ok: true,
    parsed,
    fingerprint: parsed.getFingerprint(),
    keySha256: sha256Hex(raw),
    publicKey: raw,
    encryptionSubkeyId,
    expiresAt,
  };
}

/** Accepts or refuses somebody's public key by the rules of the house, with the reason. */
export async function checkKey(input: Uint8Array | string, now: Date): Promise<CheckedKeyResult> {
  if (input.length > 2 * PUBLIC_KEY_MAX_BYTES) return refuse('too_large');
  const raw = await toRawKey(input);
  if (!raw) return refuse('not_a_key');
  const inspected = inspectPublicKey(raw, now);
  if (!inspected.ok) return refuse(REFUSAL_OF_INSPECTION[inspected.code]);
  try {
    const parsed = await openpgp.readKey({ binaryKey: raw });
    if (parsed.getFingerprint() !== inspected.fingerprint) return refuse('invalid');
    return await checkParsed(parsed, raw, now, inspected.encryptionSubkeyIds);
  } catch {
    return refuse('invalid');
  }
}

/** For verifying old signatures: the key as it is, whether or not it has run out since. */
export async function readKeyForVerifying(raw: Uint8Array): Promise<openpgp.Key | undefined> {
  if (raw.length > PUBLIC_KEY_MAX_BYTES || !inspectPublicKey(raw).ok) return undefined;
  return findOrUndefined(openpgp.readKey({ binaryKey: copyBytes(raw) }));
}

export function toPublicKeyInfo({
  fingerprint,
  keySha256,
  publicKey,
  encryptionSubkeyId,
  expiresAt,
}: CheckedKey): PublicKeyInfo {
  // Copied, so that a caller who transfers or wipes its bytes does not reach the engine's.
  return { fingerprint, keySha256, publicKey: copyBytes(publicKey), encryptionSubkeyId, expiresAt };
}
