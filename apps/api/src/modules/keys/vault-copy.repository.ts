import type { Database } from '@sos/database';

import type { DatabaseTransaction } from '../../platform/platform.types.js';

export interface VaultCopyRecord {
  readonly bytes: Uint8Array;
  readonly shareId: string;
  readonly keptAt: Date;
}

type NewCopy = VaultCopyRecord & { readonly accountId: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Copies of members' vaults. One that has ended (its owner became a responder) is empty and as good as gone. */
export class VaultCopyRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  inTransaction<T>(work: (transaction: DatabaseTransaction) => Promise<T>): Promise<T> {
    return this.#database.prisma.$transaction(work);
  }

  find(accountId: string): Promise<VaultCopyRecord | null> {
    return this.#database.prisma.vaultCopy.findFirst({ where: { accountId, endedAt: null } });
  }

  async replace({ accountId, ...copy }: NewCopy, transaction: DatabaseTransaction): Promise<void> {
    const data = { ...copy, endedAt: null };
    await transaction.vaultCopy.upsert({ where: { accountId }, create: { accountId, ...data }, update: data });
  }

  async delete(accountId: string, transaction: DatabaseTransaction): Promise<void> {
    await transaction.vaultCopy.deleteMany({ where: { accountId } });
  }

  async deleteEnded(): Promise<void> {
    await this.#database.prisma.vaultCopy.deleteMany({ where: { endedAt: { not: null } } });
  }

  /** Of these shares, the ones some copy needs. */
  async sharesInUse(shareIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#database.prisma.vaultCopy.findMany({
      where: { shareId: { in: [...shareIds] }, endedAt: null },
      select: { shareId: true },
    });
    return new Set(rows.map(({ shareId }) => shareId));
  }
}
