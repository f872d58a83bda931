import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Database } from './database.js';
import { migrate, migrationsFolder } from './migrate.js';
import { openTestDatabase } from './testing.js';

const FIRST = '20261122000000_initial';

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-upgrade-'));
  for (const name of ['migration_lock.toml', FIRST])
    cpSync(path.join(migrationsFolder(), name), path.join(folder, name), { recursive: true });
  database = await openTestDatabase();
  // Emptied: much quicker than making a new one.
  await database.prisma.$executeRaw`DROP SCHEMA public CASCADE`;
  await database.prisma.$executeRaw`CREATE SCHEMA public`;
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the first version wrote it: in SQL, for the client of today knows columns that were not there. */
const PEOPLE = [
  `INSERT INTO "Organisation" (slug, name, country, region) VALUES ('network', 'Our Network', 'MX', 'global')`,
  `INSERT INTO "Account" (email, "displayName", language) VALUES ('ana@network.org', 'Ana', 'es'), ('ivo@network.org', 'Ivo', 'en'), ('lua@network.org', 'Lua', 'en')`,
  `INSERT INTO "Membership" ("accountId", "organisationId", roles) SELECT a.id, o.id, ARRAY[CASE WHEN a.email LIKE 'ana%' THEN 'responder' ELSE 'administrator' END]::"Role"[] FROM "Account" a, "Organisation" o`,
  `INSERT INTO "Credential" ("accountId", kind, secret) SELECT id, 'password', 'hash of ' || email FROM "Account"`,
  `INSERT INTO "Session" ("tokenHash", "accountId", "expiresAt") SELECT '\\x00', id, now() + interval '1 day' FROM "Account" LIMIT 1`,
];
const WORK = [
  `INSERT INTO "Case" (id, "ownerId", language, "openedHour", "changedHour") SELECT gen_random_uuid(), id, 'es', date_trunc('hour', now()), date_trunc('hour', now()) FROM "Account" WHERE email LIKE 'ana%'`,
  `INSERT INTO "Campaign" (slug, type, region, "authorId", "duplicateKey", "dataKey") SELECT 'water', 'petition', 'global', id, '\\x01', '\\x02' FROM "Account" WHERE email LIKE 'ana%'`,
  `INSERT INTO "Signature" ("campaignId", kind, "namePublic", language, "textVersion", "nameSealed", "emailSealed") SELECT id, 'individual', true, 'en', 1, '\\x03', '\\x04' FROM "Campaign"`,
  `INSERT INTO "Resource" (slug, category, organisation, url, languages, regions, emergency) VALUES ('guide', 'digital-security', 'Somebody', 'https://example.org/', '{en}', '{global}', false)`,
];

const COUNTS = `SELECT
  (SELECT count(*) FROM "Account" WHERE status = 'active')::int AS accounts,
  (SELECT count(*) FROM "Membership" WHERE until IS NULL)::int AS memberships,
  (SELECT count(*) FROM "Credential" WHERE secret LIKE 'hash of %')::int AS passwords,
  (SELECT count(*) FROM "Case")::int AS cases,
  (SELECT count(*) FROM "Signature" WHERE "emailSealed" = '\\x04')::int AS signatures,
  (SELECT count(*) FROM "Resource")::int AS resources`;

test('a database of the first version comes up to this one with everything in it, but for sessions', async () => {
  expect(await migrate(database, folder)).toEqual([FIRST]);
  for (const statement of [...PEOPLE, ...WORK]) await database.prisma.$executeRawUnsafe(statement);
  const before = await database.prisma.$queryRawUnsafe(COUNTS);
  expect(before).toEqual([{ accounts: 3, memberships: 3, passwords: 3, cases: 1, signatures: 1, resources: 1 }]);

  expect((await migrate(database, migrationsFolder())).length).toBeGreaterThan(5);
  expect(await database.prisma.$queryRawUnsafe(COUNTS)).toEqual(before);
  const ana = await database.prisma.account.findUniqueOrThrow({
    where: { email: 'ana@network.org' },
    include: { memberships: { include: { organisation: true } } },
  });
  expect(ana.memberships).toMatchObject([{ roles: ['responder'], organisation: { name: 'Our Network' } }]);
  // They were bound to no browser, which every session is now.
  expect(await database.prisma.session.count()).toBe(0);
});
