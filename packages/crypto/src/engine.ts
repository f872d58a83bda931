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
import { isCanary, sealCanary, type Canary } from './engine-canary.js';
import { createKeyRing, generatePrivateKey, type KeyRing } from './engine-key-ring.js';
import { openEntry } from './engine-open-entry.js';
import { checkKey, readKeyForVerifying, toPublicKeyInfo } from './engine-public-key.js';
import { judgeGrant } from './engine-grant-verdict.js';
import { judgeMemberKey } from './engine-member-key.js';
import { planReaders } from './engine-readers.js';
import { rewrapEntry } from './engine-rewrap.js';
import { trustedTime, verifyRoster, type TrustedRoster } from './engine-roster.js';
import { sealEntry } from './engine-seal-entry.js';
import { signForPurpose, verifyForPurpose } from './engine-signature.js';
import { hasArgon2 } from './engine-vault-slot.js';
import { vaultMethods } from './engine-vault-methods.js';
import { CryptoError } from './errors.js';
import type { CryptoPort } from './client.js';
import { judgePassphrase } from './engine-passphrase.js';
import { generatePassphrase } from './passphrase.js';
import { answerRequests } from './serve-engine.js';
import type { CanaryRef, CryptoApi, FileRef, RosterRef, RosterVerdict, VerifiedRoster } from './types.js';

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
  readonly canaries: Map<CanaryRef, Canary>;
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
  const { roster, sha256, use, signedBy, rootSet, suspensions } = trusted;
  return {
    ref,
    version: roster.version,
    sha256,
    roster,
    use,
    renewalDue: Date.parse(roster.renewBy) <= trustedTime(state.now(), trusted).getTime(),
    notAfter: roster.notAfter,
    holders: trusted.holders.map(({ checked: _checked, ...holder }) => holder),
    signedBy,
    rootSet,
    suspended: suspensions.suspended,
    suspensionProblems: suspensions.problems,
  };
}

type Part<Names extends keyof CryptoApi> = Pick<CryptoApi, Names>;

function keyMethods({
  now,
  ring,
}: EngineState): Part<
  'generateKey' | 'checkPublicKey' | 'describeKey' | 'lock' | 'capabilities' | 'generatePassphrase' | 'judgePassphrase'
> {
  return {
    capabilities: async () => ({ argon2id: hasArgon2() }),
    generatePassphrase: async (request) => generatePassphrase(request?.words),
    judgePassphrase: async ({ passphrase }) => judgePassphrase(passphrase),
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

function canaryMethods({ now, canaries }: EngineState): Part<'sealCanary' | 'checkCanary'> {
  return {
    sealCanary: async ({ publicKey }) => {
      const { canary, armored } = await sealCanary(publicKey, now());
      const ref = crypto.randomUUID() as CanaryRef; // the brand exists for the compiler only
      canaries.set(ref, canary);
      return { canary: ref, armored };
    },
    checkCanary: async ({ canary: ref, words }) => {
      const canary = canaries.get(ref);
      const isRight = canary !== undefined && isCanary(canary, words);
      if (isRight || canary?.triesLeft === 0) canaries.delete(ref);
      return isRight;
    },
  };
}

function entryMethods(
  state: EngineState,
): Part<'verifyRoster' | 'planReaders' | 'judgeMemberKey' | 'sealEntry' | 'openEntry' | 'rewrapEntry' | 'judgeGrant'> {
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
    judgeMemberKey: async (request) => judgeMemberKey(request, rosterOf(state, request.roster), now()),
    sealEntry: async (request) => sealEntry(request, ring.use(request.key), rosterOf(state, request.roster), now()),
    openEntry: async (request) => {
      const rosters = request.rosters.map((ref) => rosterOf(state, ref));
      return openEntry(request, ring.use(request.key), rosters, now());
    },
    rewrapEntry: async (request) => {
      const rosters = request.rosters.map((ref) => rosterOf(state, ref));
      return rewrapEntry(request, ring.use(request.key), rosterOf(state, request.roster), rosters, now());
    },
    judgeGrant: async (request) => {
      const rosters = request.rosters.map((ref) => rosterOf(state, ref));
      return judgeGrant(request, ring.use(request.key), rosters, now());
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
      const manifest = await finishSealFile(fileOf(state, file, 'sealing'));
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
  canaries,
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
      canaries.clear();
    },
  };
}

/** Holds keys, verified rosters and files under way. One engine for one person's session: in the browser, in the worker. */
export function createEngine({ now = () => new Date() }: EngineOptions = {}): CryptoApi {
  const state: EngineState = {
    now,
    ring: createKeyRing(now),
    rosters: new Map(),
    files: new Map(),
    canaries: new Map(),
  };
  return {
    ...keyMethods(state),
    ...canaryMethods(state),
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
