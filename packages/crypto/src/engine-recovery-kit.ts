import { copyBytes } from './bytes.js';
import type { HeldKey } from './engine-key-ring.js';
import { requireGenerated } from './engine-passphrase.js';
import type { KeyPairToHold } from './engine-vault-payload.js';
import { CryptoError } from './errors.js';
import { openpgp } from './openpgp-library.js';
import { KIT_WORDS, normalisePassphrase } from './passphrase.js';

const KIT_MAX_CHARACTERS = 64 * 1024;

/** Iterated S2K: the only locking that GnuPG imports. Behind a generated passphrase it is as strong as it needs to be. */
export async function exportRecoveryKit({ privateKey }: HeldKey, passphrase: string): Promise<string> {
  const locked = await openpgp.encryptKey({
    privateKey,
    passphrase: requireGenerated(passphrase, KIT_WORDS),
    config: { aeadProtect: false, s2kType: openpgp.enums.s2k.iterated, s2kIterationCountByte: 255 },
  });
  return locked.armor();
}

async function readKit(armored: string): Promise<openpgp.PrivateKey> {
  if (armored.length > KIT_MAX_CHARACTERS) throw new CryptoError('KIT_DAMAGED');
  try {
    return await openpgp.readPrivateKey({ armoredKey: armored });
  } catch {
    throw new CryptoError('KIT_DAMAGED');
  }
}

export async function openRecoveryKit(armored: string, passphrase: string): Promise<KeyPairToHold> {
  const locked = await readKit(armored);
  if (locked.isDecrypted()) throw new CryptoError('KIT_DAMAGED');
  // A key brought from GnuPG may carry a passphrase that is not ours to normalise.
  const passphrases = [...new Set([normalisePassphrase(passphrase), passphrase])];
  try {
    const privateKey = await openpgp.decryptKey({ privateKey: locked, passphrase: passphrases });
    return { privateKey, publicKey: copyBytes(privateKey.toPublic().write()) };
  } catch (error) {
    // The library has no codes. Anything else (a cost it refuses, a damaged packet) is the file's fault, not the words'.
    const isWrong = error instanceof Error && error.message.includes('Incorrect key passphrase');
    throw new CryptoError(isWrong ? 'WRONG_PASSPHRASE' : 'KIT_DAMAGED');
  }
}
