import { sealDraft, openDraft } from './engine-drafts.js';
import {
  finishOpenFile,
  finishSealFile,
  openChunk,
  sealChunk,
  startOpenFile,
  startSealFile,
  type OpeningFile,
  type SealingFile,
} from './engine-files.js';
import { createKeyRing, generatePrivateKey, type KeyRing } from './engine-key-ring.js';
import { openEntry } from './engine-open-entry.js';
import { checkKey, readKeyForVerifying, toPublicKeyInfo } from './engine-public-key.js';
import { planReaders } from './engine-readers.js';
import { exportRecoveryKit, openRecoveryKit } from './engine-recovery-kit.js';
import { trustedTime, verifyRoster, type TrustedRoster } from './engine-roster.js';
import { sealEntry } from './engine-seal-entry.js';
import { signForPurpose, verifyForPurpose } from './engine-signature.js';
import { hasArgon2 } from './engine-vault-slot.js';
import { changePassphrase, createVault, openVault } from './engine-vault.js';
import { CryptoError } from './errors.js';
import type { CryptoPort } from './client.js';
import { generatePassphrase } from './passphrase.js';
import { answerRequests } from './serve-engine.js';
import type { CryptoApi, FileRef, RosterRef, RosterVerdict, VerifiedRoster } from './types.js';

export {
  openBackupReader,
  openBackupRecipient,
  type BackupReader,
  type BackupRecipient,
  type ByteStream,
} from './engine-backup.js';
export { CONTEXT_NOTATION } from './openpgp-library.js';
export { caseIdFor } from './case-id.js';
export { armorPublicKey } from './engine-public-key.js';
export { readEntryUnchecked, type ReadEntryRequest, type ReadEntryResult } from './engine-read-entry.js';
export { CryptoError, type CryptoErrorCode } from './errors.js';

export interface EngineOptions {
  /** The device's clock. */
  readonly now?: () => Date;
}

interface EngineState {
  readonly now: () => Date;
  readonly ring: KeyRing;
  readonly rosters: Map<RosterRef, TrustedRoster>;
  readonly files: Map<FileRef, SealingFile | OpeningFile>;
}

function rosterOf({ rosters }: EngineState, ref: RosterRef): TrustedRoster {
  const found = rosters.get(ref);
  if (!found) throw new CryptoError('ROSTER_NOT_VERIFIED');
  return found;
}

/** A file under way is as dead as its key once that is locked. */
function fileOf<Kind extends 'sealing' | 'opening'>(
  state: EngineState,
  ref: FileRef,
  kind: Kind,
): Extract<SealingFile | OpeningFile, { kind: Kind }> {
  const found = state.files.get(ref);
  if (found?.kind !== kind) throw new CryptoError('FILE_UNKNOWN');
  state.ring.use(found.key);
  return found as Extract<SealingFile | OpeningFile, { kind: Kind }>; // narrowed by the line above, which the compiler cannot follow
}

function keepFile({ files }: EngineState, file: SealingFile | OpeningFile): FileRef {
  const ref = crypto.randomUUID() as FileRef; // the brand exists for the compiler only
  files.set(ref, file);
  return ref;
}

function keepRoster(state: EngineState, trusted: TrustedRoster): VerifiedRoster {
  const ref = crypto.randomUUID() as RosterRef; // the brand exists for the compiler only
  state.rosters.set(ref, trusted);
  const { roster, sha256, use } = trusted;
  return {
    ref,
    version: roster.version,
    sha256,
    roster,
    use,
    renewalDue: Date.parse(roster.renewBy) <= trustedTime(state.now(), trusted).getTime(),
    notAfter: roster.notAfter,
    holders: trusted.holders.map(({ checked: _checked, ...holder }) => holder),
  };
}

type Part<Names extends keyof CryptoApi> = Pick<CryptoApi, Names>;

function keyMethods({
  now,
  ring,
}: EngineState): Part<
  'generateKey' | 'checkPublicKey' | 'describeKey' | 'lock' | 'capabilities' | 'generatePassphrase'
> {
  return {
    capabilities: async () => ({ argon2id: hasArgon2() }),
    generatePassphrase: async () => generatePassphrase(),
    generateKey: async () => {
      const privateKey = await generatePrivateKey(now());
      return ring.add(privateKey, privateKey.toPublic().write());
    },
    checkPublicKey: async ({ key }) => {
      const checked = await checkKey(key, now());
      return checked.ok ? { ok: true, ...toPublicKeyInfo(checked) } : checked;
    },
    describeKey: async ({ key }) => ring.describe(key),
    lock: async ({ key }) => ring.lock(key),
  };
}

function vaultMethods({
  now,
  ring,
}: EngineState): Part<'createVault' | 'openVault' | 'changePassphrase' | 'exportRecoveryKit' | 'restoreFromKit'> {
  return {
    createVault: async ({ key, passphrase, kdf }) => createVault(ring.use(key), { passphrase, kdf }, now()),
    openVault: async (request) => {
      const { privateKey, publicKey } = await openVault(request, now());
      return ring.add(privateKey, publicKey);
    },
    changePassphrase: async (request) => changePassphrase(request, now()),
    exportRecoveryKit: async ({ key, passphrase }) => exportRecoveryKit(ring.use(key), passphrase),
    restoreFromKit: async ({ armored, kitPassphrase, vaultPassphrase, kdf }) => {
      const { privateKey, publicKey } = await openRecoveryKit(armored, kitPassphrase);
      const unlocked = await ring.add(privateKey, publicKey);
      try {
        const vault = await createVault(ring.use(unlocked.key), { passphrase: vaultPassphrase, kdf }, now());
        return { ...unlocked, vault };
      } catch (error) {
        // Nobody would hold this handle, and nobody could lock it.
        ring.lock(unlocked.key);
        throw error;
      }
    },
  };
}

function entryMethods(state: EngineState): Part<'verifyRoster' | 'planReaders' | 'sealEntry' | 'openEntry'> {
  const { now, ring } = state;
  return {
    verifyRoster: async (evidence): Promise<RosterVerdict> => {
      const result = await verifyRoster(evidence, now());
      return result.ok ? { ok: true, ...keepRoster(state, result.trusted) } : result;
    },
    planReaders: async (destination) => {
      const readers = await planReaders(rosterOf(state, destination.roster), destination, now());
      return readers.map(({ checked: _checked, ...reader }) => reader);
    },
    sealEntry: async (request) => sealEntry(request, ring.use(request.key), rosterOf(state, request.roster), now()),
    openEntry: async (request) => {
      const rosters = request.rosters.map((ref) => rosterOf(state, ref));
      return openEntry(request, ring.use(request.key), rosters, now());
    },
  };
}

function fileMethods(
  state: EngineState,
): Part<
  'startSealFile' | 'sealChunk' | 'finishSealFile' | 'startOpenFile' | 'openChunk' | 'finishOpenFile' | 'dropFile'
> {
  const { now, ring, files } = state;
  return {
    startSealFile: async (request) => {
      const started = await startSealFile(request, ring.use(request.key), rosterOf(state, request.roster), now());
      return { file: keepFile(state, started.state), ...started.answer };
    },
    sealChunk: async ({ file, index, bytes }) => sealChunk(fileOf(state, file, 'sealing'), index, bytes, now()),
    finishSealFile: async ({ file }) => {
      const manifest = finishSealFile(fileOf(state, file, 'sealing'));
      files.delete(file);
      return manifest;
    },
    startOpenFile: async (request) => ({
      file: keepFile(state, await startOpenFile(request, ring.use(request.key), now())),
    }),
    openChunk: async ({ file, index, seipd }) => openChunk(fileOf(state, file, 'opening'), index, seipd, now()),
    finishOpenFile: async ({ file }) => finishOpenFile(fileOf(state, file, 'opening')),
    dropFile: async ({ file }) => void files.delete(file),
  };
}

function otherMethods({
  now,
  ring,
  rosters,
  files,
}: EngineState): Part<'sealDraft' | 'openDraft' | 'signForPurpose' | 'verifyForPurpose' | 'lockAll'> {
  return {
    sealDraft: async ({ publicKey, bytes }) => sealDraft(publicKey, bytes, now()),
    openDraft: async ({ key, message }) => openDraft(message, ring.use(key), now()),
    signForPurpose: async ({ key, bytes, purpose }) => signForPurpose(ring.use(key).privateKey, bytes, purpose, now()),
    verifyForPurpose: async ({ bytes, signature, publicKey, purpose }) => {
      const key = await readKeyForVerifying(publicKey);
      return key ? verifyForPurpose({ bytes, signature }, key, purpose, now()) : 'unknown_signer';
    },
    lockAll: async () => {
      ring.lockAll();
      rosters.clear();
      files.clear();
    },
  };
}

/** Holds keys, verified rosters and files under way. One engine for one person's session: in the browser, in the worker. */
export function createEngine({ now = () => new Date() }: EngineOptions = {}): CryptoApi {
  const state: EngineState = { now, ring: createKeyRing(now), rosters: new Map(), files: new Map() };
  return {
    ...keyMethods(state),
    ...vaultMethods(state),
    ...entryMethods(state),
    ...fileMethods(state),
    ...otherMethods(state),
  };
}

/** The whole of a worker file: `serveEngine()`. */
export function serveEngine(scope: CryptoPort = ownScope(), options: EngineOptions = {}): void {
  answerRequests(scope, createEngine(options));
}

/** In a worker the global scope is its port; the DOM's types, made for a window, do not know that. */
function ownScope(): CryptoPort {
  return globalThis as unknown as CryptoPort;
}
