import { createEngine } from '@sos/crypto/engine';

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
    const done = await withDatabase(input, world, (database) =>
      publishCeremony(database, verified, { allowUnregistered, now: world.now() }),
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
