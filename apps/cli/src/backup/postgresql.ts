import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

import { CliProblem, UsageProblem } from '../platform/problem.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Connection {
  /** For the PostgreSQL programs: an address in their arguments would show the password in the list of processes. */
  readonly env: Environment;
  readonly database: string;
}

const PARAMETERS: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
};

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new UsageProblem('The database is named as postgresql://…');
  }
}

export function toConnection(text: string): Connection {
  const url = parseUrl(text);
  const database = decodeURIComponent(url.pathname.slice(1));
  // Another spelling would be taken for a whole connection string.
  if (!/^[\w-]+$/.test(database)) throw new UsageProblem('The database has a name of letters, digits, _ and -.');
  const env: Record<string, string | undefined> = {
    PGHOST: url.hostname.replace(/^\[|\]$/g, '') || undefined,
    PGPORT: url.port || undefined,
    PGUSER: decodeURIComponent(url.username) || undefined,
    PGPASSWORD: decodeURIComponent(url.password) || undefined,
    PGDATABASE: database,
    PGAPPNAME: 'sos',
  };
  for (const [name, value] of url.searchParams) {
    const variable = PARAMETERS[name];
    if (variable === undefined) throw new UsageProblem(`The database's address has a parameter "${name}" too many.`);
    env[variable] = value;
  }
  return { env, database };
}

const DEBIAN = '/usr/lib/postgresql';

/** The newest first: a dump is made by a program no older than the server. */
function programFolders(env: Environment): string[] {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number).filter(Number.isFinite) : [];
  const debian = versions.sort((one, other) => other - one).map((version) => `${DEBIAN}/${version}/bin`);
  return [...debian, ...(env['PATH'] ?? '').split(path.delimiter)].filter((folder) => folder !== '');
}

export interface Program {
  readonly file: string;
  readonly major: number;
  readonly version: string;
}

async function outputOf(child: ChildProcess): Promise<string> {
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  return Buffer.concat(pieces).toString('utf8');
}

export async function findProgram(name: 'pg_dump' | 'pg_restore', env: Environment, least: number): Promise<Program> {
  const file = programFolders(env)
    .map((folder) => path.join(folder, name))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) throw new CliProblem(`${name} is not on this machine: install PostgreSQL's client programs.`);
  const said = await outputOf(spawn(file, ['--version'], { env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'] }));
  const version = /(\d+)[\d.]*/.exec(said);
  const major = Number(version?.[1] ?? 0);
  if (major < least)
    throw new CliProblem(`${name} is version ${version?.[0] ?? 'unknown'}, and version ${least} or newer is needed.`);
  return { file, major, version: version?.[0] ?? '' };
}

export interface Running {
  readonly child: ChildProcessByStdio<Writable | null, Readable | null, Readable>;
  /** @throws CliProblem when the program failed: its own words may quote what is in the database, and are not repeated. */
  ended(): Promise<void>;
}

function firstLine(text: string): string {
  // "pg_restore: error: could not execute query: ERROR:  …": as far as it is PostgreSQL's and not a row's.
  const line = text.split('\n').find((one) => one.includes('error')) ?? '';
  return line
    .replace(/^.*?error:\s*/, '')
    .replace(/\s+/g, ' ')
    .slice(0, 200);
}

export function runProgram(
  { file }: Program,
  args: readonly string[],
  { env }: Connection,
  base: Environment,
  stdio: { readonly input: boolean },
): Running {
  const child = spawn(file, [...args], {
    env: { PATH: base['PATH'], HOME: base['HOME'], ...env },
    stdio: [stdio.input ? 'pipe' : 'ignore', stdio.input ? 'ignore' : 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => (said = (said + piece.toString('utf8')).slice(0, 4000)));
  const end = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
  return {
    child: child as Running['child'], // stdin or stdout is there as asked for just above
    async ended() {
      const name = path.basename(file);
      if ((await end) !== 0) throw new CliProblem(`${name} failed${said === '' ? '' : `: ${firstLine(said)}`}.`);
    },
  };
}
