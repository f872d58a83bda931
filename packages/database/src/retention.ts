import type { Database } from './database.js';
import { Prisma } from './generated/client.js';

/** How long what is nobody's business any more is kept. Periods an administrator sets are in the settings. */
export const RETENTION = {
  beatHours: 24,
  errorDays: 14,
  invitationDays: 30,
  unconfirmedDays: 30,
  monthDays: 30,
  supersededGrantDays: 30,
} as const;

/** What an administrator, or the domain's limits, decide. */
export interface RetentionPeriods {
  readonly mailRetentionDays: number;
  readonly signatureRetentionMonths: number;
  readonly sessionIdleMs: number;
  readonly deviceDays: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What goes from one table, and when the rest of it will. The jobs delete by the same words that a dry run counts by. */
export interface RetentionRule {
  /** The job that does it. */
  readonly job: string;
  readonly table: string;
  /** Which rows are due. */
  readonly due: Prisma.Sql;
  /** When a row falls due; null: only an event decides. */
  readonly goesAt: Prisma.Sql | null;
}

const moment = (at: Date): Prisma.Sql => Prisma.sql`${at.toISOString()}::timestamptz`;
const after = (column: string, milliseconds: number): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(`"${column}"`)} + ${milliseconds / 1000}::float8 * interval '1 second'`;

/** Rows that go a fixed time after the moment in one column. */
function aged(job: string, table: string, column: string, milliseconds: number, now: Date): RetentionRule {
  const goesAt = after(column, milliseconds);
  return { job, table, due: Prisma.sql`${goesAt} < ${moment(now)}`, goesAt };
}

function sessions({ sessionIdleMs }: RetentionPeriods, now: Date): RetentionRule {
  const goesAt = Prisma.sql`least("expiresAt", ${after('lastSeenAt', sessionIdleMs)})`;
  return {
    job: 'purge.sessions',
    table: 'Session',
    due: Prisma.sql`(${goesAt} < ${moment(now)} OR "revokedAt" IS NOT NULL)`,
    goesAt,
  };
}

function mails({ mailRetentionDays }: RetentionPeriods, now: Date): RetentionRule {
  const goesAt = after('createdAt', mailRetentionDays * DAY_MS);
  return {
    job: 'purge.mail',
    table: 'Outbox',
    due: Prisma.sql`"status" <> 'pending' AND ${goesAt} < ${moment(now)}`,
    goesAt,
  };
}

/** When a reader proved that another grant opens, where they had said that this one does not. */
const SUPERSEDED_AT = Prisma.sql`(
  SELECT min(proof."storedHour") FROM "Grant" later
  JOIN "GrantVerdict" proof ON proof."grantId" = later."id" AND proof."opens"
  WHERE (later."entryId" = "Grant"."entryId" OR later."blobId" = "Grant"."blobId")
    AND later."encryptionSubkeyId" = "Grant"."encryptionSubkeyId" AND later."attempt" > "Grant"."attempt"
    AND EXISTS (SELECT 1 FROM "GrantVerdict" fails WHERE fails."grantId" = "Grant"."id" AND NOT fails."opens")
    AND NOT EXISTS (SELECT 1 FROM "GrantVerdict" opens WHERE opens."grantId" = "Grant"."id" AND opens."opens"))`;

/** When a reader proved that their next key opens the same: then the grant of the one before is not needed. */
const MOVED_AT = Prisma.sql`(
  SELECT min(proof."storedHour") FROM "PublicKey" old
  JOIN "KeySuccession" change ON change."fromFingerprint" = old."fingerprint"
  JOIN "PublicKey" next ON next."fingerprint" = change."toFingerprint"
  JOIN "Grant" later ON later."encryptionSubkeyId" = next."encryptionSubkeyId"
  JOIN "GrantVerdict" proof ON proof."grantId" = later."id" AND proof."opens"
  WHERE old."encryptionSubkeyId" = "Grant"."encryptionSubkeyId" AND old."retiredAt" IS NOT NULL
    AND (later."entryId" = "Grant"."entryId" OR later."blobId" = "Grant"."blobId"))`;

function supersededGrants(now: Date): RetentionRule {
  const goesAt = Prisma.sql`least(${SUPERSEDED_AT}, ${MOVED_AT}) + ${RETENTION.supersededGrantDays}::int * interval '1 day'`;
  return { job: 'purge.grants', table: 'Grant', due: Prisma.sql`${goesAt} < ${moment(now)}`, goesAt };
}

/** Rows that a job deletes as they are. */
export function purgeRules(periods: RetentionPeriods, now: Date): readonly RetentionRule[] {
  return [
    aged('purge.expired', 'RateLimit', 'expiresAt', 0, now),
    aged('purge.expired', 'SpentToken', 'expiresAt', 0, now),
    sessions(periods, now),
    aged('purge.sessions', 'PasswordReset', 'expiresAt', periods.sessionIdleMs, now),
    aged('purge.sessions', 'Device', 'lastSeenAt', periods.deviceDays * DAY_MS, now),
    mails(periods, now),
    supersededGrants(now),
    aged('health.tidy', 'ProcessBeat', 'seenAt', RETENTION.beatHours * HOUR_MS, now),
    aged('health.tidy', 'InternalError', 'at', RETENTION.errorDays * DAY_MS, now),
  ];
}

/** Rows that other jobs delete or erase, each with care of its own; here only to be counted. */
function countedRules({ signatureRetentionMonths }: RetentionPeriods, now: Date): readonly RetentionRule[] {
  const closed = Prisma.sql`(SELECT ${closedAtOf()} FROM "Campaign" campaign WHERE campaign."id" = "Signature"."campaignId" AND campaign."status" = 'archived')`;
  const kept = signatureRetentionMonths * RETENTION.monthDays * DAY_MS;
  const holdsSomebody = Prisma.sql`("nameSealed" IS NOT NULL OR "emailSealed" IS NOT NULL OR "duplicateHash" IS NOT NULL)`;
  const goesAt = Prisma.sql`${closed} + ${kept / 1000}::float8 * interval '1 second'`;
  const invitationKept = RETENTION.invitationDays * DAY_MS;
  const invitationGoesAt = Prisma.sql`coalesce("closedAt", "expiresAt") + ${invitationKept / 1000}::float8 * interval '1 second'`;
  return [
    aged('signatures.codes', 'ConfirmationCode', 'expiresAt', 0, now),
    {
      job: 'signatures.retention',
      table: 'Signature',
      due: Prisma.sql`${holdsSomebody} AND ${goesAt} < ${moment(now)}`,
      goesAt,
    },
    {
      job: 'people.erasures',
      table: 'Account',
      due: Prisma.sql`"eraseAt" <= ${moment(now)}`,
      goesAt: Prisma.sql`"eraseAt"`,
    },
    {
      job: 'people.invitations',
      table: 'Invitation',
      due: Prisma.sql`${invitationGoesAt} < ${moment(now)}`,
      goesAt: invitationGoesAt,
    },
  ];
}

/** When a campaign closed, whatever closed it. Its table is called `campaign` where this stands. */
export function closedAtOf(): Prisma.Sql {
  return Prisma.sql`COALESCE((SELECT max(moved."at") FROM "CampaignTransition" moved WHERE moved."campaignId" = campaign."id" AND moved."to" = 'closed'), campaign."closesAt", campaign."changedAt")`;
}

/** Deletes what one job's rules say is due. @returns how many rows went. */
export async function purge({ prisma }: Database, rules: readonly RetentionRule[], job: string): Promise<number> {
  let gone = 0;
  for (const { table, due } of rules.filter((rule) => rule.job === job))
    gone += await prisma.$executeRaw(Prisma.sql`DELETE FROM ${Prisma.raw(`"${table}"`)} WHERE ${due}`);
  return gone;
}

export interface RetentionOutlook {
  readonly job: string;
  readonly table: string;
  /** Rows that go at the job's next run. */
  readonly due: number;
  /** When the next of the others does; null: none has a date. */
  readonly next: Date | null;
}

/** What would go, and what is next. Reads only. */
export async function retentionOutlook(
  { prisma }: Database,
  periods: RetentionPeriods,
  now: Date,
): Promise<readonly RetentionOutlook[]> {
  const outlooks: RetentionOutlook[] = [];
  for (const { job, table, due, goesAt } of [...purgeRules(periods, now), ...countedRules(periods, now)]) {
    const next =
      goesAt === null
        ? Prisma.sql`NULL::timestamptz`
        : Prisma.sql`min(${goesAt}) FILTER (WHERE (${due}) IS NOT TRUE AND ${goesAt} > ${moment(now)})`;
    const rows = await prisma.$queryRaw<{ due: number; next: Date | null }[]>(
      Prisma.sql`SELECT count(*) FILTER (WHERE ${due})::int AS due, ${next} AS next FROM ${Prisma.raw(`"${table}"`)}`,
    );
    outlooks.push({ job, table, due: rows[0]?.due ?? 0, next: rows[0]?.next ?? null });
  }
  return outlooks;
}
