import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { makePrivateFolder, writePrivateFile } from './private-files.js';
import { DatabaseProblem } from './problem.js';
import { KEY_BYTES } from './seal.js';

/** Keys the server needs and the database must not hold: a stolen dump alone opens nothing. */
export interface Secrets {
  /** Made by a demo: production refuses it. */
  readonly demo: boolean;
  /** Wraps the keys of each campaign. */
  readonly wrappingKey: Uint8Array;
  /** Root of every keyed hash; never used itself: see `deriveKey`. */
  readonly hmacKey: Uint8Array;
  /** Ed25519: signs receipts. */
  readonly receiptKey: KeyObject;
  /** Ed25519: signs the heads of the transparency log. */
  readonly logKey: KeyObject;
}

export type Mode = 'demo' | 'production';

const VERSION = 2;
/** Before there was a transparency log: everything but its key. */
const VERSION_WITHOUT_LOG = 1;

function newSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

function newSecrets({ demo }: { demo: boolean }): string {
  const content = {
    version: VERSION,
    demo,
    wrappingKey: randomBytes(KEY_BYTES).toString('base64'),
    hmacKey: randomBytes(KEY_BYTES).toString('base64'),
    receiptKey: newSigningKey(),
    logKey: newSigningKey(),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function invalid(file: string, what: string, cause?: unknown): DatabaseProblem {
  return new DatabaseProblem('secrets_invalid', `The secrets file ${file} is not usable: ${what}.`, { cause });
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content === 'object' && content !== null) return { ...content };
  } catch (error) {
    throw invalid(file, 'it cannot be read as JSON', error);
  }
  throw invalid(file, 'it is not an object');
}

function symmetricKey(file: string, name: string, value: unknown): Uint8Array {
  const key = Buffer.from(typeof value === 'string' ? value : '', 'base64');
  if (key.length !== KEY_BYTES) throw invalid(file, `${name} is not ${KEY_BYTES} bytes in base64`);
  return key;
}

function signingKey(file: string, name: string, value: unknown): KeyObject {
  try {
    const der = Buffer.from(typeof value === 'string' ? value : '', 'base64');
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    throw invalid(file, `${name} is not a PKCS#8 key in base64`, error);
  }
  throw invalid(file, `${name} is not an Ed25519 key`);
}

function readSecrets(file: string): Secrets {
  const content = readJson(file);
  if (content['version'] === VERSION_WITHOUT_LOG)
    throw new DatabaseProblem(
      'secrets_old',
      `The secrets file ${file} is from an older version: run sos secrets upgrade ${file}.`,
    );
  if (content['version'] !== VERSION) throw invalid(file, `its version is not ${VERSION}`);
  return {
    demo: content['demo'] === true,
    wrappingKey: symmetricKey(file, 'wrappingKey', content['wrappingKey']),
    hmacKey: symmetricKey(file, 'hmacKey', content['hmacKey']),
    receiptKey: signingKey(file, 'receiptKey', content['receiptKey']),
    logKey: signingKey(file, 'logKey', content['logKey']),
  };
}

function productionSecrets(file: string | undefined): Secrets {
  if (file === undefined || file === '' || !existsSync(file)) {
    throw new DatabaseProblem('secrets_missing', 'Production needs SOS_SECRETS_FILE to name an existing secrets file.');
  }
  const secrets = readSecrets(file);
  if (secrets.demo)
    throw new DatabaseProblem(
      'secrets_demo',
      `The secrets file ${file} was made by a demo: make new secrets for production.`,
    );
  return secrets;
}

/**
 * In the demo `<dataFolder>/secrets.json`, made on first use by the process that holds the folder's lock.
 * In production the file must exist: made silently, it would be lost silently, and every sealed value with it.
 */
export function loadSecrets(dataFolder: string, mode: Mode, secretsFile?: string): Secrets {
  if (mode === 'production') return productionSecrets(secretsFile);
  const file = secretsFile ?? path.join(dataFolder, 'secrets.json');
  if (!existsSync(file)) {
    makePrivateFolder(path.dirname(file));
    writePrivateFile(file, newSecrets({ demo: true }));
  }
  upgradeSecrets(file);
  return readSecrets(file);
}

/**
 * Gives a file of the version before the key it lacks, and keeps the others. A demo does it by itself; in production a person
 * does, who has to keep a copy of the new file.
 * @returns whether anything was done
 */
export function upgradeSecrets(file: string): boolean {
  const content = readJson(file);
  if (content['version'] !== VERSION_WITHOUT_LOG) return false;
  const upgraded = { ...content, version: VERSION, logKey: newSigningKey() };
  writePrivateFile(file, `${JSON.stringify(upgraded, null, 2)}\n`);
  return true;
}

/** The 32 bytes with which heads of the transparency log are verified. */
export function logPublicKey({ logKey }: Pick<Secrets, 'logKey'>): Uint8Array<ArrayBuffer> {
  const { x = '' } = createPublicKey(logKey).export({ format: 'jwk' });
  return Uint8Array.from(Buffer.from(x, 'base64url'));
}

/**
 * For the person who sets up a production service, once. An existing file is never replaced: every sealed value would be lost with
 * the keys in it.
 */
export function makeProductionSecrets(file: string): void {
  if (existsSync(file))
    throw new DatabaseProblem('secrets_exist', `${file} is there already, and nothing was changed.`);
  writePrivateFile(file, newSecrets({ demo: false }));
}

/** One key per purpose, so that a hash made for one cannot be looked up as another. */
export function deriveKey(secrets: Pick<Secrets, 'hmacKey'>, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secrets.hmacKey, Buffer.alloc(0), `sos:${purpose}`, KEY_BYTES));
}
