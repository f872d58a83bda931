import { checkKey } from './engine-public-key.js';
import { openRecoveryKit } from './engine-recovery-kit.js';
import { openpgp } from './openpgp-library.js';
import type { KeyRefusal } from './types.js';

export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** The library declares its streams with types of a package that is not installed. */
function givenStream(value: unknown): ByteStream {
  if (typeof value !== 'object' || value === null || !('getReader' in value)) throw new TypeError('no stream');
  return value as ByteStream; // checked just above, as far as a stream can be without reading it
}

export type BackupRecipient =
  | {
      readonly ok: true;
      readonly fingerprint: string;
      readonly expiresAt: string;
      encrypt(plain: ByteStream): Promise<ByteStream>;
    }
  | { readonly ok: false; readonly reason: KeyRefusal };

/** Wraps an operator's public key. What it encrypts is one OpenPGP message (SEIPDv1), made as it is read: memory stays flat. */
export async function openBackupRecipient(key: Uint8Array | string, now: Date): Promise<BackupRecipient> {
  const checked = await checkKey(key, now);
  if (!checked.ok) return checked;
  const { fingerprint, expiresAt, parsed } = checked;
  return {
    ok: true,
    fingerprint,
    expiresAt,
    encrypt: async (plain) => {
      const message = await openpgp.createMessage({ binary: plain, format: 'binary' });
      const encrypted: unknown = await openpgp.encrypt({
        message,
        encryptionKeys: parsed,
        date: now,
        format: 'binary',
      });
      return givenStream(encrypted);
    },
  };
}

/** Not one of the engine's codes, for which browsers have words: backups are opened by operators. */
export class BackupUnreadable extends Error {
  override readonly name = 'BackupUnreadable';
}

export interface BackupReader {
  /**
   * Hands out bytes BEFORE their integrity is known, which is told only at the end of the stream, by its failing. Whoever calls this
   * reads to the end once without using anything, and then uses only what equals what that first reading found.
   */
  decryptProvisionally(cipher: ByteStream): Promise<ByteStream>;
}

/**
 * Everywhere else the library holds a message back until it is authenticated, and so would have to hold a whole backup in memory.
 * @throws CryptoError KIT_DAMAGED, WRONG_PASSPHRASE
 */
export async function openBackupReader(armoredKey: string, passphrase: string): Promise<BackupReader> {
  const { privateKey } = await openRecoveryKit(armoredKey, passphrase);
  return {
    async decryptProvisionally(cipher) {
      const config = { allowUnauthenticatedStream: true };
      try {
        const message = await openpgp.readMessage({ binaryMessage: cipher, config });
        const opened = await openpgp.decrypt({ message, decryptionKeys: privateKey, format: 'binary', config });
        const data: unknown = opened.data;
        return givenStream(data);
      } catch {
        throw new BackupUnreadable();
      }
    },
  };
}
