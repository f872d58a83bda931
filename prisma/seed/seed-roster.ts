import { appendAudit, type NewAuditEntry } from '@sos/audit';
import { parseRoster, ROSTER_RENEW_DAYS, ROSTER_VALID_DAYS, toSignedBytes, type Roster } from '@sos/domain';

import { appendToLog } from '@sos/log/store';

import { readDemoRoot, readDemoRootSet, ROOT_NUMBERS, signWithDemoRoots } from './demo-roots.js';
import type { SeededPeople } from './seed-accounts.js';
import { daysFrom, sha256, sha256Hex, type SeedContext } from './seed-context.js';

/** The demo renews its roster by itself when fewer days than this are left. */
const RENEW_WITHIN_DAYS = 10;
const ROOT_SET_VERSION = 1;

export async function seedRootSet({ database, engine, now }: SeedContext): Promise<void> {
  if ((await database.prisma.rootSet.count({ where: { version: ROOT_SET_VERSION } })) > 0) return;
  const roots = await Promise.all(ROOT_NUMBERS.map((number) => readDemoRoot(engine, number)));
  const bytes = readDemoRootSet();
  const signatures = roots.map(({ fingerprint, signature }) => ({ rootFingerprint: fingerprint, armored: signature }));
  await database.prisma.$transaction(async (tx) => {
    await tx.publicKey.createMany({
      skipDuplicates: true,
      data: roots.map(({ fingerprint, publicKey }) => ({ fingerprint, bytes: publicKey, sha256: sha256(publicKey) })),
    });
    await tx.rootSet.create({
      data: {
        version: ROOT_SET_VERSION,
        bytes,
        sha256: sha256(bytes),
        signatures: { createMany: { data: signatures } },
      },
    });
    await appendToLog(tx, { kind: 'roots', sha256: sha256(bytes), reference: String(ROOT_SET_VERSION) }, now);
    await appendAudit(tx, publication('roots.published', ROOT_SET_VERSION, bytes), now);
  });
}

function publication(event: 'roots.published' | 'roster.published', version: number, bytes: Uint8Array): NewAuditEntry {
  const facts = { sha256: sha256Hex(bytes), by: 'demo' };
  return { event, actorId: null, subject: 'roster', subjectId: String(version), facts };
}

function datesFrom(now: Date) {
  return {
    issued: now.toISOString(),
    renewBy: daysFrom(now, ROSTER_RENEW_DAYS).toISOString(),
    notAfter: daysFrom(now, ROSTER_VALID_DAYS).toISOString(),
  };
}

async function firstRoster({ database, now }: SeedContext, people: SeededPeople): Promise<Roster> {
  const accountIds = [...people].filter(([role]) => role.startsWith('responder')).map(([, id]) => id);
  const keys = await database.prisma.publicKey.findMany({
    where: { accountId: { in: accountIds }, retiredAt: null },
    orderBy: { fingerprint: 'asc' },
  });
  const holders = keys.map(({ fingerprint, bytes }) => ({
    fingerprint,
    keySha256: sha256Hex(bytes),
    role: 'responder' as const,
    from: now.toISOString(),
    until: null,
    status: 'active' as const,
  }));
  return {
    ctx: 'responder-roster.v1',
    version: 1,
    prevSha256: null,
    ...datesFrom(now),
    rootSetVersion: ROOT_SET_VERSION,
    teams: [{ id: 'response', holders }],
  };
}

/** Same people, later dates. The order of the fields is the format's. */
function renewed(previous: Uint8Array, now: Date): Roster {
  const roster = parseRoster(previous);
  if (!roster) throw new Error('the stored roster cannot be read');
  const { ctx, version, rootSetVersion, teams } = roster;
  return { ctx, version: version + 1, prevSha256: sha256Hex(previous), ...datesFrom(now), rootSetVersion, teams };
}

async function publish({ database, now, say }: SeedContext, roster: Roster): Promise<void> {
  const bytes = Uint8Array.from(toSignedBytes(roster));
  if (!parseRoster(bytes)) throw new Error('the new roster breaks the format');
  const signatures = await signWithDemoRoots(bytes, now);
  const rows = signatures.map(({ fingerprint, armored }) => ({ rootFingerprint: fingerprint, armored }));
  await database.prisma.$transaction(async (tx) => {
    await tx.roster.create({
      data: {
        version: roster.version,
        bytes,
        sha256: sha256(bytes),
        issued: new Date(roster.issued),
        renewBy: new Date(roster.renewBy),
        notAfter: new Date(roster.notAfter),
        signatures: { createMany: { data: rows } },
      },
    });
    await appendToLog(tx, { kind: 'roster', sha256: sha256(bytes), reference: String(roster.version) }, now);
    await appendAudit(tx, publication('roster.published', roster.version, bytes), now);
  });
  say(
    `Roster ${roster.version}: signed by ${signatures.length} demo roots, good until ${roster.notAfter.slice(0, 10)}`,
  );
}

export async function seedRoster(context: SeedContext, people: SeededPeople): Promise<void> {
  const latest = await context.database.prisma.roster.findFirst({ orderBy: { version: 'desc' } });
  if (!latest) return publish(context, await firstRoster(context, people));
  if (latest.renewBy > daysFrom(context.now, RENEW_WITHIN_DAYS)) return undefined;
  return publish(context, renewed(latest.bytes, context.now));
}
