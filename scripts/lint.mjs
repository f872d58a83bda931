// ESLint over everything, in two halves: with the types of all projects at once it outgrows the memory Node gives it.
// Without an argument one half after the other; `browser` or `rest` for one of them.
import { run } from './lib/run.mjs';
import { tool } from './lib/project.mjs';

const BROWSER = ['apps/web', 'apps/widget'];
const HALVES = {
  browser: BROWSER,
  // What the first leaves, so that no folder falls between them.
  rest: ['.', ...BROWSER.flatMap((folder) => ['--ignore-pattern', `${folder}/**`])],
};

for (const [name, half] of Object.entries(HALVES)) {
  if (process.argv.length > 2 && !process.argv.includes(name)) continue;
  const { ok } = await run(...tool('eslint', '--max-warnings', '0', ...half), { live: true });
  if (!ok) process.exitCode = 1;
}
