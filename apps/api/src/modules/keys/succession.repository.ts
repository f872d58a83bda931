import type { Database, Prisma } from '@sos/database';

import type { Audit, DatabaseTransaction } from '../../platform/platform.types.js';
import { ENROLMENT_LOCK, type KeyRecord, type NewKey } from './key.repository.js';

/** A change of keys as both have signed it, with the keys it names. */
export interface SuccessionRecord {
  readonly bytes: Uint8Array;
  readonly fromSignature: string;
  readonly toSignature: string;
  readonly createdAt: Date;
  readonly from: KeyRecord & { readonly retiredAt: Date | null };
  readonly to: KeyRecord;
}

export interface NewSuccession {
  readonly accountId: string;
  readonly fromFingerprint: string;
  readonly to: Omit<NewKey, 'accountId' | 'proof'>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fromSignature: string;
  readonly toSignature: string;
  /** False where a signed list has to name the new key first. */
  readonly atOnce: boolean;
  readonly now: Date;
}

const WITH_KEYS = { from: true, to: true } as const;

/** One person's key after another: statements that are added and never changed, and which of the keys counts today. */
export class SuccessionRepository {
  readonly #database: Database;
  readonly #audit: Audit;

  constructor(database: Database, audit: Audit) {
    this.#database = database;
    this.#audit = audit;
  }

  /** Every change of keys of whoever holds one of these, oldest first. */
  findOfKeys(subkeyIds: readonly string[]): Promise<readonly SuccessionRecord[]> {
    const isOne = { encryptionSubkeyId: { in: [...subkeyIds] } };
    return this.#find({ OR: [{ from: isOne }, { to: isOne }, { from: { account: { keys: { some: isOne } } } }] });
  }

  findOfAccount(accountId: string): Promise<readonly SuccessionRecord[]> {
    return this.#find({ from: { accountId } });
  }

  /** Which key came after which, of everybody. */
  findAll(): Promise<readonly { readonly fromFingerprint: string; readonly toFingerprint: string }[]> {
    return this.#database.prisma.keySuccession.findMany({ select: { fromFingerprint: true, toFingerprint: true } });
  }

  /** The key that stood in the place of these until not long ago, by the subkey id that has it now. */
  async findReplacedSince(subkeyIds: readonly string[], since: Date): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#find({ to: { encryptionSubkeyId: { in: [...subkeyIds] } }, createdAt: { gte: since } });
    return new Map(
      rows.flatMap(({ from, to }) =>
        from.encryptionSubkeyId && to.encryptionSubkeyId ? [[to.encryptionSubkeyId, from.encryptionSubkeyId]] : [],
      ),
    );
  }

  /** @returns 'taken' when the old key has a successor already or the new one is somebody's: nothing is put in another's place. */
  replace(succession: NewSuccession): Promise<'replaced' | 'taken'> {
    const { accountId, fromFingerprint, to, atOnce, now, ...signed } = succession;
    return this.#database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ENROLMENT_LOCK}::bigint)`;
      const from = await tx.publicKey.findFirst({
        where: { fingerprint: fromFingerprint, accountId, retiredAt: null, cameBefore: null },
      });
      const holder = await tx.publicKey.findFirst({
        where: { OR: [{ fingerprint: to.fingerprint }, { encryptionSubkeyId: to.encryptionSubkeyId }] },
      });
      if (!from || holder) return 'taken';
      await tx.publicKey.create({ data: { ...to, accountId } });
      const { fingerprint: toFingerprint } = to;
      await tx.keySuccession.create({ data: { ...signed, fromFingerprint, toFingerprint, createdAt: now } });
      await this.#audit.record(
        {
          event: 'key.replaced',
          actorId: accountId,
          subject: 'key',
          subjectId: fromFingerprint,
          facts: { by: toFingerprint, state: atOnce ? 'effective' : 'waits' },
        },
        tx,
      );
      if (atOnce) await retire(tx, from, to.encryptionSubkeyId, now);
      return 'replaced';
    });
  }

  /** The new key's time has come. Twice is once. */
  promote(toFingerprint: string, now: Date): Promise<void> {
    return this.#database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ENROLMENT_LOCK}::bigint)`;
      const found = await tx.keySuccession.findUnique({ where: { toFingerprint }, include: WITH_KEYS });
      if (!found || found.from.retiredAt !== null || found.to.encryptionSubkeyId === null) return;
      await retire(tx, found.from, found.to.encryptionSubkeyId, now);
      const facts = { by: toFingerprint };
      const subject = { subject: 'key', subjectId: found.fromFingerprint } as const;
      await this.#audit.record({ event: 'key.retired', actorId: found.from.accountId, ...subject, facts }, tx);
    });
  }

  #find(where: Prisma.KeySuccessionWhereInput): Promise<readonly SuccessionRecord[]> {
    return this.#database.prisma.keySuccession.findMany({ where, orderBy: { createdAt: 'asc' }, include: WITH_KEYS });
  }
}

/** What is written to the person's own cases from now on is for the new key. */
async function retire(
  tx: DatabaseTransaction,
  from: { readonly fingerprint: string; readonly encryptionSubkeyId: string | null },
  toSubkeyId: string,
  now: Date,
): Promise<void> {
  await tx.publicKey.update({ where: { fingerprint: from.fingerprint }, data: { retiredAt: now } });
  if (from.encryptionSubkeyId === null) return;
  await tx.caseParticipant.updateMany({
    where: { encryptionSubkeyId: from.encryptionSubkeyId },
    data: { encryptionSubkeyId: toSubkeyId },
  });
  // A copy of the old key's vault would bring that key back to a new device.
  const ended = { endedAt: now, bytes: new Uint8Array() };
  const owner = { keys: { some: { fingerprint: from.fingerprint } } };
  await tx.vaultCopy.updateMany({ where: { account: owner, endedAt: null }, data: ended });
}
