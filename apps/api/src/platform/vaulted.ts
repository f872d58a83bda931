import { deriveKey, logPublicKey, seal, unseal, type Secrets } from '@sos/database';
import { createHmac, sign } from 'node:crypto';

import type { Vaulted } from './platform.types.js';

const MOST_PURPOSES = 200;

export function createVaulted(secrets: Secrets): Vaulted {
  const keys = new Map<string, Uint8Array>();
  const keyFor = (purpose: string): Uint8Array => {
    const known = keys.get(purpose);
    if (known) return known;
    // Purposes may carry a day or a campaign; yesterday's keys should not stay in memory.
    if (keys.size >= MOST_PURPOSES) keys.clear();
    const key = deriveKey(secrets, purpose);
    keys.set(purpose, key);
    return key;
  };
  return {
    hmac: (purpose, value) => createHmac('sha256', keyFor(purpose)).update(value).digest(),
    wrapKey: (key, associated) => Buffer.from(seal(secrets.wrappingKey, key, associated)),
    unwrapKey: (wrapped, associated) => Buffer.from(unseal(secrets.wrappingKey, wrapped, associated)),
    seal: (purpose, bytes) => Buffer.from(seal(keyFor(`seal:${purpose}`), bytes, purpose)),
    unseal: (purpose, sealed) => {
      try {
        return Buffer.from(unseal(keyFor(`seal:${purpose}`), sealed, purpose));
      } catch {
        return null;
      }
    },
    signReceipt: (bytes) => sign(null, bytes, secrets.receiptKey),
    logKey: logPublicKey(secrets),
    signLog: (bytes) => sign(null, bytes, secrets.logKey),
  };
}
