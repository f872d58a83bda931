// `pnpm e2e:firefox`: journeys in Debian's Firefox, which needs a browser more than `npm test` brings. Needs the built product.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, root, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';
import { findFirefox } from './lib/tools.mjs';

if (!existsSync(path.join(root, 'apps/api/dist/main.js'))) throw new Error('build first: pnpm build');
const firefox = await findFirefox();
if (!firefox.ok) throw new Error(firefox.output);
const { ok } = await run(...tool('playwright', 'test', '--config', 'firefox.config.ts'), {
  cwd: path.join(root, 'e2e'),
  env: { ...cleanEnvironment(), FIREFOX_PATH: firefox.value },
  live: true,
});
process.exitCode = ok ? 0 : 1;
