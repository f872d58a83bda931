// ESLint over everything, in two halves one after the other: with the types of all projects at once it outgrows the memory Node gives it.
import { run } from './lib/run.mjs';
import { tool } from './lib/project.mjs';

const BROWSER = ['apps/web', 'apps/widget'];
/** The second is what the first leaves, so that no folder falls between them. */
const HALVES = [BROWSER, ['.', ...BROWSER.flatMap((folder) => ['--ignore-pattern', `${folder}/**`])]];

for (const half of HALVES) {
  const { ok } = await run(...tool('eslint', '--max-warnings', '0', ...half, ...process.argv.slice(2)), { live: true });
  if (!ok) process.exitCode = 1;
}
