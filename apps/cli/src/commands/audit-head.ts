import { readAuditHead } from '@sos/audit';
import { spellAuditHead } from '@sos/domain';

import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { CliProblem } from '../platform/problem.js';

export const auditHead: Command = {
  name: 'audit head',
  usage: '[--database URL]',
  summary: 'Shows the head of the audit log, to be kept where nobody with access to the database can change it.',
  options: { ...DATABASE_OPTION },
  takes: [0, 0],
  async run(input, world) {
    const head = await withDatabase(input, world, readAuditHead);
    if (!head) throw new CliProblem('The audit log is empty.');
    world.say(spellAuditHead(head));
  },
};
