import { RENEWERS_NEEDED } from '@sos/domain';

import { datesFrom, writeDraft } from '../ceremony/draft.js';
import { readCeremony } from '../ceremony/folder.js';
import type { Command } from '../platform/command.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';

function readInstant(text: string): Date {
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00.000Z` : text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new UsageProblem('--issued is a day, as in 2027-01-31, or an instant.');
}

export const rosterRenew: Command = {
  name: 'roster renew',
  usage: 'FOLDER [--issued DATE]',
  summary: 'Writes the next roster with the same content and later dates; with --issued for a day still to come.',
  options: { issued: { type: 'string' } },
  takes: [1, 1],
  async run(input, world) {
    const [folder = ''] = input.positionals;
    const ceremony = readCeremony(folder);
    const newest = ceremony.rosters.at(-1);
    if (!newest) throw new CliProblem(`${folder} holds no roster yet.`);
    if (newest.signatures.length === 0)
      throw new CliProblem(`${newest.file} is not signed yet: sign it, or remove it to make another.`);
    const issued = input.text('issued');
    const dates = datesFrom(issued === undefined ? world.now() : readInstant(issued));
    if (Date.parse(dates.issued) <= Date.parse(newest.value.issued))
      throw new CliProblem(`A renewal is later than what it renews, which was issued ${newest.value.issued}.`);
    const { teams, renewers = [] } = newest.value;
    writeDraft(ceremony, { previous: newest, teams, renewers, dates, replaces: undefined }, [], world);
    if (renewers.length > 0) world.say(`The roots sign it, or ${RENEWERS_NEEDED} of the renewers.`);
  },
};
