// What the tests need beyond npm: a Chromium, gpg, Sequoia, a PostgreSQL server, nginx. Found on the machine, or installed where root and apt allow.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { tool } from './project.mjs';
import { run, tail } from './run.mjs';

const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export function onPath(name, env = process.env) {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const candidates = folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)));
  return candidates.find((file) => existsSync(file)) ?? '';
}

let aptLists;

async function aptInstall(name) {
  if (process.getuid?.() !== 0 || onPath('apt-get') === '') return 'installing it needs root and apt';
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  aptLists ??= run('apt-get', ['update', '-q'], { env });
  await aptLists;
  const { ok, output } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], { env });
  return ok ? '' : tail(output, 5);
}

const missing = (what, why) => ({ ok: false, output: `${what} is missing: ${why}`, value: '' });
const found = (value) => ({ ok: true, output: value, value });

export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? found(named) : missing(`CHROMIUM_PATH=${named}`, 'no such file');
  const look = () => CHROMIUMS.map((name) => onPath(name)).find(Boolean) ?? '';
  if (look() !== '') return found(look());
  const why = await aptInstall('chromium');
  if (look() !== '') return found(look());
  // Without CHROMIUM_PATH, Playwright takes the one it has just fetched itself.
  const { ok, output } = await run(...tool('playwright', 'install', 'chromium'));
  return ok ? found('') : missing('Chromium', `${why}; ${tail(output, 3)}`);
}

const FIREFOXES = ['firefox-esr', 'firefox'];

/** For `pnpm e2e:firefox` only. */
export async function findFirefox() {
  const look = () => process.env.FIREFOX_PATH ?? FIREFOXES.map((name) => onPath(name)).find(Boolean) ?? '';
  if (look() !== '') return found(look());
  const why = await aptInstall('firefox-esr');
  return look() === '' ? missing('Firefox', why) : found(look());
}

export async function findGpg() {
  if (onPath('gpg') !== '') return found(onPath('gpg'));
  const why = await aptInstall('gnupg');
  return onPath('gpg') === '' ? missing('gpg', why) : found(onPath('gpg'));
}

/** Both of its programs: `sqop` for what the stateless interface can say, `sq` for the rest. */
export async function findSequoia() {
  for (const name of ['sqop', 'sq']) {
    if (onPath(name) !== '') continue;
    const why = await aptInstall(name);
    if (onPath(name) === '') return missing(name, why);
  }
  return found(onPath('sqop'));
}

const OLDEST_POSTGRESQL = 15;

/** The folder with initdb and postgres: Debian keeps it off the PATH. */
export function postgresqlFolder(debian = '/usr/lib/postgresql') {
  const names = existsSync(debian) ? readdirSync(debian) : [];
  const versions = names.map(Number).filter((version) => version >= OLDEST_POSTGRESQL);
  const folders = versions.sort((a, b) => b - a).map((version) => path.join(debian, String(version), 'bin'));
  if (onPath('initdb') !== '') folders.push(path.dirname(onPath('initdb')));
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name)))) ?? '';
}

export async function findPostgresql() {
  if (postgresqlFolder() !== '') return found(postgresqlFolder());
  const why = await aptInstall('postgresql');
  return postgresqlFolder() === '' ? missing('A PostgreSQL server', why) : found(postgresqlFolder());
}

/** Debian keeps it off the PATH of who is not root. */
const nginxFile = () => [onPath('nginx'), '/usr/sbin/nginx'].find((file) => file !== '' && existsSync(file)) ?? '';

export async function findNginx() {
  if (nginxFile() === '') {
    const why = await aptInstall('nginx');
    if (nginxFile() === '') return missing('nginx', why);
  }
  if (onPath('openssl') !== '') return found(nginxFile());
  const why = await aptInstall('openssl');
  return onPath('openssl') === '' ? missing('openssl', why) : found(nginxFile());
}
