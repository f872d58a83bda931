import { createEngine } from '@sos/crypto/engine';
import { countUnreadableEntries, type Database } from '@sos/database';
import { isActiveHolder, type Roster } from '@sos/domain';

import { readCeremony } from '../ceremony/folder.js';
import { publishCeremony } from '../ceremony/publish.js';
import { verifyCeremony } from '../ceremony/verify.js';
import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { describeCeremony } from './roster-verify.js';

export const rosterPublish: Command = {
  name: 'roster publish',
  usage: 'FOLDER [--database URL] [--allow-unregistered]',
  summary: 'Verifies the folder, then puts what is new in it into the database, all or nothing.',
  options: { ...DATABASE_OPTION, 'allow-unregistered': { type: 'boolean' } },
  takes: [1, 1],
  async run(input, world) {
    const [folder = ''] = input.positionals;
    const engine = createEngine({ now: () => world.now() });
    const verified = await verifyCeremony(engine, readCeremony(folder), world.now());
    await engine.lockAll();
    for (const line of describeCeremony(verified)) world.say(line);
    const allowUnregistered = input.has('allow-unregistered');
    const done = await withDatabase(input, world, async (database) => {
      const published = await publishCeremony(database, verified, { allowUnregistered, now: world.now() });
      const newest = verified.rosters.at(-1)?.document.value;
      return { ...published, unreadable: newest ? await unreadableUnder(database, newest) : 0 };
    });
    if (done.unreadable > 0)
      world.warn(
        `${done.unreadable} entries of cases can be opened by nobody this roster names. Grants of whoever left stay for them: publish a roster that names one of them again, have colleagues let in, and only then take them out.`,
      );
    if (done.rootSets.length + done.rosters.length + done.suspensions === 0) {
      world.say('All of it was published already.');
      return;
    }
    const names = [
      ...done.rootSets.map((version) => `root set ${version}`),
      ...done.rosters.map((version) => `roster ${version}`),
      ...(done.suspensions > 0 ? [`suspensions (${done.suspensions})`] : []),
    ];
    world.say(`Published: ${names.join(', ')}.`);
  },
};

/** A partner desk is let into nothing old, so it counts for nobody. */
async function unreadableUnder(database: Database, { issued, teams }: Roster): Promise<number> {
  const holders = teams.flatMap((team) => team.holders).filter((holder) => isActiveHolder(holder, new Date(issued)));
  const readers = holders.filter(({ role }) => role !== 'partner_desk');
  const keys = await database.prisma.publicKey.findMany({
    where: { fingerprint: { in: readers.map(({ fingerprint }) => fingerprint) } },
    select: { encryptionSubkeyId: true },
  });
  return countUnreadableEntries(
    database,
    keys.flatMap(({ encryptionSubkeyId }) => encryptionSubkeyId ?? []),
  );
}
