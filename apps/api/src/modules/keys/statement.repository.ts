import type { NewAuditEntry } from '@sos/audit';
import type { Database } from '@sos/database';

import type { Audit } from '../../platform/platform.types.js';

export interface StatementRecord {
  readonly sha256: Uint8Array;
  readonly bytes: Uint8Array;
  readonly signatures: readonly { readonly signerFingerprint: string; readonly armored: string }[];
}

export interface SuspensionRecord extends StatementRecord {
  readonly rosterSha256: Uint8Array;
  readonly fingerprint: string;
  readonly effectiveAt: Date | null;
}

interface NewStatement {
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fingerprint: string;
}

export interface NewSuspension extends NewStatement {
  readonly rosterSha256: Uint8Array<ArrayBuffer>;
}

export interface NewMemberKey extends NewStatement {
  readonly accountId: string;
}

export interface NewSignature {
  readonly signerFingerprint: string;
  readonly armored: string;
}

export interface KeyOwner {
  readonly accountId: string;
  readonly displayName: string;
  readonly sha256: Uint8Array;
  readonly organisation: { readonly slug: string; readonly name: string } | null;
}

/** Two who sign at once must each see the other's signature, or neither would make the statement complete. */
const STATEMENT_LOCK = 7_305_213;
/** A network has a handful of them in its life. */
const MOST_SUSPENSIONS = 200;

/** Signed statements about keys, and who signed them. They are added and never changed. */
export class StatementRepository {
  readonly #prisma: Database['prisma'];
  readonly #audit: Audit;

  constructor(database: Database, audit: Audit) {
    this.#prisma = database.prisma;
    this.#audit = audit;
  }

  findSuspensions(state: 'effective' | 'pending'): Promise<readonly SuspensionRecord[]> {
    return this.#prisma.suspension.findMany({
      where: { effectiveAt: state === 'effective' ? { not: null } : null },
      orderBy: { requestedAt: 'desc' },
      include: { signatures: true },
      take: MOST_SUSPENSIONS,
    });
  }

  /** @param decide what the statement amounts to with these signers. @returns whether it takes effect, now or before */
  addSuspension(
    statement: NewSuspension,
    signature: NewSignature,
    decide: (signers: ReadonlySet<string>) => { readonly complete: boolean; readonly audit: NewAuditEntry },
    now: Date,
  ): Promise<boolean> {
    return this.#prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${STATEMENT_LOCK}::bigint)`;
      const where = { sha256: statement.sha256 };
      const known = await tx.suspension.upsert({ where, create: { ...statement, requestedAt: now }, update: {} });
      const suspensionSha256 = statement.sha256;
      await tx.suspensionSignature.createMany({
        data: [{ suspensionSha256, ...signature, signedAt: now }],
        skipDuplicates: true,
      });
      if (known.effectiveAt) return true;
      const rows = await tx.suspensionSignature.findMany({ where: { suspensionSha256 } });
      const { complete, audit } = decide(new Set(rows.map(({ signerFingerprint }) => signerFingerprint)));
      if (complete) await tx.suspension.update({ where, data: { effectiveAt: now } });
      await this.#audit.record(audit, tx);
      return complete;
    });
  }

  findMemberKeys(fingerprint: string): Promise<readonly StatementRecord[]> {
    return this.#prisma.memberKeyStatement.findMany({
      where: { fingerprint },
      orderBy: { createdAt: 'asc' },
      include: { signatures: true },
    });
  }

  addMemberKey(statement: NewMemberKey, signature: NewSignature, audit: NewAuditEntry, now: Date): Promise<void> {
    return this.#prisma.$transaction(async (tx) => {
      const where = { sha256: statement.sha256 };
      await tx.memberKeyStatement.upsert({ where, create: { ...statement, createdAt: now }, update: {} });
      const added = await tx.memberKeySignature.createMany({
        data: [{ statementSha256: statement.sha256, ...signature, signedAt: now }],
        skipDuplicates: true,
      });
      if (added.count > 0) await this.#audit.record(audit, tx);
    });
  }

  /** The account that registered this key, and the organisation it is a member of first. */
  async findOwner(fingerprint: string): Promise<KeyOwner | null> {
    const key = await this.#prisma.publicKey.findUnique({
      where: { fingerprint },
      include: {
        account: {
          include: {
            memberships: {
              where: { until: null },
              orderBy: { since: 'asc' },
              take: 1,
              include: { organisation: true },
            },
          },
        },
      },
    });
    if (!key?.account) return null;
    const { id, displayName, memberships } = key.account;
    const organisation = memberships[0]?.organisation;
    return {
      accountId: id,
      displayName,
      sha256: key.sha256,
      organisation: organisation ? { slug: organisation.slug, name: organisation.name } : null,
    };
  }
}
