// Builds everything that `npm start` runs: the three Node programs, the web app and the widget; and lists what they are made of.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildForBrowsers } from './lib/browser-build.mjs';
import { bundle } from './lib/bundle.mjs';
import { root } from './lib/project.mjs';
import { run, tail } from './lib/run.mjs';
import { writeSboms } from './lib/sbom.mjs';
import { writeNotices } from './lib/third-party.mjs';

const PROGRAMS = [
  { entry: 'apps/api/src/main.ts', outfile: 'apps/api/dist/main.js' },
  { entry: 'prisma/seed/main.ts', outfile: 'prisma/dist/seed.js' },
  { entry: 'apps/cli/src/main.ts', outfile: 'apps/cli/dist/sos.js' },
];

async function buildPrograms() {
  for (const program of PROGRAMS) {
    rmSync(path.join(root, path.dirname(program.outfile)), { recursive: true, force: true });
    await bundle({ root, ...program });
  }
}

/** What the pages are made of, for people to sign and for everybody to compare: written by the program that checks it as well. */
async function writeReleaseManifest() {
  const folder = path.join(root, 'dist/release');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const out = path.join(folder, 'release-manifest.json');
  const args = ['apps/cli/dist/sos.js', 'release', 'manifest', root, '--out', out];
  const { ok, output } = await run(process.execPath, args);
  if (!ok) throw new Error(`the release manifest could not be written:\n${tail(output)}`);
}

/** The notices lie in the folder that this build has just made. */
async function buildPages() {
  await buildForBrowsers();
  writeNotices(root);
}

const results = await Promise.allSettled([buildPages(), buildPrograms(), writeSboms(root)]);
if (results.every(({ status }) => status === 'fulfilled'))
  results.push(...(await Promise.allSettled([writeReleaseManifest()])));
for (const result of results) {
  if (result.status === 'fulfilled') continue;
  console.error(result.reason instanceof Error ? result.reason.message : result.reason);
  process.exitCode = 1;
}
