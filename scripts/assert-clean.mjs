// Are the committed schema and the generated types what the sources say? Generates them again, compares, and puts things back.
import path from 'node:path';
import { root, tool } from './lib/project.mjs';
import { run, tail } from './lib/run.mjs';
import { compareSnapshots, describeChange, restoreSnapshot, takeSnapshot } from './lib/snapshot.mjs';

const PATHS = ['packages/schema', 'apps/web/src'].map((name) => path.join(root, name));
const isGenerated = (file) => /(\.generated\.ts|schema\.graphql)$/.test(file);
const look = () => takeSnapshot(PATHS, isGenerated);

const GENERATORS = {
  'schema:emit': tool('tsx', '--tsconfig', 'apps/api/tsconfig.json', 'apps/api/src/schema.emit.ts'),
  codegen: tool('codegen', '--config', 'codegen.ts'),
};

async function generate() {
  for (const [name, command] of Object.entries(GENERATORS)) {
    const { ok, output } = await run(...command);
    if (!ok) return `${name} failed:\n${tail(output)}`;
  }
  return '';
}

const before = look();
const failure = await generate();
const changes = compareSnapshots(before, look());
if (failure === '' && changes.length === 0) {
  console.log(`${String(before.size)} generated files are up to date`);
} else {
  restoreSnapshot(changes);
  for (const change of changes) console.error(describeChange({ ...change, file: path.relative(root, change.file) }));
  console.error(failure || 'Run `pnpm schema:emit && pnpm codegen` and commit what they write.');
  process.exitCode = 1;
}
