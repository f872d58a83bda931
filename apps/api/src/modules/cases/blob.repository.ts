import type { Database } from '@sos/database';
import type { Audience } from '@sos/domain';

import { isDuplicate, isOrphan, toRow, type GrantRecord } from './entry.repository.js';
import { JUDGED, type JudgedGrant } from './served-grant.js';

export interface BlobRecord {
  readonly id: string;
  readonly caseId: string;
  readonly entryId: string | null;
  readonly uploaderId: string;
  readonly audience: Audience;
  readonly rosterVersion: number;
  readonly chunkCount: number;
  readonly grants: readonly BlobGrant[];
  readonly chunks: readonly { readonly index: number; readonly sha256: Uint8Array }[];
}

export interface BlobGrant extends GrantRecord, JudgedGrant {}

export interface NewBlob extends Omit<BlobRecord, 'entryId' | 'chunks' | 'grants'> {
  readonly grants: readonly GrantRecord[];
  readonly storedHour: Date;
  /** Most chunks that one person's files for one audience of this case may have together. */
  readonly chunkLimit: number;
}

export interface NewChunk {
  readonly blobId: string;
  readonly index: number;
  readonly size: number;
  readonly sha256: string;
}

/** Rows of files and chunks; the bytes themselves lie in the blob store. */
export class BlobRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  find(blobId: string): Promise<BlobRecord | null> {
    return this.#prisma.blob.findUnique({
      where: { id: blobId },
      include: {
        grants: { select: { ...JUDGED, pkesk: true } },
        chunks: { select: { index: true, sha256: true }, orderBy: { index: 'asc' } },
      },
    });
  }

  /** Room is reserved by count of chunks before the first byte comes, under the case's lock. */
  async create({ chunkLimit, grants, storedHour, ...blob }: NewBlob): Promise<'created' | 'taken' | 'full'> {
    try {
      return await this.#prisma.$transaction(async (tx) => {
        await tx.case.update({ where: { id: blob.caseId }, data: { changedHour: storedHour } });
        const { caseId, audience, uploaderId } = blob;
        const used = await tx.blob.aggregate({ where: { caseId, audience, uploaderId }, _sum: { chunkCount: true } });
        if ((used._sum.chunkCount ?? 0) + blob.chunkCount > chunkLimit) return 'full';
        const rows = grants.map((grant) => toRow(grant, storedHour));
        await tx.blob.create({ data: { ...blob, storedHour, grants: { createMany: { data: rows } } } });
        return 'created';
      });
    } catch (error) {
      if (isDuplicate(error)) return 'taken';
      throw error;
    }
  }

  /** @returns false when this place was filled meanwhile, or its file is gone. */
  async addChunk({ sha256, ...chunk }: NewChunk): Promise<boolean> {
    try {
      await this.#prisma.chunk.create({ data: { ...chunk, sha256: new Uint8Array(Buffer.from(sha256, 'hex')) } });
      return true;
    } catch (error) {
      if (isDuplicate(error) || isOrphan(error)) return false;
      throw error;
    }
  }

  /** Files begun up to this hour whose manifest never came. */
  async listUnfinished(begunBefore: Date): Promise<readonly string[]> {
    const rows = await this.#prisma.blob.findMany({
      where: { entryId: null, storedHour: { lte: begunBefore } },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  /** @returns false when its manifest came after all. */
  async deleteUnfinished(blobId: string): Promise<boolean> {
    const { count } = await this.#prisma.blob.deleteMany({ where: { id: blobId, entryId: null } });
    return count > 0;
  }
}
