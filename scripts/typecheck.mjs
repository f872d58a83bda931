// tsc over every project of the workspace, as many at a time as there are cores.
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

const inside = (folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
const projects = ['.', 'scripts', 'prisma', 'e2e', ...inside('packages'), ...inside('apps')].filter((folder) =>
  existsSync(path.join(root, folder, 'tsconfig.json')),
);

const queue = [...projects];
const failed = [];

async function work() {
  for (let project = queue.pop(); project !== undefined; project = queue.pop()) {
    const { ok, output } = await run(...tool('tsc', '--noEmit', '-p', project));
    if (ok) continue;
    failed.push(project);
    console.error(output.trimEnd());
  }
}

await Promise.all(Array.from({ length: os.availableParallelism() }, work));
console.log(
  failed.length === 0 ? `${String(projects.length)} projects are sound` : `type errors in: ${failed.sort().join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
