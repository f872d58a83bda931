// Starts over: removes the data folder, unless a running SOS holds it.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PlainError, requireFreeFolder } from './lib/preflight.mjs';
import { root } from './lib/project.mjs';
import { dataFolder } from './lib/start.mjs';

/** A mistyped SOS_DATA must not cost somebody their home folder. */
function requireOurs(folder) {
  const isAbove = root === folder || root.startsWith(`${folder}${path.sep}`);
  const known = ['secrets.json', 'demo-accounts.json'];
  const isOurs = folder === path.join(root, 'var') || readdirSync(folder).some((name) => known.includes(name));
  if (isAbove || !isOurs)
    throw new PlainError(`${folder} does not look like a data folder of SOS, so nothing was removed.`);
}

try {
  const folder = dataFolder();
  if (existsSync(folder)) {
    await requireFreeFolder(folder);
    requireOurs(folder);
    rmSync(folder, { recursive: true, force: true });
    console.log(`Removed ${folder}. The next npm start begins afresh.`);
  } else {
    console.log(`There is no ${folder}: nothing to remove.`);
  }
} catch (error) {
  if (!(error instanceof PlainError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
