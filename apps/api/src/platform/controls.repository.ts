import type { Database } from '@sos/database';
import { isOneOf, SWITCHES, type SwitchName, type SwitchState } from '@sos/domain';

/** A row of a name this code does not know stops nothing: it was written by another version. */
export async function readSwitches(database: Database): Promise<ReadonlyMap<SwitchName, SwitchState>> {
  const rows = await database.prisma.switch.findMany({ select: { name: true, stopped: true, until: true } });
  return new Map(rows.flatMap(({ name, ...state }) => (isOneOf(SWITCHES, name) ? [[name, state] as const] : [])));
}

export async function readSettings(database: Database): Promise<readonly { key: string; value: unknown }[]> {
  return database.prisma.setting.findMany({ select: { key: true, value: true } });
}
