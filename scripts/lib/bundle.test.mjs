import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const TREE = {
  'tsconfig.base.json': '{ "compilerOptions": { "target": "ES2023", "experimentalDecorators": true } }',
  'apps/api/tsconfig.json': '{ "extends": "../../tsconfig.base.json" }',
  'apps/api/src/main.ts': `
    import { query } from '@sos/database';
    import { Campaign } from './a.js';
    import { Campaign as Other } from './b.js';
    const seen: string[] = [];
    const note = (target: { name: string }): void => void seen.push(target.name);
    @note class Decorated {}
    console.log(JSON.stringify({ ...(await query()), seen, names: [Campaign.name, Other.name, Decorated.name] }));`,
  'apps/api/src/a.ts': 'export class Campaign {}',
  'apps/api/src/b.ts': 'export class Campaign {}',
  'packages/database/package.json':
    '{ "name": "@sos/database", "type": "module", "exports": { ".": "./src/index.ts" }, "dependencies": { "@electric-sql/pglite": "*" } }',
  'packages/database/src/index.ts': `
    import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    import path from 'node:path';
    import { PGlite } from '@electric-sql/pglite';
    import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
    export async function query() {
      const database = new PGlite({ extensions: { pg_trgm } });
      await database.exec('CREATE EXTENSION pg_trgm');
      const { rows } = await database.query("SELECT similarity('word', 'word') AS same");
      await database.close();
      return {
        rows,
        beside: readFileSync(new URL('./beside ñ.txt', import.meta.url), 'utf8'),
        folder: path.basename(path.dirname(import.meta.dirname)),
        found: createRequire(import.meta.url).resolve('@electric-sql/pglite').includes('pglite'),
        late: typeof (await import('@electric-sql/pglite/contrib/unaccent')).unaccent,
      };
    }`,
  'packages/database/src/beside ñ.txt': 'read from beside the source',
};

it('bundles workspace sources, leaves packages where the one that declares them sees them, and keeps addresses and names', () => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sos bundle ñ ')));
  try {
    for (const [name, text] of Object.entries(TREE)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    mkdirSync(path.join(folder, 'packages/database/node_modules/@electric-sql'), { recursive: true });
    mkdirSync(path.join(folder, 'apps/api/node_modules/@sos'), { recursive: true });
    const pglite = realpathSync(path.join(project, 'packages/database/node_modules/@electric-sql/pglite'));
    symlinkSync(pglite, path.join(folder, 'packages/database/node_modules/@electric-sql/pglite'));
    symlinkSync('../../../../packages/database', path.join(folder, 'apps/api/node_modules/@sos/database'));

    // esbuild checks that it runs in Node's own realm, so it gets a process of its own.
    const options = JSON.stringify({ root: folder, entry: 'apps/api/src/main.ts', outfile: 'apps/api/dist/main.js' });
    const bundler = pathToFileURL(path.join(project, 'scripts/lib/bundle.mjs')).href;
    const made = node('--input-type=module', '-e', `import { bundle } from '${bundler}'; await bundle(${options});`);
    expect(made.stderr).toBe('');

    const ran = node(path.join(folder, 'apps/api/dist/main.js'));
    expect(ran.stderr).toBe('');
    expect(JSON.parse(ran.stdout)).toEqual({
      rows: [{ same: 1 }],
      beside: 'read from beside the source',
      folder: 'database',
      found: true,
      late: 'object',
      seen: ['Decorated'],
      names: ['Campaign', 'Campaign', 'Decorated'],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function node(...args) {
  return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: os.tmpdir() });
}
