import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { DatabaseProblem, makePrivateFolder, writePrivateFile } from '@sos/database';
import { PASSWORD_COST, ROLES } from '@sos/domain';
import { z } from 'zod';

import { addressOf, DEMO_ORGANISATIONS, DEMO_PEOPLE, holdsKey, type DemoPerson, type DemoRole } from './people.js';
import type { SeedContext } from './seed-context.js';

const PASSWORD_WORDS = 4;

const demoAccountsSchema = z.array(
  z.strictObject({
    role: z.string(),
    name: z.string(),
    address: z.string(),
    password: z.string(),
    vaultPassphrase: z.string().nullable(),
    roles: z.array(z.enum(ROLES)),
    organisation: z.string(),
  }),
);
export type DemoAccount = z.infer<typeof demoAccountsSchema>[number];

/** Account ids by role. */
export type SeededPeople = ReadonlyMap<DemoRole, string>;

export async function seedOrganisations({ database }: SeedContext): Promise<ReadonlyMap<string, string>> {
  await database.prisma.organisation.createMany({ data: [...DEMO_ORGANISATIONS], skipDuplicates: true });
  const rows = await database.prisma.organisation.findMany({ select: { id: true, slug: true } });
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

function accountsFile(dataFolder: string): string {
  return path.join(dataFolder, 'demo-accounts.json');
}

async function newAccount({ engine }: SeedContext, person: DemoPerson): Promise<DemoAccount> {
  const { role, name, roles } = person;
  const password = (await engine.generatePassphrase()).split(' ').slice(0, PASSWORD_WORDS).join('-');
  const vaultPassphrase = holdsKey(person) ? await engine.generatePassphrase() : null;
  const organisation = DEMO_ORGANISATIONS.find(({ slug }) => slug === person.organisation)?.name ?? '';
  return { role, name, address: addressOf(role), password, vaultPassphrase, roles: [...roles], organisation };
}

/** Written before the rows it opens: a seed that is cut short goes on with the same words, and one of an older version adds to them. */
async function readOrMakeAccounts(context: SeedContext): Promise<readonly DemoAccount[]> {
  const file = accountsFile(context.dataFolder);
  const known = existsSync(file) ? demoAccountsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  if (known.length === 0) await assertNoAccountsYet(context, file);
  const missing = DEMO_PEOPLE.filter((person) => known.every(({ role }) => role !== person.role));
  if (missing.length === 0) return known;
  const accounts = [...known, ...(await Promise.all(missing.map((person) => newAccount(context, person))))];
  writePrivateFile(file, `${JSON.stringify(accounts, null, 2)}\n`);
  return accounts;
}

async function assertNoAccountsYet({ database }: SeedContext, file: string): Promise<void> {
  const email = { in: DEMO_PEOPLE.map(({ role }) => addressOf(role)) };
  if ((await database.prisma.account.count({ where: { email } })) === 0) return;
  throw new DatabaseProblem(
    'secrets_missing',
    `${file} is gone, and with it the passwords of the demo accounts: start over with npm run reset.`,
  );
}

async function seedAccount(
  { database }: SeedContext,
  person: DemoPerson,
  account: DemoAccount,
  organisationId: string,
): Promise<string> {
  const email = account.address;
  const existing = await database.prisma.account.findUnique({ where: { email }, select: { id: true } });
  if (existing) return existing.id;
  const secret = await hash(account.password.normalize('NFC'), PASSWORD_COST);
  const { id } = await database.prisma.account.create({
    data: {
      email,
      displayName: person.name,
      language: person.language,
      credentials: { create: { kind: 'password', secret } },
      memberships: {
        create: { organisationId, roles: [...person.roles], focalPoint: person.roles.includes('member') },
      },
    },
    select: { id: true },
  });
  return id;
}

/** The kit is written before the key is known to anyone: a public key without a private one could only lose reports. */
async function seedKey(
  { database, dataFolder, engine }: SeedContext,
  accountId: string,
  passphrase: string,
): Promise<void> {
  if ((await database.prisma.publicKey.count({ where: { accountId, retiredAt: null } })) > 0) return;
  const { key, fingerprint, keySha256, publicKey, encryptionSubkeyId } = await engine.generateKey();
  const folder = path.join(dataFolder, 'demo-kits');
  makePrivateFolder(folder);
  writePrivateFile(path.join(folder, `${accountId}.asc`), await engine.exportRecoveryKit({ key, passphrase }));
  await engine.lock({ key });
  await database.prisma.publicKey.create({
    data: {
      fingerprint,
      bytes: publicKey,
      sha256: Uint8Array.from(Buffer.from(keySha256, 'hex')),
      encryptionSubkeyId,
      accountId,
    },
  });
}

export async function seedPeople(
  context: SeedContext,
  organisations: ReadonlyMap<string, string>,
): Promise<SeededPeople> {
  const accounts = await readOrMakeAccounts(context);
  const people = new Map<DemoRole, string>();
  for (const person of DEMO_PEOPLE) {
    const account = accounts.find(({ role }) => role === person.role);
    const organisationId = organisations.get(person.organisation);
    if (!account || organisationId === undefined) throw new Error(`the demo account ${person.role} is incomplete`);
    const id = await seedAccount(context, person, account, organisationId);
    if (account.vaultPassphrase !== null) await seedKey(context, id, account.vaultPassphrase);
    people.set(person.role, id);
  }
  context.say(`Demo accounts: ${people.size}, their passwords in ${accountsFile(context.dataFolder)}`);
  return people;
}
