import path from 'node:path';
import {
  DatabaseProblem,
  loadSecrets,
  lockFolder,
  makePrivateFolder,
  migrationsFolder,
  openDatabase,
  type Database,
  type Mode,
} from '@sos/database';
import { migrate } from '@sos/database/migrate';

import { seedDemo } from './seed-demo.js';
import { seedResources } from './seed-resources.js';

interface Settings {
  readonly mode: Mode;
  readonly dataFolder: string;
  readonly url: string | undefined;
  /** The library of resources is real information, so a real service may start from it too. */
  readonly importsResources: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { SOS_MODE: mode = 'demo', SOS_DATA: data, DATABASE_URL: url, SOS_IMPORT_RESOURCES: resources } = environment;
  if (mode !== 'demo' && mode !== 'production') {
    throw new DatabaseProblem('not_reachable', `SOS_MODE is "${mode}": it has to be demo or production.`);
  }
  if (mode === 'production' && !url) {
    throw new DatabaseProblem(
      'not_reachable',
      'Production needs DATABASE_URL to name a PostgreSQL server: the embedded database does not survive a power cut.',
    );
  }
  return {
    mode,
    dataFolder: path.resolve(data ?? './var'),
    url: url === '' ? undefined : url,
    importsResources: resources === 'yes',
  };
}

async function prepare(database: Database, { mode, dataFolder, importsResources }: Settings): Promise<void> {
  const applied = await migrate(database, migrationsFolder());
  say(applied.length > 0 ? `Database: applied ${applied.join(', ')}` : 'Database: up to date');
  if (mode === 'demo') await seedDemo({ database, dataFolder, secrets: loadSecrets(dataFolder, mode), say });
  else if (importsResources) await seedResources({ database, say });
}

async function main(settings: Settings): Promise<void> {
  const { mode, dataFolder, url } = settings;
  makePrivateFolder(dataFolder);
  // In production the folder is not the database's, and several processes may start at once.
  const lock =
    mode === 'demo' ? await lockFolder(dataFolder, `process ${process.pid}, which is preparing it`) : undefined;
  const database = await openDatabase({ url, dataFolder });
  try {
    await prepare(database, settings);
  } finally {
    await database.close();
    await lock?.release();
  }
}

try {
  await main(readSettings(process.env));
  process.exitCode = 0;
} catch (error) {
  const sentence =
    error instanceof DatabaseProblem
      ? error.message
      : `The database could not be prepared: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
