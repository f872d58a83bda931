import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSecrets, makePrivateFolder, makeProductionSecrets, projectFolder, type Secrets } from '@sos/database';

import type { World } from '../platform/command.js';
import type { Report } from './report.js';

const OLDEST_NODE = [20, 19] as const;

type Environment = World['env'];

function checkNode(report: Report, version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  report.either(isNew, `Node ${version}`, `Node ${version} is too old: ${OLDEST_NODE.join('.')} or newer is needed.`);
}

function originOf(env: Environment, name: string, report: Report): URL | undefined {
  const text = env[name] ?? '';
  if (!URL.canParse(text)) {
    report.missing(`${name} must name the address of the ${name === 'SITE_ORIGIN' ? 'site' : 'app'}, e.g. https://….`);
    return undefined;
  }
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || url.hostname.endsWith('.onion');
  report.either(isSafe, `${name} is ${url.origin}`, `${name} must start with https:// (or be a .onion address).`);
  return url;
}

function checkOrigins(report: Report, env: Environment): void {
  const [site, app] = ['SITE_ORIGIN', 'APP_ORIGIN'].map((name) => originOf(env, name, report));
  if (!site || !app) return;
  report.either(
    site.hostname !== app.hostname,
    'Site and app have host names of their own',
    'SITE_ORIGIN and APP_ORIGIN need two host names: a page can read everything on its own origin.',
  );
}

/** Settings without which the service would refuse to start. */
export function checkEnvironment(report: Report, { env }: World, nodeVersion: string): void {
  checkNode(report, nodeVersion);
  report.either(env['SOS_MODE'] === 'production', 'SOS_MODE is production', 'SOS_MODE must be production.');
  checkOrigins(report, env);
  report.either(
    Boolean(env['CONTACT_ADDRESS']),
    'CONTACT_ADDRESS is set',
    'CONTACT_ADDRESS: people must be able to reach you.',
  );
  report.either(
    Boolean(env['SOS_TRUST_PROXY']),
    'SOS_TRUST_PROXY is set',
    'SOS_TRUST_PROXY must name your proxy, or all visitors share one budget.',
  );
}

export function prepareDataFolder(report: Report, { env }: World): string | undefined {
  const folder = env['SOS_DATA'];
  if (!folder) {
    report.missing('SOS_DATA must name the folder of the encrypted files.');
    return undefined;
  }
  const wasThere = existsSync(folder);
  makePrivateFolder(folder);
  if (wasThere) report.done(`Data folder ${folder}`);
  else report.did(`Made the data folder ${folder}`);
  return folder;
}

/** Makes them once, and never in the place of others. */
export function prepareSecrets(report: Report, { env }: World, dataFolder: string): Secrets | undefined {
  const file = env['SOS_SECRETS_FILE'];
  if (!file) {
    report.missing('SOS_SECRETS_FILE must name the secrets file, outside the data folder.');
    return undefined;
  }
  if (existsSync(file)) report.done(`Secrets file ${file}`);
  else {
    makeProductionSecrets(file);
    report.did(`Made the secrets file ${file}: keep a copy where the backups of the database are not`);
  }
  return loadSecrets(dataFolder, 'production', file);
}

/** The app trusts the roots that its build names, whatever the server publishes. */
export function buildPins(hash: string): boolean {
  const folder = path.join(projectFolder(), 'apps/web/dist');
  if (!existsSync(folder)) return false;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return files.some((name) => readFileSync(path.join(folder, name), 'utf8').includes(hash));
}
