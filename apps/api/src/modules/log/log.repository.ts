import { readAuditHead } from '@sos/audit';
import type { Database } from '@sos/database';
import { appendAuditHead, appendPublications, readAuditHeads, type KeptAuditHeads } from '@sos/log/store';

export interface Cosignature {
  readonly keyName: string;
  readonly line: string;
}

/** The log module's whole view of the database. */
export class LogRepository {
  readonly #prisma: Database['prisma'];

  constructor(private readonly database: Database) {
    this.#prisma = database.prisma;
  }

  /** From a place on, in order; the leaf's data alone. */
  async leaves(from: number, take: number): Promise<readonly { index: number; leaf: Uint8Array }[]> {
    return this.#prisma.logLeaf.findMany({
      where: { index: { gte: from } },
      orderBy: { index: 'asc' },
      select: { index: true, leaf: true },
      take,
    });
  }

  cosignatures(size: number): Promise<readonly Cosignature[]> {
    return this.#prisma.logCosignature.findMany({
      where: { size },
      orderBy: { keyName: 'asc' },
      select: { keyName: true, line: true },
    });
  }

  /** The newest size that a witness has signed; null when none has. */
  async newestCosigned(): Promise<number | null> {
    return (await this.#prisma.logCosignature.aggregate({ _max: { size: true } }))._max.size;
  }

  async keepAuditHead(now: Date): Promise<void> {
    const head = await readAuditHead(this.database);
    if (head) await this.#prisma.$transaction((tx) => appendAuditHead(tx, head, now));
  }

  appendPublications(now: Date): Promise<number> {
    return appendPublications(this.database, now);
  }

  auditHeads(): Promise<KeptAuditHeads> {
    return readAuditHeads(this.database);
  }
}
