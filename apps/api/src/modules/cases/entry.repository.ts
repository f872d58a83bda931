import type { Database } from '@sos/database';
import type { Audience, Severity } from '@sos/domain';

import type { DatabaseTransaction } from '../../platform/platform.types.js';
import { JUDGED, servedGrant } from './served-grant.js';

export interface GrantRecord {
  readonly encryptionSubkeyId: string;
  readonly pkesk: Uint8Array;
}

export interface StoredEntry {
  readonly id: string;
  readonly caseId: string;
  readonly authorId: string;
  readonly audience: Audience;
  readonly seipdSha256: Uint8Array;
  readonly storedHour: Date;
  readonly grants: readonly GrantRecord[];
}

export interface NewEntry {
  readonly id: string;
  readonly caseId: string;
  readonly authorId: string;
  readonly audience: Audience;
  readonly rosterVersion: number;
  readonly seipd: Uint8Array;
  readonly seipdSha256: string;
  readonly storedHour: Date;
  readonly grants: readonly GrantRecord[];
  readonly blobId?: string | undefined;
  /** Set for the first entry of a case, which fixes its participants. */
  readonly opens?:
    { readonly language: string; readonly severity: Severity | null; readonly ownerSubkeyId: string } | undefined;
}

/** Stores entries whole or not at all. */
export class EntryRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  find(entryId: string): Promise<StoredEntry | null> {
    return this.#prisma.entry.findUnique({
      where: { id: entryId },
      omit: { seipd: true },
      // Those it came with: what was added since is nothing its author could send again.
      include: { grants: { where: { statement: null }, select: { encryptionSubkeyId: true, pkesk: true } } },
    });
  }

  /** The packets one reader gets; null without a grant of their own. */
  async findSealed(
    entryId: string,
    encryptionSubkeyId: string,
  ): Promise<{ readonly pkesk: Uint8Array; readonly seipd: Uint8Array } | null> {
    const grants = await this.#prisma.grant.findMany({
      where: { entryId, encryptionSubkeyId },
      select: { ...JUDGED, pkesk: true },
    });
    const grant = servedGrant(grants, encryptionSubkeyId);
    if (!grant) return null;
    const entry = await this.#prisma.entry.findUnique({ where: { id: entryId }, select: { seipd: true } });
    return entry && { pkesk: grant.pkesk, seipd: entry.seipd };
  }

  /** @returns 'taken' when the id of the entry or of the new case, the same ciphertext, or the file's manifest is already there. */
  async store(entry: NewEntry): Promise<'stored' | 'taken'> {
    try {
      await this.#prisma.$transaction((tx) => storeIn(tx, entry));
      return 'stored';
    } catch (error) {
      if (isDuplicate(error) || error instanceof ManifestTaken) return 'taken';
      throw error;
    }
  }
}

class ManifestTaken extends Error {}

async function storeIn(tx: DatabaseTransaction, entry: NewEntry): Promise<void> {
  await openOrTouch(tx, entry);
  const last = await tx.entry.aggregate({ where: { caseId: entry.caseId }, _max: { position: true } });
  await tx.entry.create({
    data: {
      id: entry.id,
      caseId: entry.caseId,
      position: (last._max.position ?? 0) + 1,
      audience: entry.audience,
      rosterVersion: entry.rosterVersion,
      authorId: entry.authorId,
      seipd: copy(entry.seipd),
      seipdSha256: new Uint8Array(Buffer.from(entry.seipdSha256, 'hex')),
      storedHour: entry.storedHour,
      grants: { createMany: { data: entry.grants.map((grant) => toRow(grant, entry.storedHour)) } },
    },
  });
  if (entry.blobId === undefined) return;
  const linked = await tx.blob.updateMany({ where: { id: entry.blobId, entryId: null }, data: { entryId: entry.id } });
  if (linked.count === 0) throw new ManifestTaken();
}

/** Touching the case's row locks it, so that two entries sent at once get two places. */
async function openOrTouch(tx: DatabaseTransaction, { caseId, authorId, storedHour, opens }: NewEntry): Promise<void> {
  if (!opens) {
    await tx.case.update({ where: { id: caseId }, data: { changedHour: storedHour } });
    return;
  }
  await tx.case.create({
    data: {
      id: caseId,
      ownerId: authorId,
      severity: opens.severity,
      language: opens.language,
      openedHour: storedHour,
      changedHour: storedHour,
      participants: { create: { accountId: authorId, encryptionSubkeyId: opens.ownerSubkeyId } },
    },
  });
}

export function toRow({ encryptionSubkeyId, pkesk }: GrantRecord, storedHour: Date) {
  return { encryptionSubkeyId, pkesk: copy(pkesk), storedHour };
}

/** The driver takes bytes that own their memory, not a view into a request. */
export function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

export function isDuplicate(error: unknown): boolean {
  return hasCode(error, 'P2002');
}

/** The row it belongs to is not there any more. */
export function isOrphan(error: unknown): boolean {
  return hasCode(error, 'P2003');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
