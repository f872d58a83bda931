import { existsSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countCheck, countJest, countPlaywright, failedInJest, failedInPlaywright } from './counts.mjs';
import { startPostgresql } from './postgresql.mjs';
import { root, tool } from './project.mjs';
import { rebuildElsewhere } from './rebuild.mjs';
import { run } from './run.mjs';
import { install } from './start.mjs';
import { findChromium, findGpg, findNginx, findPostgresql, findSequoia } from './tools.mjs';

/** Settings of the person who runs the tests must not become settings of the tests. */
const NEUTRAL = {
  DATABASE_URL: undefined,
  SOS_DATA: undefined,
  SOS_MODE: undefined,
  PORT: undefined,
  NODE_ENV: undefined,
};

const command =
  (program, ...args) =>
  () =>
    run(...tool(program, ...args), { env: NEUTRAL });
const script =
  (file, ...args) =>
  () =>
    run(process.execPath, [path.join(root, file), ...args], { env: NEUTRAL });

async function asResult(work) {
  try {
    return { ok: true, output: (await work()) ?? '' };
  } catch (error) {
    return { ok: false, output: error instanceof Error ? error.message : String(error) };
  }
}

/** Neither counted nor failed: what becomes known tomorrow does not break what was tested today, and no answer is no good answer. */
function reportOnly(work) {
  return async () => {
    const { output } = await work();
    return { ok: true, output, counts: { passed: 0, failed: 0, skipped: 0 }, reports: true };
  };
}

async function validateAndGenerate() {
  const valid = await command('prisma', 'validate')();
  return valid.ok ? command('prisma', 'generate')() : valid;
}

/** Runs a test runner that leaves a JSON report, which is then counted. */
async function counted({ count, failed }, report, [program, args], options) {
  rmSync(report, { force: true });
  const { ok, output } = await run(program, args, options);
  const found = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  rmSync(report, { force: true });
  const counts = count(ok, found);
  return { ok: counts.failed === 0, output, counts, failures: found ? failed(found) : [] };
}

const JEST = { count: countJest, failed: failedInJest };
const PLAYWRIGHT = { count: countPlaywright, failed: failedInPlaywright };

const reportFile = (name) => path.join(os.tmpdir(), `sos-${name}-${String(process.pid)}.json`);

function jest(name, projects, { workers = 2, env = {}, live = false } = {}) {
  const report = reportFile(name);
  const args = ['--ci', `--maxWorkers=${workers}`, '--json', `--outputFile=${report}`, '--selectProjects', ...projects];
  return counted(JEST, report, tool('jest', ...args), {
    env: { ...NEUTRAL, SOS_TEST_DATABASE_URL: undefined, ...env },
    live,
  });
}

/** The shipped configuration of a proxy before the built service, which runs as in production. */
function jestBehindNginx(values) {
  return jest('proxy', ['proxy'], {
    workers: 1,
    env: { SOS_NGINX: values.nginx, SOS_POSTGRESQL: values.postgresql },
  });
}

/** Unless one is given, a private server for this step alone. */
async function jestOnPostgresql(values) {
  const given = process.env.SOS_TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startPostgresql(values.postgresql);
  try {
    // One worker: a transaction of another test anywhere in the cluster holds back the horizon that counts are exact as of.
    return await jest('postgresql', ['database'], { workers: 1, env: { SOS_TEST_DATABASE_URL: server.url } });
  } finally {
    await server.stop();
  }
}

function playwright(values) {
  const report = reportFile('e2e');
  const chromium = values.chromium ? { CHROMIUM_PATH: values.chromium } : {};
  return counted(PLAYWRIGHT, report, tool('playwright', 'test'), {
    cwd: path.join(root, 'e2e'),
    env: { ...NEUTRAL, ...chromium, SOS_E2E_REPORT: report },
    live: true,
  });
}

/**
 * Every step in the order of its phase; steps of one phase run side by side, and only one of them shows its lines as they come
 * (`isLive`). `needs` names what must have passed: without it the step cannot run, and counts as failed. A `isTool` step is taken
 * along when --only names a step that needs it.
 */
export const STEPS = [
  { id: 'install', phase: 1, title: 'Install packages', work: () => asResult(install) },
  {
    id: 'generate',
    phase: 2,
    title: 'Prisma: validate the schema, generate the client',
    needs: ['install'],
    work: validateAndGenerate,
  },
  { id: 'chromium', phase: 3, title: 'A Chromium', needs: ['install'], isTool: true, chain: 'apt', work: findChromium },
  { id: 'gpg', phase: 3, title: 'GnuPG', isTool: true, chain: 'apt', work: findGpg },
  { id: 'sequoia', phase: 3, title: 'Sequoia', isTool: true, chain: 'apt', work: findSequoia },
  { id: 'postgresql', phase: 3, title: 'A PostgreSQL server', isTool: true, chain: 'apt', work: findPostgresql },
  { id: 'nginx', phase: 3, title: 'nginx', isTool: true, chain: 'apt', work: findNginx },
  {
    id: 'drift',
    phase: 3,
    title: 'Committed GraphQL schema and types are up to date',
    needs: ['generate'],
    work: script('scripts/assert-clean.mjs'),
  },
  {
    id: 'migrations',
    phase: 3,
    title: 'Migrations build what the Prisma schema says',
    needs: ['generate'],
    work: command('tsx', '--tsconfig', 'packages/database/tsconfig.json', 'packages/database/src/check-drift.ts'),
  },
  { id: 'types', phase: 3, title: 'Types', needs: ['generate'], work: script('scripts/typecheck.mjs') },
  {
    id: 'lint-browser',
    phase: 3,
    title: 'ESLint: what runs in browsers',
    needs: ['generate'],
    work: script('scripts/lint.mjs', 'browser'),
  },
  { id: 'lint', phase: 3, title: 'ESLint: the rest', needs: ['generate'], work: script('scripts/lint.mjs', 'rest') },
  {
    id: 'format',
    phase: 3,
    title: 'Prettier',
    needs: ['install'],
    work: command('prettier', '--check', '--log-level', 'warn', '.'),
  },
  {
    id: 'arch',
    phase: 3,
    title: 'Import directions',
    needs: ['install'],
    work: command('depcruise', 'apps', 'packages', 'prisma', 'e2e', 'scripts', '--config', '.dependency-cruiser.cjs'),
  },
  {
    id: 'i18n',
    phase: 3,
    title: 'Words in every language',
    needs: ['install'],
    work: script('scripts/check-i18n.mjs'),
  },
  {
    id: 'licences',
    phase: 3,
    title: 'Licences of what ships',
    needs: ['install'],
    work: script('scripts/check-licences.mjs'),
  },
  {
    id: 'audit',
    phase: 3,
    title: 'Known vulnerabilities in what ships (reported, whatever the answer)',
    needs: ['install'],
    work: reportOnly(script('scripts/audit.mjs')),
  },
  { id: 'build', phase: 3, title: 'Build', needs: ['generate'], work: script('scripts/build.mjs') },
  {
    id: 'jest',
    phase: 4,
    title: 'Unit, component and database tests (PGlite)',
    needs: ['generate', 'gpg', 'sequoia'],
    isLive: true,
    work: () => jest('jest', ['unit', 'web', 'database'], { live: true }),
  },
  // Journeys and what needs PostgreSQL leave each other's core alone: each runs one test at a time.
  {
    id: 'e2e',
    phase: 5,
    title: 'Journeys in Chromium',
    needs: ['build', 'chromium', 'gpg'],
    isLive: true,
    work: playwright,
  },
  {
    id: 'jest-postgresql',
    phase: 5,
    chain: 'postgresql',
    title: 'Database tests on PostgreSQL',
    needs: ['generate', 'gpg', 'postgresql'],
    work: jestOnPostgresql,
  },
  {
    id: 'proxy',
    phase: 5,
    chain: 'postgresql',
    title: 'Behind nginx, as in production',
    needs: ['build', 'nginx', 'postgresql'],
    work: jestBehindNginx,
  },
  {
    id: 'rebuild',
    phase: 5,
    title: 'Built again in another folder: the same bytes',
    needs: ['build'],
    work: rebuildElsewhere,
  },
];

/** The counts of a step that is one check, or a runner's own. */
export function countsOf({ ok, counts }) {
  return counts ?? countCheck(ok);
}
