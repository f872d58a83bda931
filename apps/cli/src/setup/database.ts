import { checkProduction, migrationsFolder, type Database } from '@sos/database';
import { migrate } from '@sos/database/migrate';

import { buildPins } from './environment.js';
import type { Report } from './report.js';
import { describeImport, importResources, listedFile } from './resources.js';

const PROBLEMS: Readonly<Record<Awaited<ReturnType<typeof checkProduction>>[number], string>> = {
  pglite: 'the embedded database does not survive a power cut',
  postgresql_too_old: 'it is older than version 15',
  fsync_off: 'fsync is off: a power cut would lose what people were told is safe',
  full_page_writes_off: 'full_page_writes is off: a power cut could damage it',
  synchronous_commit_off: 'synchronous_commit is off: a crash would lose what people were told is safe',
};

const BACKUP_AGE_MS = 2 * 86_400_000;

export async function prepareDatabase(report: Report, database: Database): Promise<void> {
  const problems = await checkProduction(database);
  for (const problem of problems) report.missing(`PostgreSQL as it is cannot be used: ${PROBLEMS[problem]}.`);
  if (problems.length === 0) report.done('PostgreSQL answers, and keeps what it has promised');
  const applied = await migrate(database, migrationsFolder());
  if (applied.length === 0) report.done('The database is up to date');
  else report.did(`Applied ${applied.length} migrations`);
  const demo = await database.prisma.account.count({ where: { email: { endsWith: '.example' } } });
  if (demo > 0)
    report.missing('The database holds demo accounts, whose passwords are public: start with an empty one.');
}

export interface ResourcesWish {
  /** Said on the command line; without it somebody is asked. */
  readonly isWanted: boolean;
  readonly ask: ((question: string) => Promise<string>) | null;
}

/** A service without them has an empty library, and an empty page for who needs help now. */
export async function prepareResources(
  report: Report,
  database: Database,
  { isWanted, ask }: ResourcesWish,
): Promise<void> {
  const present = await database.prisma.resource.count();
  if (present > 0) {
    report.done(`${present} resources`);
    return;
  }
  const question = `No resources yet. Add the list that comes with the code (${listedFile()})? yes or no: `;
  const wanted = isWanted || /^(y|yes|s[ií])$/i.test(((await ask?.(question)) ?? '').trim());
  if (wanted) report.did(describeImport(await importResources(database, listedFile())));
  else report.missing('No resources: sos resources import adds the list that comes with the code, or one of your own.');
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export async function checkRoots(report: Report, { prisma }: Database, now: Date): Promise<void> {
  const [first, latest] = await Promise.all([
    prisma.rootSet.findFirst({ orderBy: { version: 'asc' } }),
    prisma.rootSet.findFirst({ orderBy: { version: 'desc' } }),
  ]);
  const roster = await prisma.roster.findFirst({ orderBy: { version: 'desc' } });
  if (!first || !latest || !roster) {
    report.missing('No roster is published: nobody can send a case (docs/operations.md, roots and roster).');
    return;
  }
  report.done(`Root set ${latest.version} and roster ${roster.version} are published`);
  report.either(
    roster.notAfter > now,
    `The roster holds until ${roster.notAfter.toISOString().slice(0, 10)}`,
    'The roster has run out: nobody can send a case until it is renewed.',
  );
  report.either(
    [first, latest].every(({ sha256 }) => buildPins(hex(sha256))),
    'The built app trusts these roots',
    `The built app does not trust these roots: build with SOS_PINNED_ROOTS=${hex(first.sha256)},${hex(latest.sha256)}.`,
  );
}

export async function checkBackups(report: Report, { prisma }: Database, now: Date): Promise<void> {
  const last = await prisma.backupRun.findFirst({ where: { kind: 'backup' }, orderBy: { at: 'desc' } });
  report.either(
    last !== null && now.getTime() - last.at.getTime() < BACKUP_AGE_MS,
    'A backup was made in the last two days',
    'No backup was made in the last two days: sos backup, and its timer.',
  );
}
