import { checkProduction, projectFolder, type Database } from '@sos/database';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Settings } from './env.js';
import type { Config } from './platform.types.js';

/** Reserved for documentation: nobody can own an address there, so only a demo makes such accounts. */
const DEMO_ADDRESS = '%.example';
const DEMO_CONTACT = 'contact@sos.example';

/** EX_CONFIG of sysexits: starting again as it is will not help. */
export const EXIT_CONFIGURATION = 78;

/** What keeps this configuration from being served; each reason one plain sentence for whoever runs it. */
export class ConfigurationProblem extends Error {
  override readonly name = 'ConfigurationProblem';

  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('\n'));
  }
}

function isPlainHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol !== 'https:' && !hostname.endsWith('.onion');
}

/** What can be said before anything is opened. */
export function configurationReasons(settings: Settings): readonly string[] {
  const { mode, role, databaseUrl, siteOrigin, appOrigin, smtpUrl, contactAddress } = settings;
  const reasons: string[] = [];
  const refuse = (when: boolean, reason: string): void => {
    if (when) reasons.push(reason);
  };
  refuse(
    role !== 'all' && databaseUrl === undefined,
    `SOS_ROLE=${role} needs DATABASE_URL: the embedded database belongs to one process.`,
  );
  refuse(
    siteOrigin === appOrigin,
    'SITE_ORIGIN and APP_ORIGIN are the same: a public page could then read what is behind sign-in.',
  );
  if (mode === 'demo') return reasons;
  refuse(
    databaseUrl === undefined,
    'Production needs DATABASE_URL to name a PostgreSQL server: the embedded database does not survive a power cut.',
  );
  refuse(isPlainHttp(siteOrigin), 'SITE_ORIGIN must start with https:// (or be a .onion address).');
  refuse(isPlainHttp(appOrigin), 'APP_ORIGIN must start with https:// (or be a .onion address).');
  refuse(smtpUrl === undefined, 'Production needs SMTP_URL: without it no mail leaves this machine.');
  refuse(contactAddress === undefined, 'Production needs CONTACT_ADDRESS: people must be able to reach you.');
  return reasons;
}

const DATABASE_REASONS: Record<Awaited<ReturnType<typeof checkProduction>>[number], string> = {
  pglite: 'Production needs a PostgreSQL server: the embedded database does not survive a power cut.',
  postgresql_too_old: 'The PostgreSQL server is older than version 15.',
  fsync_off: 'The PostgreSQL server runs with fsync off: a power cut would lose what people were told is safe.',
  full_page_writes_off: 'The PostgreSQL server runs with full_page_writes off: a power cut could damage it.',
  synchronous_commit_off:
    'The PostgreSQL server runs with synchronous_commit off: a crash would lose what people were told is safe.',
};

/** The demo's root set, whose private keys are in this repository for everyone to read. */
function demoRootSetHash(): Buffer | null {
  const file = path.join(projectFolder(), 'prisma/seed/demo-roots/roots-1.bytes');
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest() : null;
}

/** What only the open database can tell. */
export async function databaseReasons(database: Database, mode: Config['mode']): Promise<readonly string[]> {
  if (mode === 'demo') return [];
  const reasons = (await checkProduction(database)).map((problem) => DATABASE_REASONS[problem]);
  const accounts = await database.sql`SELECT 1 FROM "Account" WHERE "email" LIKE ${DEMO_ADDRESS} LIMIT 1`;
  if (accounts.length > 0)
    reasons.push('The database holds demo accounts, whose passwords are public: start with an empty database.');
  const hash = demoRootSetHash();
  const roots = hash === null ? [] : await database.sql`SELECT 1 FROM "RootSet" WHERE "sha256" = ${hash} LIMIT 1`;
  if (roots.length > 0) reasons.push('The database trusts the demo roots, whose keys are public: make your own roots.');
  return reasons;
}

/** @throws ConfigurationProblem */
export function assertNone(reasons: readonly string[]): void {
  if (reasons.length > 0) throw new ConfigurationProblem(reasons);
}

export function toConfig(settings: Settings, smtpUrl: string): Config {
  const { mode, siteOrigin, appOrigin, dataFolder, contactAddress = DEMO_CONTACT, mailFrom } = settings;
  return { mode, siteOrigin, appOrigin, dataFolder, contactAddress, mailFrom, smtpUrl };
}
