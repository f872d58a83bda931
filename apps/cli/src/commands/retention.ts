import { retentionOutlook, type RetentionOutlook } from '@sos/database';
import { DEVICE_DAYS, SESSION, toSettingValues } from '@sos/domain';

import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { UsageProblem } from '../platform/problem.js';

function lineOf({ table, job, due, next }: RetentionOutlook): string {
  const later = next === null ? 'nothing later has a date' : `next ${next.toISOString().slice(0, 16)}Z`;
  return `${table.padEnd(18)} ${String(due).padStart(8)} now, ${later} (${job})`;
}

export const retention: Command = {
  name: 'retention',
  usage: '--dry-run [--database URL]',
  summary: 'Says what the retention jobs would delete or erase now, and when the next falls due. Changes nothing.',
  options: { 'dry-run': { type: 'boolean' }, ...DATABASE_OPTION },
  takes: [0, 0],
  async run(input, world) {
    // The service's own jobs delete; a second way to do it would be a second thing to trust.
    if (!input.has('dry-run')) throw new UsageProblem('Only --dry-run: deleting is the work of the running service.');
    const outlooks = await withDatabase(input, world, async (database) => {
      const rows = await database.prisma.setting.findMany({ select: { key: true, value: true } });
      const periods = { ...toSettingValues(rows), sessionIdleMs: SESSION.idleMs, deviceDays: DEVICE_DAYS };
      return retentionOutlook(database, periods, world.now());
    });
    for (const outlook of outlooks) world.say(lineOf(outlook));
  },
};
