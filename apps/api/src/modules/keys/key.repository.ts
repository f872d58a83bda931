import type { Database } from '@sos/database';

import type { Audit } from '../../platform/platform.types.js';

export interface KeyRecord {
  readonly fingerprint: string;
  readonly bytes: Uint8Array;
  readonly sha256: Uint8Array;
  readonly encryptionSubkeyId: string | null;
  readonly createdAt: Date;
  readonly custody: KeyCustody;
  readonly proof?: EnrolmentProof | null;
}

export type KeyCustody = 'browser' | 'own_tool';

export interface EnrolmentProof {
  readonly statement: Uint8Array;
  readonly signature: string;
}

export interface ServedKey {
  readonly fingerprint: string;
  readonly bytes: Uint8Array;
  readonly encryptionSubkeyId: string | null;
  readonly displayName: string | null;
}

export interface SignedRecord {
  readonly version: number;
  readonly bytes: Uint8Array;
  readonly signatures: readonly { readonly rootFingerprint: string; readonly armored: string }[];
}

export interface RosterRecord extends SignedRecord {
  readonly sha256: Uint8Array;
  readonly publishedAt: Date;
}

export interface NewKey {
  readonly accountId: string;
  readonly fingerprint: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly encryptionSubkeyId: string;
  /** There when the private half stays in a tool of its owner's. */
  readonly proof: EnrolmentProof | null;
}

export type EnrolOutcome =
  | { readonly kind: 'enrolled'; readonly key: KeyRecord }
  | { readonly kind: 'account_has_key'; readonly key: KeyRecord }
  | { readonly kind: 'key_in_use' };

/** Any fixed number: the lock makes enrolments wait for each other, in every process. */
export const ENROLMENT_LOCK = 7_305_211;

/** The keys module's whole view of the database. */
export class KeyRepository {
  readonly #prisma: Database['prisma'];

  constructor(
    database: Database,
    private readonly audit: Audit,
  ) {
    this.#prisma = database.prisma;
  }

  /** The highest version whose time has come: what the roots signed ahead waits. */
  findCurrentRoster(now: Date): Promise<RosterRecord | null> {
    return this.#prisma.roster.findFirst({
      where: { issued: { lte: now } },
      orderBy: { version: 'desc' },
      include: { signatures: true },
    });
  }

  findRoster(version: number): Promise<RosterRecord | null> {
    return this.#prisma.roster.findUnique({ where: { version }, include: { signatures: true } });
  }

  /** Newest first. */
  findEarlierRosters(version: number, most: number): Promise<readonly RosterRecord[]> {
    return this.#prisma.roster.findMany({
      where: { version: { lt: version } },
      orderBy: { version: 'desc' },
      include: { signatures: true },
      take: most,
    });
  }

  /** Since when a later roster is current; null while this one is. */
  async findSuccessorTime(version: number, now: Date): Promise<Date | null> {
    const later = await this.#prisma.roster.findMany({
      where: { version: { gt: version }, issued: { lte: now } },
      select: { publishedAt: true, issued: true },
    });
    const times = later.map(({ publishedAt, issued }) => Math.max(publishedAt.getTime(), issued.getTime()));
    return times.length === 0 ? null : new Date(Math.min(...times));
  }

  /** Where the roster is in the transparency log; null while it is in none. */
  findLogPlace(rosterSha256: Uint8Array): Promise<{ readonly index: number; readonly salt: Uint8Array } | null> {
    return this.#prisma.logLeaf.findUnique({
      where: { kind_sha256: { kind: 'roster', sha256: Uint8Array.from(rosterSha256) } },
      select: { index: true, salt: true },
    });
  }

  findRootSets(): Promise<readonly SignedRecord[]> {
    return this.#prisma.rootSet.findMany({ orderBy: { version: 'asc' }, include: { signatures: true } });
  }

  async findKeys(fingerprints: readonly string[]): Promise<readonly ServedKey[]> {
    const rows = await this.#prisma.publicKey.findMany({
      where: { fingerprint: { in: [...fingerprints] } },
      include: { account: { select: { displayName: true } } },
    });
    return rows.map(({ account, ...key }) => ({ ...key, displayName: account?.displayName ?? null }));
  }

  findKeysBySubkey(subkeyIds: readonly string[]): Promise<readonly KeyRecord[]> {
    return this.#prisma.publicKey.findMany({ where: { encryptionSubkeyId: { in: [...subkeyIds] } } });
  }

  /** Not one that waits for the roster to name it. */
  findActiveKey(accountId: string): Promise<KeyRecord | null> {
    return this.#prisma.publicKey.findFirst({
      where: { accountId, retiredAt: null, NOT: { cameAfter: { from: { retiredAt: null } } } },
      include: { proof: true },
    });
  }

  /** Signed in the place of the active one, and not yet named by the roster. */
  findWaitingKey(accountId: string): Promise<KeyRecord | null> {
    return this.#prisma.publicKey.findFirst({
      where: { accountId, retiredAt: null, cameAfter: { from: { retiredAt: null } } },
    });
  }

  /**
   * One active key per account, and one account per encryption subkey. Grants are found by subkey id, and an encryption subkey
   * needs no consent to be bound to a stranger's primary key: without this somebody could stand in for a responder.
   */
  enrol({ accountId, proof, ...key }: NewKey): Promise<EnrolOutcome> {
    return this.#prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ENROLMENT_LOCK}::bigint)`;
      const own = await tx.publicKey.findFirst({ where: { accountId, retiredAt: null } });
      if (own) return { kind: 'account_has_key', key: own };
      const taken = await tx.publicKey.findFirst({
        where: { OR: [{ fingerprint: key.fingerprint }, { encryptionSubkeyId: key.encryptionSubkeyId }] },
      });
      if (taken) return { kind: 'key_in_use' };
      const custody = proof ? 'own_tool' : 'browser';
      const enrolled = await tx.publicKey.create({ data: { ...key, accountId, custody } });
      if (proof) await tx.keyProof.create({ data: toProofRow(key.fingerprint, proof) });
      const facts = { sha256: Buffer.from(key.sha256).toString('hex'), custody };
      await this.audit.record(
        { event: 'key.enrolled', actorId: accountId, subject: 'key', subjectId: key.fingerprint, facts },
        tx,
      );
      return { kind: 'enrolled', key: enrolled };
    });
  }
}

function toProofRow(fingerprint: string, { statement, signature }: EnrolmentProof) {
  return { fingerprint, statement: new Uint8Array(statement), signature };
}
