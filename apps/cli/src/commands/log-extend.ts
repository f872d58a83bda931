import { appendAudit } from '@sos/audit';
import { extendLog, type LogTransaction } from '@sos/log/store';

import { readLeaves } from '../log/monitor-state.js';
import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { CliProblem } from '../platform/problem.js';

/** Recorded, so that leaves without their record are explained: else they would be taken for audit heads that somebody hides. */
async function extend(tx: LogTransaction, kept: readonly Uint8Array[], now: Date): Promise<number | null> {
  const added = await extendLog(tx, kept, now);
  if (added === null || added === 0) return added;
  const facts = { entries: String(added), by: 'command-line' };
  await appendAudit(tx, { event: 'log.extended', actorId: null, subject: 'service', subjectId: null, facts }, now);
  return added;
}

export const logExtend: Command = {
  name: 'log extend',
  usage: 'FILE.leaves [--database URL]',
  summary: 'After a restore: gives the log back what a monitor has kept of it, so that it is the log people have seen.',
  options: { ...DATABASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const [file = ''] = input.positionals;
    const kept = readLeaves(file);
    if (kept.length === 0) throw new CliProblem(`${file} holds no entries.`);
    const added = await withDatabase(input, world, ({ prisma }) =>
      prisma.$transaction((tx) => extend(tx, kept, world.now()), { timeout: 60_000 }),
    );
    if (added === null)
      throw new CliProblem(`The log in the database is not the beginning of ${file}: nothing was changed.`);
    world.say(added === 0 ? 'The log has all of it.' : `${added} entries are back.`);
  },
};
