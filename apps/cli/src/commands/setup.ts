import type { Database } from '@sos/database';

import type { Command, Input, World } from '../platform/command.js';
import { DATABASE_OPTION, databaseUrl } from '../platform/database.js';
import { CliProblem } from '../platform/problem.js';
import { parseWish, prepareAdministrators } from '../setup/administrators.js';
import { checkBackups, checkRoots, prepareDatabase, prepareResources } from '../setup/database.js';
import { checkEnvironment, prepareDataFolder, prepareSecrets } from '../setup/environment.js';
import { testMail } from '../setup/mail-test.js';
import { Report } from '../setup/report.js';

async function inDatabase(report: Report, input: Input, world: World, database: Database): Promise<void> {
  const ask = input.has('no-input') ? null : world.ask;
  await prepareDatabase(report, database);
  const wishes = input.list('administrator').map(parseWish);
  await prepareAdministrators(report, world, database, { wishes, organisation: input.text('organisation'), ask });
  await prepareResources(report, database, { isWanted: input.has('import-resources'), ask });
  await checkRoots(report, database, world.now());
  await checkBackups(report, database, world.now());
}

async function withDatabase(report: Report, input: Input, world: World): Promise<void> {
  const database = await world.openDatabase(databaseUrl(input, world));
  try {
    await inDatabase(report, input, world, database);
  } finally {
    await database.close();
  }
}

export const setup: Command = {
  name: 'setup',
  usage:
    '[--organisation SLUG:NAME:COUNTRY:REGION] [--administrator ADDRESS:NAME]… [--import-resources] [--mail-test ADDRESS [--mail-code CODE]] [--no-input] [--database URL]',
  summary:
    'Checks a new production service, makes what is missing, and says what is left. Run it as often as you like.',
  options: {
    organisation: { type: 'string' },
    administrator: { type: 'string', multiple: true },
    'import-resources': { type: 'boolean' },
    'mail-test': { type: 'string' },
    'mail-code': { type: 'string' },
    'no-input': { type: 'boolean' },
    ...DATABASE_OPTION,
  },
  takes: [0, 0],
  async run(input, world) {
    const report = new Report(world);
    checkEnvironment(report, world, process.versions.node);
    const dataFolder = prepareDataFolder(report, world);
    const secrets = dataFolder === undefined ? undefined : prepareSecrets(report, world, dataFolder);
    await withDatabase(report, input, world);
    if (dataFolder !== undefined && secrets) {
      const [address, code] = [input.text('mail-test'), input.text('mail-code')];
      await testMail(report, world, {
        secrets,
        dataFolder,
        address,
        code,
        ask: input.has('no-input') ? null : world.ask,
      });
    }
    if (report.left.length === 0) {
      world.say('\nEverything is set up.');
      return;
    }
    throw new CliProblem(`\nStill missing:\n${report.left.map((what) => `- ${what}`).join('\n')}`);
  },
};
