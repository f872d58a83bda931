import { CryptoError } from './errors.js';
import {
  checkKey,
  readKeyForVerifying,
  toPublicKeyInfo,
  type CheckedKey,
  type CheckedKeyResult,
} from './engine-public-key.js';
import { copyBytes } from './bytes.js';
import { openpgp } from './openpgp-library.js';
import type { KeyHandle, UnlockedKey } from './types.js';

export interface HeldKey {
  readonly privateKey: openpgp.PrivateKey;
  readonly publicKey: CheckedKey;
}

/** The only place that holds unlocked private keys. What leaves it is a handle. */
export interface KeyRing {
  add(privateKey: openpgp.PrivateKey, rawPublicKey: Uint8Array): Promise<UnlockedKey>;
  /** Throws KEY_LOCKED for a handle that was never given out or has been locked since. */
  use(handle: KeyHandle): HeldKey;
  describe(handle: KeyHandle): UnlockedKey;
  lock(handle: KeyHandle): void;
  lockAll(): void;
}

const THREE_YEARS_SECONDS = 3 * 365 * 86_400;
const HOUR_MS = 3_600_000;

export function createKeyRing(now: () => Date): KeyRing {
  const held = new Map<KeyHandle, HeldKey>();

  function use(handle: KeyHandle): HeldKey {
    const found = held.get(handle);
    if (!found) throw new CryptoError('KEY_LOCKED');
    return found;
  }

  function describe(handle: KeyHandle): UnlockedKey {
    return { ...toPublicKeyInfo(use(handle).publicKey), key: handle };
  }

  async function add(privateKey: openpgp.PrivateKey, rawPublicKey: Uint8Array): Promise<UnlockedKey> {
    const publicKey = await checkOwnKey(copyBytes(rawPublicKey), now());
    if (!publicKey.ok || publicKey.fingerprint !== privateKey.getFingerprint()) throw new CryptoError('KEY_REFUSED');
    const handle = crypto.randomUUID() as KeyHandle; // the brand exists for the compiler only
    held.set(handle, { privateKey, publicKey });
    return describe(handle);
  }

  return { add, use, describe, lock: (handle) => void held.delete(handle), lockAll: () => held.clear() };
}

/** A key that has run out writes nothing any more, and nobody encrypts to it; its holder still reads what was written to it. */
async function checkOwnKey(raw: Uint8Array, now: Date): Promise<CheckedKeyResult> {
  const checked = await checkKey(raw, now);
  if (checked.ok || checked.reason !== 'expired') return checked;
  const expires = await (await readKeyForVerifying(raw))?.getExpirationTime();
  return expires instanceof Date ? checkKey(raw, new Date(expires.getTime() - 1000)) : checked;
}

/** A pseudonymous v4 key of the kind every tool in the field reads. */
export async function generatePrivateKey(now: Date): Promise<openpgp.PrivateKey> {
  const pseudonym = crypto.randomUUID().slice(0, 8);
  const { privateKey } = await openpgp.generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [{ name: `sos-${pseudonym}` }],
    keyExpirationTime: THREE_YEARS_SECONDS,
    // To the hour below: not a fine time in a public key, and not in the future for a reader whose clock is a little slow.
    date: new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS),
    format: 'object',
  });
  return privateKey;
}
