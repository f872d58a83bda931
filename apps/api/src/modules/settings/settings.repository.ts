import type { Database, Prisma } from '@sos/database';
import type { SettingKey, SettingValue, SwitchName } from '@sos/domain';

import type { DatabaseTransaction } from '../../platform/platform.types.js';

interface Changed {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string | null;
}
export interface SettingRecord extends Changed {
  readonly key: string;
  readonly value: unknown;
}
export interface SwitchRecord extends Changed {
  readonly name: string;
  readonly stopped: boolean;
  readonly until: Date | null;
}

interface Change {
  /** What was on the person's screen; 0 where nothing was ever set. */
  readonly seenVersion: number;
  readonly by: string;
  readonly at: Date;
}
export interface SettingChange extends Change {
  readonly key: SettingKey;
  readonly value: SettingValue;
}
export interface SwitchChange extends Change {
  readonly name: SwitchName;
  readonly stopped: boolean;
  readonly until: Date | null;
}

/** Leaves the trace of a change in the change's own transaction. */
export type Trace = (transaction: DatabaseTransaction) => Promise<void>;

/** Every write names the version that was seen, so of two people at once the second is told. */
export class SettingsRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  listSettings(): Promise<readonly SettingRecord[]> {
    return this.#prisma.setting.findMany();
  }

  listSwitches(): Promise<readonly SwitchRecord[]> {
    return this.#prisma.switch.findMany();
  }

  /** @returns false when somebody was faster. */
  async saveSetting({ key, value, seenVersion, by, at }: SettingChange, trace: Trace): Promise<boolean> {
    const data = {
      value: value satisfies Prisma.InputJsonValue,
      version: seenVersion + 1,
      changedBy: by,
      changedAt: at,
    };
    return this.#prisma.$transaction(async (tx) => {
      const { count } =
        seenVersion === 0
          ? await tx.setting.createMany({ data: [{ key, ...data }], skipDuplicates: true })
          : await tx.setting.updateMany({ where: { key, version: seenVersion }, data });
      if (count > 0) await trace(tx);
      return count > 0;
    });
  }

  /** @returns false when somebody was faster. */
  async saveSwitch({ name, seenVersion, by, at, ...state }: SwitchChange, trace: Trace): Promise<boolean> {
    const data = { ...state, version: seenVersion + 1, changedBy: by, changedAt: at };
    return this.#prisma.$transaction(async (tx) => {
      const { count } =
        seenVersion === 0
          ? await tx.switch.createMany({ data: [{ name, ...data }], skipDuplicates: true })
          : await tx.switch.updateMany({ where: { name, version: seenVersion }, data });
      if (count > 0) await trace(tx);
      return count > 0;
    });
  }

  async namesOf(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#prisma.account.findMany({
      where: { id: { in: [...new Set(accountIds)] } },
      select: { id: true, displayName: true },
    });
    return new Map(rows.map(({ id, displayName }) => [id, displayName]));
  }
}
