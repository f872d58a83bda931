import type { CryptoApi, KeyRefusal, PublicKeyInfo, UnlockedKey, Vault } from '@sos/crypto';

import { readBytes, readText } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';

export const REFUSALS: Readonly<Record<KeyRefusal, string>> = {
  not_a_key: 'it is not an OpenPGP key',
  private_key: 'it is a private key, which must never leave its owner; the public one is wanted',
  several_keys: 'it holds several keys',
  too_large: 'it is too large',
  key_version: 'its version is not 4',
  algorithm: 'its algorithm is not accepted',
  rsa_too_short: 'its RSA key is shorter than 3072 bits',
  sha1_self_signature: 'it is signed with SHA-1',
  no_expiry: 'it never expires',
  expired: 'it has expired',
  revoked: 'it is revoked',
  not_yet_valid: 'it begins in the future: is the clock of this machine right?',
  no_signing_key: 'it cannot sign',
  no_encryption_subkey: 'it has no subkey to encrypt to',
  several_encryption_subkeys: 'it has several subkeys to encrypt to',
  invalid: 'it is damaged',
};

/** A public key by the rules of the house, in the exact bytes that will be served. */
export async function readPublicKey(engine: CryptoApi, file: string): Promise<PublicKeyInfo> {
  const checked = await engine.checkPublicKey({ key: readBytes(file) });
  if (!checked.ok) throw new CliProblem(`${file} cannot be used: ${REFUSALS[checked.reason]}.`);
  return checked;
}

function parseVault(text: string, file: string): Vault {
  try {
    return JSON.parse(text) as Vault; // the engine parses it field by field and refuses what is not one
  } catch {
    throw new CliProblem(`${file} is neither a locked private key nor a vault.`);
  }
}

/** A locked private key, as `sos key new`, the app and `gpg --armor --export-secret-keys` write it, or a vault. */
export async function unlockKeyFile(engine: CryptoApi, file: string, passphrase: string): Promise<UnlockedKey> {
  const text = readText(file);
  if (!text.includes('-----BEGIN PGP')) return engine.openVault({ vault: parseVault(text, file), passphrase });
  // The vault that comes with it is thrown away: it is locked under words nobody will see.
  const vaultPassphrase = await engine.generatePassphrase();
  return engine.restoreFromKit({ armored: text, kitPassphrase: passphrase, vaultPassphrase, kdf: 'iterated' });
}
