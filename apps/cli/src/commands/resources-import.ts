import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { describeImport, importResources, listedFile } from '../setup/resources.js';

export const resourcesImport: Command = {
  name: 'resources import',
  usage: '[FILE] [--database URL]',
  summary:
    'Adds the resources of a list that are not there yet, and changes none that are. Without a file: the list that comes with the code.',
  options: { ...DATABASE_OPTION },
  takes: [0, 1],
  async run(input, world) {
    const file = input.positionals[0] ?? listedFile();
    const imported = await withDatabase(input, world, (database) => importResources(database, file));
    world.say(`${describeImport(imported)}.`);
  },
};
