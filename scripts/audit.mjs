// Asks the registry whether vulnerabilities are known in what we ship. Exit: 0 asked and nothing serious, 1 something serious is known,
// 2 it could not be asked, which is no answer and not a good one.
import { spawnSync } from 'node:child_process';
import { describeAudit, readAudit } from './lib/audit.mjs';
import { cleanEnvironment, pnpm, root } from './lib/project.mjs';

const LONGEST_MS = 45_000;

const [command, args] = pnpm('audit', '--prod', '--json');
const { stdout, stderr, error } = spawnSync(command, args, {
  cwd: root,
  encoding: 'utf8',
  env: cleanEnvironment(),
  maxBuffer: 1 << 28,
  shell: process.platform === 'win32',
  timeout: LONGEST_MS,
});
const why = error === undefined ? stderr : `no answer in ${String(LONGEST_MS / 1000)} seconds (${error.message})`;
const { lines, exitCode } = describeAudit(readAudit(stdout ?? ''), why ?? '');
for (const line of lines) console.log(line);
process.exitCode = exitCode;
