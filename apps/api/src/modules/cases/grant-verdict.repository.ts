import type { Database } from '@sos/database';

/** One of a reader's own grants, and what it is for. */
export interface OwnGrant {
  readonly id: string;
  readonly subject: 'entry' | 'file';
  readonly entryId: string;
  readonly caseId: string;
  readonly seipdSha256: Uint8Array;
  readonly pkesk: Uint8Array;
}

export interface NewVerdict {
  readonly grantId: string;
  readonly opens: boolean;
  readonly statement: Uint8Array<ArrayBuffer>;
  readonly signature: string;
}

const ENTRY = { id: true, caseId: true, seipdSha256: true } as const;

/** What readers have signed about grants of their own. Only added to. */
export class GrantVerdictRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  /** Every grant of this reader to these entries and their files, those included that have failed. */
  async findOwn(entryIds: readonly string[], encryptionSubkeyId: string): Promise<readonly OwnGrant[]> {
    const ids = [...new Set(entryIds)];
    const rows = await this.#prisma.grant.findMany({
      where: { encryptionSubkeyId, OR: [{ entryId: { in: ids } }, { blob: { entryId: { in: ids } } }] },
      select: { id: true, pkesk: true, entry: { select: ENTRY }, blob: { select: { entry: { select: ENTRY } } } },
    });
    return rows.flatMap(({ id, pkesk, entry, blob }) => {
      const of = entry ?? blob?.entry;
      if (!of) return [];
      const { id: entryId, caseId, seipdSha256 } = of;
      return [{ id, pkesk, subject: entry ? ('entry' as const) : ('file' as const), entryId, caseId, seipdSha256 }];
    });
  }

  /** @returns how many were new: the first of its kind about a grant stands. */
  async add(verdicts: readonly NewVerdict[], storedHour: Date): Promise<number> {
    const data = verdicts.map((verdict) => ({ ...verdict, storedHour }));
    return (await this.#prisma.grantVerdict.createMany({ data, skipDuplicates: true })).count;
  }
}
