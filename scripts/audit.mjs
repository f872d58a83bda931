// Asks the registry whether vulnerabilities are known in what we ship. Says so loudly when it could not ask, and then does not fail.
import { spawnSync } from 'node:child_process';
import { describeAudit, readAudit } from './lib/audit.mjs';
import { cleanEnvironment, pnpm, root } from './lib/project.mjs';

const LONGEST_MS = 120_000;

const [command, args] = pnpm('audit', '--prod', '--json');
const { stdout, stderr } = spawnSync(command, args, {
  cwd: root,
  encoding: 'utf8',
  env: cleanEnvironment(),
  maxBuffer: 1 << 28,
  shell: process.platform === 'win32',
  timeout: LONGEST_MS,
});
const { lines, isSerious } = describeAudit(readAudit(stdout ?? ''), stderr ?? '');
for (const line of lines) console.log(line);
process.exitCode = isSerious ? 1 : 0;
