import { CryptoError, type CryptoErrorCode } from '@sos/crypto/engine';
import { DatabaseProblem } from '@sos/database';

export const EXIT_REFUSED = 1;
/** The command line itself was wrong: nothing was tried. */
export const EXIT_USAGE = 2;

/** Something the person at the terminal can act on: `message` is one plain sentence. */
export class CliProblem extends Error {
  override readonly name = 'CliProblem';
}

export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

const CRYPTO_SENTENCES: Partial<Record<CryptoErrorCode, string>> = {
  WRONG_PASSPHRASE: 'The passphrase does not open this key.',
  KIT_DAMAGED: 'The key file is not a locked private key, or it is damaged.',
  VAULT_DAMAGED: 'The vault file is damaged.',
  KEY_REFUSED: 'The key is of a kind that SOS does not use.',
  KDF_UNAVAILABLE: 'This machine cannot compute Argon2id, which locks the vault: use the .private.asc file.',
};

const FILE_SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read or written by this account',
  EPERM: 'may not be read or written by this account',
  EISDIR: 'is a folder, where a file is wanted',
  ENOTDIR: 'is a file, where a folder is wanted',
  EEXIST: 'is there already, and nothing was changed',
  ENOSPC: 'cannot be written, because the disk is full',
};

/** Not `instanceof`: an error of Node's may come from another realm, as it does in Jest. */
function propertyOf(error: unknown, name: 'code' | 'message' | 'path'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

export function codeOf(error: unknown): string {
  return propertyOf(error, 'code');
}

export function messageOf(error: unknown): string {
  return propertyOf(error, 'message');
}

function fileSentence(error: unknown): string | undefined {
  const [path, sentence] = [propertyOf(error, 'path'), FILE_SENTENCES[codeOf(error)]];
  return path === '' || sentence === undefined ? undefined : `${path} ${sentence}.`;
}

/** One plain sentence for what was foreseen; undefined for what is a fault of ours. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof CliProblem || error instanceof UsageProblem || error instanceof DatabaseProblem)
    return error.message;
  if (error instanceof CryptoError) return CRYPTO_SENTENCES[error.code];
  return fileSentence(error);
}
