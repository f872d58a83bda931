import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@sos/database';
import { parseAuditHead, spellAuditHead, type AuditHead } from '@sos/domain';

import { sameBytes } from './bytes.js';
import { leafData, LOG_KINDS, SALT_BYTES, type LogKind } from './leaf.js';

export type LogTransaction = Parameters<Parameters<Database['prisma']['$transaction']>[0]>[0];

export interface NewLogEntry {
  readonly kind: LogKind;
  /** SHA-256 of the object's exact bytes. */
  readonly sha256: Uint8Array;
  /** What we call it ourselves: a version, an audit head. Never served. */
  readonly reference: string;
}

/** What proves, with the object, that it is in the log. */
export interface LogPlace {
  readonly index: number;
  readonly salt: Uint8Array;
}

/** What a leaf is of that came back after a restore without its record. */
const LOST = 'lost';

/** "SOSL" as a number: one leaf after the other, whatever process adds it. */
const LOG_LOCK = 0x534f534c;

const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

/**
 * Adds an object to the log, or finds it there. Call it in the transaction that publishes the object, and before anything is
 * recorded in the audit log: two that publish at once then never wait for each other in a circle.
 */
export async function appendToLog(tx: LogTransaction, entry: NewLogEntry, now: Date): Promise<LogPlace> {
  const { kind, sha256, reference } = entry;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOG_LOCK}::bigint)`;
  const known = await tx.logLeaf.findUnique({ where: { kind_sha256: { kind, sha256: owned(sha256) } } });
  if (known) return { index: known.index, salt: known.salt };
  const last = await tx.logLeaf.findFirst({ orderBy: { index: 'desc' }, select: { index: true } });
  const salt = owned(randomBytes(SALT_BYTES));
  const index = (last?.index ?? -1) + 1;
  const leaf = owned(leafData({ kind, salt, sha256 }));
  await tx.logLeaf.create({ data: { index, leaf, kind, sha256: owned(sha256), salt, reference, at: now } });
  return { index, salt };
}

const hashOf = (text: string): Uint8Array => createHash('sha256').update(text, 'utf8').digest();

/** The audit log's head, kept where a rewritten audit log cannot follow: what was witnessed of this log cannot be taken back. */
export function appendAuditHead(tx: LogTransaction, head: AuditHead, now: Date): Promise<LogPlace> {
  const spelled = spellAuditHead(head);
  return appendToLog(tx, { kind: 'audit', sha256: hashOf(spelled), reference: spelled }, now);
}

export interface KeptAuditHeads {
  readonly heads: readonly AuditHead[];
  /** Places whose record does not give the leaf that is published: somebody changed what it was of, perhaps to hide a head. */
  readonly disguised: readonly number[];
  /** How many leaves nobody knows what they were of, beyond those the audit log says a restore has lost. */
  readonly unexplained: number;
}

/**
 * The audit heads in the log, for checking the audit log against. The leaves are what the world has seen, so a record that does not
 * give its leaf is a finding: with the database alone a head can be made to look like something else, and not be taken away.
 */
export async function readAuditHeads({ prisma }: Pick<Database, 'prisma'>): Promise<KeptAuditHeads> {
  const leaves = await prisma.logLeaf.findMany({ orderBy: { index: 'asc' } });
  const known = leaves.filter(({ kind }) => kind !== LOST);
  const disguised = known.filter((leaf) => !isOfItsRecord(leaf)).map(({ index }) => index);
  const heads = known.flatMap(({ kind, reference }) => (kind === 'audit' ? (parseAuditHead(reference) ?? []) : []));
  const extensions = await prisma.auditEntry.findMany({ where: { event: 'log.extended' }, select: { facts: true } });
  const explained = extensions.reduce((sum, { facts }) => sum + entriesOf(facts), 0);
  return { heads, disguised, unexplained: Math.max(0, leaves.length - known.length - explained) };
}

interface LeafRecord {
  readonly leaf: Uint8Array;
  readonly kind: string;
  readonly salt: Uint8Array;
  readonly sha256: Uint8Array;
  readonly reference: string;
}

function isOfItsRecord({ leaf, kind, salt, sha256, reference }: LeafRecord): boolean {
  const known = LOG_KINDS.find((one) => one === kind);
  if (!known || salt.length !== SALT_BYTES || sha256.length !== SALT_BYTES) return false;
  if (known === 'audit' && !sameBytes(sha256, hashOf(reference))) return false;
  return sameBytes(leafData({ kind: known, salt, sha256 }), leaf);
}

const entriesOf = (facts: unknown): number => {
  const entries = typeof facts === 'object' && facts !== null && 'entries' in facts ? Number(facts.entries) : 0;
  return Number.isSafeInteger(entries) && entries > 0 ? entries : 0;
};

/**
 * After a restore: the leaves that were added since the backup, as whoever follows the log has kept them. Without them the log
 * would be another one to everybody who has seen its head. What they were of is lost; that they were there is not.
 * @returns how many were missing; null when the log of this database is not the beginning of the one that was kept
 */
export async function extendLog(tx: LogTransaction, kept: readonly Uint8Array[], now: Date): Promise<number | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOG_LOCK}::bigint)`;
  const leaves = await tx.logLeaf.findMany({ orderBy: { index: 'asc' }, select: { leaf: true } });
  const isBeginning = leaves.every(({ leaf }, index) => sameBytes(leaf, kept[index] ?? new Uint8Array()));
  if (!isBeginning) return null;
  const missing = kept.slice(leaves.length).map((leaf, offset) => ({
    index: leaves.length + offset,
    leaf: owned(leaf),
    kind: LOST,
    sha256: owned(leaf),
    salt: new Uint8Array(SALT_BYTES),
    reference: '',
    at: now,
  }));
  await tx.logLeaf.createMany({ data: missing });
  return missing.length;
}

/** Published before there was a log, or by a tool that knew none: what is missing is added, oldest first. */
export async function appendPublications(database: Pick<Database, 'prisma'>, now: Date): Promise<number> {
  const { prisma } = database;
  const columns = { select: { version: true, sha256: true }, orderBy: { version: 'asc' } } as const;
  const [rootSets, rosters] = await Promise.all([prisma.rootSet.findMany(columns), prisma.roster.findMany(columns)]);
  const all = [
    ...rootSets.map(({ version, sha256 }) => ({ kind: 'roots' as const, sha256, reference: String(version) })),
    ...rosters.map(({ version, sha256 }) => ({ kind: 'roster' as const, sha256, reference: String(version) })),
  ];
  const known = await prisma.logLeaf.findMany({
    where: { kind: { in: ['roots', 'roster'] } },
    select: { kind: true, sha256: true },
  });
  const missing = all.filter(
    (entry) => !known.some(({ kind, sha256 }) => kind === entry.kind && sameBytes(sha256, entry.sha256)),
  );
  for (const entry of missing) await prisma.$transaction((tx) => appendToLog(tx, entry, now));
  return missing.length;
}

export interface NewRelease {
  /** The manifest's exact bytes. */
  readonly bytes: Uint8Array;
  readonly version: string;
  /** Checked by whoever publishes. */
  readonly signatures: readonly { readonly fingerprint: string; readonly armored: string }[];
}

/** A manifest with its signatures, and its hash in the log. Signatures that come later are added to it. */
export async function publishRelease(
  tx: LogTransaction,
  { bytes, version, signatures }: NewRelease,
  now: Date,
): Promise<{ readonly place: LogPlace; readonly isNew: boolean }> {
  const sha256 = owned(createHash('sha256').update(bytes).digest());
  const place = await appendToLog(tx, { kind: 'release', sha256, reference: version }, now);
  const { count } = await tx.release.createMany({
    data: { sha256, bytes: owned(bytes), version, publishedAt: now },
    skipDuplicates: true,
  });
  await tx.releaseSignature.createMany({
    data: signatures.map(({ fingerprint, armored }) => ({
      releaseSha256: sha256,
      signerFingerprint: fingerprint,
      armored,
    })),
    skipDuplicates: true,
  });
  return { place, isNew: count > 0 };
}
