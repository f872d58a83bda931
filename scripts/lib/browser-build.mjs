// What browsers load: the web app, the site's scripts, and the widget. Two builds in different folders give the same bytes.
import path from 'node:path';
import { root } from './project.mjs';
import { run, tail } from './run.mjs';

/** Run as they are, in the package's own folder: nothing of the package manager's reaches the build. */
const BUILDS = [
  { folder: 'apps/web', program: 'node_modules/vite/bin/vite.js', args: ['build', '--app'] },
  { folder: 'apps/widget', program: 'build.mjs', args: [] },
];

/** @param {string} project the project's folder, or a copy of it @param {Record<string, string>} [env] */
export async function buildForBrowsers(project = root, env = {}) {
  for (const { folder, program, args } of BUILDS) {
    const cwd = path.join(project, folder);
    const { ok, output } = await run(process.execPath, [path.join(cwd, program), ...args], {
      cwd,
      env: { NODE_ENV: 'production', ...env },
    });
    if (!ok) throw new Error(`${folder} did not build:\n${tail(output)}`);
  }
}
