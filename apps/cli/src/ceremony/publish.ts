import { appendAudit } from '@sos/audit';
import type { Database } from '@sos/database';
import {
  hasSameContent,
  isActiveHolder,
  parseSuspension,
  type KeyRef,
  type RootSet,
  type Roster,
  type Suspension,
} from '@sos/domain';
import { appendToLog } from '@sos/log/store';
import { inspectPublicKey } from '@sos/crypto/inspect';

import { CliProblem } from '../platform/problem.js';
import type { Signed, VerifiedCeremony } from './verify.js';

type Transaction = Parameters<Parameters<Database['prisma']['$transaction']>[0]>[0];

export interface PublishOptions {
  /** Also responders' keys that no account has registered. */
  readonly allowUnregistered: boolean;
  readonly now: Date;
}

export interface Published {
  readonly rootSets: readonly number[];
  readonly rosters: readonly number[];
  readonly suspensions: number;
}

/** Any fixed number: two people who publish at once wait for each other. */
const PUBLISH_LOCK = 7_305_212;

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function signatureRows({ signers }: Signed<unknown>): { rootFingerprint: string; armored: string }[] {
  return signers.map(({ fingerprint, armored }) => ({ rootFingerprint: fingerprint, armored }));
}

interface Row {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** What is not published yet, once it is sure that all that is published is in the folder, byte for byte. */
function missingFrom<T extends RootSet | Roster>(
  what: string,
  published: readonly Row[],
  signed: readonly Signed<T>[],
): Signed<T>[] {
  const known = new Map(published.map(({ version, bytes }) => [version, bytes]));
  const newest = Math.max(0, ...known.keys());
  if (newest > signed.length)
    throw new CliProblem(
      `The database has ${what} ${newest}, and the folder ends with ${signed.length}: nothing was published.`,
    );
  for (const { document } of signed.slice(0, newest)) {
    const bytes = known.get(document.value.version);
    if (!bytes || Buffer.compare(bytes, document.bytes) !== 0)
      throw new CliProblem(
        `The database has another ${what} ${document.value.version}: nothing was published, for this one does not follow from it.`,
      );
  }
  return signed.slice(newest);
}

/** A root serves for signatures only: people must not be told that anything can be encrypted to it. */
async function insertKey(
  tx: Transaction,
  { fingerprint, keySha256 }: KeyRef,
  keys: VerifiedCeremony['keys'],
  isRoot: boolean,
): Promise<void> {
  const stored = await tx.publicKey.findUnique({ where: { fingerprint } });
  if (stored) {
    if (Buffer.compare(stored.sha256, bytesOf(keySha256)) === 0) return;
    throw new CliProblem(
      `The key ${fingerprint} is registered with other bytes than the folder holds: fetch it with sos key fetch.`,
    );
  }
  const key = keys.get(keySha256);
  if (!key) throw new CliProblem(`The folder lacks the public key ${fingerprint}.`);
  const inspected = inspectPublicKey(key.bytes);
  const subkey = inspected.ok && !isRoot ? (inspected.encryptionSubkeyIds[0] ?? null) : null;
  await tx.publicKey.create({
    data: { fingerprint, bytes: key.bytes, sha256: bytesOf(keySha256), encryptionSubkeyId: subkey },
  });
}

async function insertRootSet(tx: Transaction, signed: Signed<RootSet>, keys: VerifiedCeremony['keys']): Promise<void> {
  const { value, bytes, sha256 } = signed.document;
  for (const member of value.members) await insertKey(tx, member, keys, true);
  await tx.rootSet.create({
    data: {
      version: value.version,
      bytes,
      sha256: bytesOf(sha256),
      signatures: { createMany: { data: signatureRows(signed) } },
    },
  });
}

/** The service lets nobody register a key that is there already, so a responder's key comes in with their account, or they stay out. */
async function requireRegistered(tx: Transaction, { teams }: Roster): Promise<void> {
  for (const { fingerprint, role, until, status } of teams.flatMap(({ holders }) => holders)) {
    if (role !== 'responder' || until !== null || status !== 'active') continue;
    const registered = await tx.publicKey.count({ where: { fingerprint, accountId: { not: null } } });
    if (registered > 0) continue;
    throw new CliProblem(
      `No account has registered the responder’s key ${fingerprint}: they sign in and register it first (--allow-unregistered publishes it, and they never can).`,
    );
  }
}

async function insertRoster(
  tx: Transaction,
  signed: Signed<Roster>,
  keys: VerifiedCeremony['keys'],
  isNewest: boolean,
): Promise<void> {
  const { value, bytes, sha256 } = signed.document;
  for (const holder of value.teams.flatMap(({ holders }) => holders)) {
    // Who has left an older roster may be gone from the folder as well; the newest must be whole.
    if (isNewest || keys.has(holder.keySha256)) await insertKey(tx, holder, keys, false);
  }
  for (const renewer of value.renewers ?? []) {
    if (isNewest || keys.has(renewer.keySha256)) await insertKey(tx, renewer, keys, true);
  }
  await tx.roster.create({
    data: {
      version: value.version,
      bytes,
      sha256: bytesOf(sha256),
      issued: new Date(value.issued),
      renewBy: new Date(value.renewBy),
      notAfter: new Date(value.notAfter),
      signatures: { createMany: { data: signatureRows(signed) } },
    },
  });
}

type PublicationEvent = 'roots.published' | 'roster.published';

async function logPublications(
  tx: Transaction,
  kind: 'roots' | 'roster',
  all: readonly Signed<RootSet | Roster>[],
  now: Date,
): Promise<void> {
  for (const { document } of all) {
    const reference = String(document.value.version);
    await appendToLog(tx, { kind, sha256: bytesOf(document.sha256), reference }, now);
  }
}

/** The service knows nobody by name who publishes from a terminal. */
async function recordPublications(
  tx: Transaction,
  event: PublicationEvent,
  all: readonly Signed<RootSet | Roster>[],
  now: Date,
): Promise<void> {
  for (const { document } of all) {
    const subjectId = String(document.value.version);
    const facts = { sha256: document.sha256, by: 'command-line' };
    await appendAudit(tx, { event, actorId: null, subject: 'roster', subjectId, facts }, now);
  }
}

/**
 * A new content ends a suspension. The folder may not know of one that was made in the app: then nobody is given their place back
 * by accident, but only by being added again after it.
 */
async function requireNoneReturns(tx: Transaction, rosters: readonly Signed<Roster>[], newest: Roster): Promise<void> {
  const contents = rosters.map(({ document }) => document);
  const effective = await tx.suspension.findMany({ where: { effectiveAt: { not: null } } });
  for (const { bytes } of effective) {
    const suspension = parseSuspension(bytes);
    const under = contents.find(({ sha256 }) => sha256 === suspension?.rosterSha256);
    if (!suspension || !under || hasSameContent(under.value, newest)) continue;
    const returns = newest.teams
      .flatMap(({ holders }) => holders)
      .some(
        (holder) =>
          holder.keySha256 === suspension.keySha256 &&
          isActiveHolder(holder, new Date(newest.issued)) &&
          Date.parse(holder.from) < Date.parse(suspension.at),
      );
    if (returns)
      throw new CliProblem(
        `${suspension.fingerprint} has been suspended since ${suspension.at}, and this roster would end that: remove the key, or add it again.`,
      );
  }
}

async function insertSuspensions(tx: Transaction, signed: readonly Signed<Suspension>[]): Promise<number> {
  let added = 0;
  for (const { document, signers } of signed) {
    const sha256 = bytesOf(document.sha256);
    const known = await tx.suspension.findUnique({ where: { sha256 } });
    if (known?.effectiveAt) continue;
    const { fingerprint, rosterSha256 } = document.value;
    const effectiveAt = new Date();
    await tx.suspension.upsert({
      where: { sha256 },
      create: { sha256, bytes: document.bytes, rosterSha256: bytesOf(rosterSha256), fingerprint, effectiveAt },
      update: { effectiveAt },
    });
    await tx.suspensionSignature.createMany({
      data: signers.map((signer) => ({
        suspensionSha256: sha256,
        signerFingerprint: signer.fingerprint,
        armored: signer.armored,
      })),
      skipDuplicates: true,
    });
    added += 1;
  }
  return added;
}

/** All of it or nothing, and only what follows from what is there. */
export async function publishCeremony(
  { prisma }: Database,
  { rootSets, rosters, suspensions, keys }: VerifiedCeremony,
  { allowUnregistered, now }: PublishOptions,
): Promise<Published> {
  const newest = rosters.at(-1);
  if (!newest) throw new CliProblem('The folder holds no roster yet.');
  return prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PUBLISH_LOCK}::bigint)`;
      const columns = { select: { version: true, bytes: true } } as const;
      const newSets = missingFrom('root set', await tx.rootSet.findMany(columns), rootSets);
      const newRosters = missingFrom('roster', await tx.roster.findMany(columns), rosters);
      if (newRosters.length > 0 && !allowUnregistered) await requireRegistered(tx, newest.document.value);
      if (newRosters.length > 0) await requireNoneReturns(tx, rosters, newest.document.value);
      for (const signed of newSets) await insertRootSet(tx, signed, keys);
      for (const signed of newRosters) await insertRoster(tx, signed, keys, signed === newest);
      await logPublications(tx, 'roots', newSets, now);
      await logPublications(tx, 'roster', newRosters, now);
      await recordPublications(tx, 'roots.published', newSets, now);
      await recordPublications(tx, 'roster.published', newRosters, now);
      const versions = (all: readonly Signed<RootSet | Roster>[]): number[] =>
        all.map(({ document }) => document.value.version);
      const added = await insertSuspensions(tx, suspensions);
      return { rootSets: versions(newSets), rosters: versions(newRosters), suspensions: added };
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}
