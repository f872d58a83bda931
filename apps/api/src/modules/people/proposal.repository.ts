import type { Database, Prisma } from '@sos/database';

import type { DatabaseTransaction } from '../../platform/platform.types.js';

export type ProposalRecord = Prisma.ProposalGetPayload<object>;

export interface NewProposal {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly concernedAccountId: string | null;
  readonly payload: Prisma.InputJsonObject;
  readonly proposedById: string;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
}

export class ProposalRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  create(tx: DatabaseTransaction, proposal: NewProposal): Promise<ProposalRecord> {
    return tx.proposal.create({ data: proposal });
  }

  find(tx: DatabaseTransaction, id: string): Promise<ProposalRecord | null> {
    return tx.proposal.findUnique({ where: { id } });
  }

  hasOpen(tx: DatabaseTransaction, kind: string, subjectId: string, now: Date): Promise<boolean> {
    const where = { kind, subjectId, status: 'open', expiresAt: { gt: now } } as const;
    return tx.proposal.count({ where }).then((count) => count > 0);
  }

  /** Open ones, and those decided or run out lately. Newest first. */
  list(since: Date): Promise<readonly ProposalRecord[]> {
    return this.#prisma.proposal.findMany({
      where: { OR: [{ status: 'open' }, { proposedAt: { gt: since } }] },
      orderBy: [{ proposedAt: 'desc' }, { id: 'asc' }],
      take: 200,
    });
  }

  async decide(
    tx: DatabaseTransaction,
    id: string,
    status: 'approved' | 'refused',
    decidedById: string,
    decidedAt: Date,
  ): Promise<void> {
    await tx.proposal.update({ where: { id }, data: { status, decidedById, decidedAt } });
  }
}
