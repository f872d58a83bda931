import 'reflect-metadata';

import { DatabaseProblem, makePrivateFolder } from '@sos/database';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pino, { type DestinationStream } from 'pino';
import { z } from 'zod';

import { ConfigurationProblem, EXIT_CONFIGURATION } from './platform/config.js';
import { EnvironmentProblem, readEnvironment, type Settings } from './platform/env.js';
import { WebBuildProblem } from './platform/web-bundle.js';
import { runService, type RunningService } from './run-service.js';

const LONGEST_STOP_MS = 20_000;

const demoAccountsSchema = z.array(
  z.looseObject({
    role: z.string(),
    address: z.string(),
    password: z.string(),
    vaultPassphrase: z.string().nullable(),
  }),
);

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n');
}

function demoAccounts(dataFolder: string): string {
  const file = path.join(dataFolder, 'demo-accounts.json');
  if (!existsSync(file)) return '';
  const accounts = demoAccountsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const rows = accounts.map(({ role, address, password, vaultPassphrase }) => [
    role,
    address,
    password,
    vaultPassphrase ?? '-',
  ]);
  return `\n${table([['role', 'address', 'password', 'vault passphrase'], ...rows])}\n\n  The same in ${file}\n`;
}

function announce({ mode, role, siteOrigin, appOrigin, smtpUrl, dataFolder }: Settings): void {
  if (mode !== 'demo' || role === 'worker') return;
  say(`\n  SOS is ready. This is a demonstration: do not enter real cases.\n`);
  say(
    table([
      ['Public site', siteOrigin],
      ['Behind sign-in', `${appOrigin}/app`],
      ['Mail that was sent', smtpUrl === undefined ? `${siteOrigin}/demo/mailbox` : 'through SMTP_URL'],
      ['Log', logFile(dataFolder)],
    ]),
  );
  say(demoAccounts(dataFolder));
}

function logFile(dataFolder: string): string {
  return path.join(dataFolder, 'server.log');
}

/** A demo's terminal is for the person who started it; production's is for whoever collects it. */
function openLog({ mode, dataFolder }: Settings): DestinationStream | undefined {
  if (mode === 'production') return undefined;
  makePrivateFolder(dataFolder);
  return pino.destination({ dest: logFile(dataFolder), append: true, mode: 0o600, sync: true });
}

function portInUse(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return null;
  return `Port ${'port' in error ? String(error.port) : ''} is already in use: stop what uses it, or choose another with PORT.`;
}

/** One plain sentence where the person can do something about it. */
function fail(error: unknown): never {
  const plain = [DatabaseProblem, ConfigurationProblem, EnvironmentProblem, WebBuildProblem].some(
    (known) => error instanceof known,
  );
  const sentence = portInUse(error) ?? (plain && error instanceof Error ? error.message : null);
  process.stderr.write(
    `${sentence ?? `SOS did not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`}\n`,
  );
  const misconfigured = error instanceof ConfigurationProblem || error instanceof EnvironmentProblem;
  const noSecrets = error instanceof DatabaseProblem && error.code.startsWith('secrets_');
  process.exit(misconfigured || noSecrets ? EXIT_CONFIGURATION : 1);
}

async function main(): Promise<void> {
  const settings = readEnvironment();
  let service: RunningService | null = null;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Nothing was promised to anybody yet.
    if (!service) process.exit(0);
    // A request that never ends must not keep the folder locked.
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    service.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  // The launcher's channel closes when the launcher is gone, however it went.
  process.on('disconnect', stop);
  service = await runService(settings, openLog(settings));
  announce(settings);
}

main().catch(fail);
