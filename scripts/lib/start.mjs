import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { findLaunchers, watchLaunchers } from './launchers.mjs';
import { nodeNotice } from './node-version.mjs';
import {
  PlainError,
  freeMegabytes,
  readPort,
  requireFreeFolder,
  requireFreePorts,
  requireSpace,
} from './preflight.mjs';
import { cleanEnvironment, pnpm, root, tool } from './project.mjs';
import { run, tail } from './run.mjs';
import { contentStamp, isDone, markDone } from './stamp.mjs';

const settingOf = (name) => process.env[name] ?? '';
const inRoot = (file) => path.join(root, file);
const LOCK = 'pnpm-lock.yaml';
const MANIFESTS = ['package.json', LOCK, 'pnpm-workspace.yaml'];
const SOURCES = [
  'apps',
  'packages',
  'prisma',
  'scripts/build.mjs',
  'scripts/lib/bundle.mjs',
  'scripts/lib/browser-build.mjs',
  'scripts/lib/sbom.mjs',
  'tsconfig.base.json',
  ...MANIFESTS,
];
/** What the build takes from the environment: another value is another build. */
const BUILD_SETTINGS = ['SOS_PINNED_ROOTS', 'SOS_LOG_KEY', 'SOS_LOG_WITNESS', 'SOS_BUILD_DATE', 'SOS_BUILD_ID'];
const PRODUCTS = [
  'apps/api/dist/main.js',
  'apps/cli/dist/sos.js',
  'apps/widget/dist',
  'apps/web/dist',
  'prisma/dist/seed.js',
  'dist/release/release-manifest.json',
];

/** A step whose output matters only when it fails. */
async function quietly(what, command, args, options) {
  const { ok, output } = await run(command, args, options);
  if (ok) return;
  console.error(tail(output));
  if (/ENOSPC|no space left/i.test(output) || freeMegabytes(root) < 50)
    throw new PlainError(`The disk is full: ${what} could not be finished.`);
  throw new PlainError(`${what} failed. What it said is above.`);
}

/** Does the work unless its stamp says that the same work is done and its products are there. */
async function once(name, stamp, products, work) {
  const stampFile = inRoot(`node_modules/.sos-${name}`);
  if (isDone(stampFile, stamp, products.map(inRoot))) return 'already done';
  await work();
  markDone(stampFile, stamp);
  return 'done';
}

/** `npm test` begins with the same step. */
export const install = () =>
  once('installed', contentStamp(root, MANIFESTS, process.version, process.arch), ['node_modules/.pnpm'], async () => {
    requireSpace(root, 1200);
    await quietly('Installing packages', ...pnpm('install', '--frozen-lockfile', '--reporter=append-only'));
  });

const generate = () =>
  once(
    'generated',
    contentStamp(root, ['prisma/schema', 'prisma.config.ts', LOCK]),
    ['packages/database/src/generated'],
    () => quietly('Preparing the database client', ...tool('prisma', 'generate')),
  );

const build = () =>
  once('built', contentStamp(root, SOURCES, process.version, ...BUILD_SETTINGS.map(settingOf)), PRODUCTS, async () => {
    requireSpace(root, 100);
    await quietly('Building', process.execPath, [inRoot('scripts/build.mjs')]);
  });

const STEPS = [
  { title: 'Installing packages (a minute or two, the first time)', work: install },
  { title: 'Preparing the database client', work: generate },
  { title: 'Building the site, the app, the widget and the server', work: build },
];

/** A relative SOS_DATA means what it meant where the command was given; npm changes the folder. */
export function dataFolder(env = process.env) {
  return path.resolve(env.INIT_CWD ?? process.cwd(), env.SOS_DATA || inRoot('var'));
}

function serve(env) {
  // The channel is for its closing: the server stops when this process is gone, however it went.
  const server = spawn(process.execPath, ['--enable-source-maps', inRoot('apps/api/dist/main.js')], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => server.kill(signal));
  server.on('error', (error) => {
    console.error(`The server did not start: ${error.message}`);
    process.exit(1);
  });
  server.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
  return server;
}

/** Migrates, and seeds a demo. It says in one sentence what stops it, so nothing is added. */
async function prepareDatabase(env) {
  mkdirSync(env.SOS_DATA, { recursive: true, mode: 0o700 });
  const { ok, output } = await run(process.execPath, [inRoot('prisma/dist/seed.js')], { env });
  if (!ok) throw new PlainError(tail(output));
}

async function prepareAndServe() {
  const launchers = findLaunchers();
  const data = dataFolder();
  const port = readPort(process.env.PORT);
  const env = { ...cleanEnvironment(), CI: process.env.CI, NODE_ENV: 'production', PORT: String(port), SOS_DATA: data };
  if (!process.env.DATABASE_URL) await requireFreeFolder(data);
  await requireFreePorts(port);
  requireSpace(path.dirname(data), 200);

  const steps = [...STEPS, { title: 'Preparing the database', work: () => prepareDatabase(env) }];
  const count = String(steps.length + 1);
  for (const [index, { title, work }] of steps.entries()) {
    process.stdout.write(`[${String(index + 1)}/${count}] ${title} … `);
    console.log((await work()) ?? 'done');
  }
  console.log(`[${count}/${count}] Starting the server`);
  watchLaunchers(serve(env), launchers);
}

export async function start() {
  const notice = nodeNotice(process.version);
  if (notice !== '') console.log(notice);
  try {
    await prepareAndServe();
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    console.error(`\n${error.message}`);
    process.exit(1);
  }
}
