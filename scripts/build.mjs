// Builds everything that `npm start` runs: the three Node programs, the web app and the widget; and lists what they are made of.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './lib/bundle.mjs';
import { pnpm, root } from './lib/project.mjs';
import { run, tail } from './lib/run.mjs';
import { writeSboms } from './lib/sbom.mjs';

const PROGRAMS = [
  { entry: 'apps/api/src/main.ts', outfile: 'apps/api/dist/main.js' },
  { entry: 'prisma/seed/main.ts', outfile: 'prisma/dist/seed.js' },
  { entry: 'apps/cli/src/main.ts', outfile: 'apps/cli/dist/sos.js' },
];

async function buildPackage(name) {
  const { ok, output } = await run(...pnpm('--filter', name, 'build'), { env: { NODE_ENV: 'production' } });
  if (!ok) throw new Error(`${name} did not build:\n${tail(output)}`);
}

async function buildPrograms() {
  for (const program of PROGRAMS) {
    rmSync(path.join(root, path.dirname(program.outfile)), { recursive: true, force: true });
    await bundle({ root, ...program });
  }
}

const results = await Promise.allSettled([
  buildPackage('@sos/web'),
  buildPrograms(),
  buildPackage('@sos/widget'),
  writeSboms(root),
]);
for (const result of results) {
  if (result.status === 'fulfilled') continue;
  console.error(result.reason instanceof Error ? result.reason.message : result.reason);
  process.exitCode = 1;
}
