// Every parser of what strangers send, for as long as wanted: `pnpm fuzz`, or `SOS_FUZZ_RUNS=1000000 pnpm fuzz apps/api`.
import { tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

const runs = process.env.SOS_FUZZ_RUNS ?? '20000';
const args = ['--selectProjects', 'unit', 'web', '--testPathPatterns', `${process.argv[2] ?? ''}.*\\.fuzz\\.test\\.`];
const { ok } = await run(...tool('jest', ...args, '--testTimeout', '3600000'), {
  env: { SOS_FUZZ_RUNS: runs },
  live: true,
});
process.exitCode = ok ? 0 : 1;
