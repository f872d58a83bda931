import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verify } from '@node-rs/argon2';
import { createEngine } from '@sos/crypto/engine';
import { loadSecrets, openCampaignKey, type Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';
import { CAMPAIGN_MOVES, parseRoster } from '@sos/domain';

import type { DemoAccount } from './seed-accounts.js';
import { daysFrom, sha256Hex } from './seed-context.js';
import { seedDemo } from './seed-demo.js';

const NOW = new Date('2026-12-01T10:20:30Z');

let database: Database;
let dataFolder: string;
const seed = (now = NOW) => seedDemo({ database, dataFolder, secrets: loadSecrets(dataFolder, 'demo'), now });
const readAccounts = () =>
  JSON.parse(readFileSync(path.join(dataFolder, 'demo-accounts.json'), 'utf8')) as DemoAccount[];

beforeAll(async () => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'sos-seed-'));
  database = await openTestDatabase();
  await seed();
}, 120_000);
afterAll(async () => {
  await database.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function countEverything() {
  const { prisma } = database;
  return Promise.all([
    prisma.account.count(),
    prisma.credential.count(),
    prisma.publicKey.count(),
    prisma.roster.count(),
    prisma.resourceText.count(),
    prisma.campaign.count(),
    prisma.campaignUpdate.count(),
    prisma.signature.count(),
    prisma.signatureEvent.count(),
    prisma.partner.count(),
  ]);
}

async function rosterEvidence() {
  const { prisma } = database;
  const [sets, roster, keys] = await Promise.all([
    prisma.rootSet.findMany({ orderBy: { version: 'asc' }, include: { signatures: true } }),
    prisma.roster.findFirstOrThrow({ orderBy: { version: 'desc' }, include: { signatures: true } }),
    prisma.publicKey.findMany(),
  ]);
  const signed = (row: { bytes: Uint8Array; signatures: { armored: string }[] }) => ({
    bytes: row.bytes,
    signatures: row.signatures.map(({ armored }) => armored),
  });
  const pin = sha256Hex(sets[0]?.bytes ?? '');
  return {
    roster: signed(roster),
    rootSets: sets.map(signed),
    rootKeys: keys.filter(({ accountId }) => accountId === null).map(({ bytes }) => bytes),
    holderKeys: keys.filter(({ accountId }) => accountId !== null).map(({ bytes }) => bytes),
    pinned: { first: pin, latest: pin },
    buildDate: NOW.toISOString(),
    minimumVersion: 1,
    use: 'seal' as const,
  };
}

it('seeds the same demo once, however often it runs', async () => {
  const before = await countEverything();
  const accounts = readAccounts();
  await seed();
  expect(await countEverything()).toEqual(before);
  expect(readAccounts()).toEqual(accounts);
}, 60_000);

it('writes eleven accounts that can sign in, for their owner alone', async () => {
  const accounts = readAccounts();
  expect(statSync(path.join(dataFolder, 'demo-accounts.json')).mode & 0o777).toBe(0o600);
  expect(accounts.map(({ role, roles }) => `${role}: ${roles.join()}`)).toEqual([
    'member1: member',
    'member2: member',
    'responder1: responder',
    'responder2: responder',
    'responder3: responder',
    'coordinator: coordinator',
    'approver: approver',
    'partner: partner',
    'administrator: administrator',
    'administrator2: administrator',
    'translator: translator',
  ]);
  expect(new Set(accounts.map(({ password }) => password)).size).toBe(11);
  const member = accounts[0];
  const row = await database.prisma.account.findUniqueOrThrow({
    where: { email: member?.address ?? '' },
    include: { credentials: true },
  });
  expect(row.credentials[0]?.secret).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  expect(await verify(row.credentials[0]?.secret ?? '', member?.password ?? '')).toBe(true);
});

it('gives each member and responder a locked kit for exactly the key that is served', async () => {
  const kits = readdirSync(path.join(dataFolder, 'demo-kits'));
  expect(kits).toHaveLength(5);
  const account = readAccounts().find(({ role }) => role === 'responder2');
  const passphrase = account?.vaultPassphrase ?? '';
  const row = await database.prisma.account.findUniqueOrThrow({
    where: { email: account?.address ?? '' },
    include: { keys: true },
  });
  const file = path.join(dataFolder, 'demo-kits', `${row.id}.asc`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const engine = createEngine({ now: () => NOW });
  const armored = readFileSync(file, 'utf8');
  const opened = await engine.restoreFromKit({
    armored,
    kitPassphrase: passphrase,
    vaultPassphrase: passphrase,
    kdf: 'iterated',
  });
  expect(row.keys.map(({ fingerprint, encryptionSubkeyId }) => ({ fingerprint, encryptionSubkeyId }))).toEqual([
    { fingerprint: opened.fingerprint, encryptionSubkeyId: opened.encryptionSubkeyId },
  ]);
}, 60_000);

it('publishes a roster that a browser trusts, and renews it when it runs short', async () => {
  const first = await createEngine({ now: () => NOW }).verifyRoster(await rosterEvidence());
  expect(first).toMatchObject({ ok: true, version: 1, renewalDue: false, holders: [{ role: 'responder' }, {}, {}] });

  await seed(daysFrom(NOW, 19));
  expect(await database.prisma.roster.count()).toBe(1);
  const later = daysFrom(NOW, 25);
  await seed(later);
  const rosters = await database.prisma.roster.findMany({ orderBy: { version: 'asc' } });
  expect(parseRoster(rosters[1]?.bytes ?? new Uint8Array())?.prevSha256).toBe(sha256Hex(rosters[0]?.bytes ?? ''));
  const previous = { version: 1, sha256: sha256Hex(rosters[0]?.bytes ?? '') };
  const second = await createEngine({ now: () => later }).verifyRoster({ ...(await rosterEvidence()), previous });
  expect(second).toMatchObject({ ok: true, version: 2, renewalDue: false });
}, 60_000);

it('moves every campaign only as the rules allow, with another person approving', async () => {
  const campaigns = await database.prisma.campaign.findMany({
    include: { transitions: { orderBy: { at: 'asc' } }, approvals: true, texts: true },
  });
  expect(campaigns.map(({ status }) => status).sort()).toEqual([
    'archived',
    'open',
    'open',
    'open',
    'open',
    'open',
    'open',
  ]);
  for (const { authorId, status, transitions, approvals, texts } of campaigns) {
    const moves = transitions.map(({ from, to }) => `${from}>${to}`);
    expect(CAMPAIGN_MOVES.map(({ from, to }) => `${from}>${to}`)).toEqual(expect.arrayContaining(moves));
    expect(transitions.at(-1)?.to).toBe(status);
    expect(approvals.map(({ approverId }) => approverId)).not.toContain(authorId);
    expect(texts.map(({ language }) => language).sort()).toEqual(['en', 'es']);
  }
  const references = campaigns.map(({ reference }) => reference).filter(Boolean);
  expect(references.sort()).toEqual(['SOS-UA-2026-001', 'SOS-UA-2026-002']);
});

it('wraps each campaign’s keys under the secrets of this data folder', async () => {
  const { wrappingKey } = loadSecrets(dataFolder, 'demo');
  const campaigns = await database.prisma.campaign.findMany();
  const keys = campaigns.flatMap((campaign) => [
    openCampaignKey(wrappingKey, campaign, 'duplicate'),
    openCampaignKey(wrappingKey, campaign, 'data'),
  ]);
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(campaigns.length * 2);
});

it('has signatures with their events in order, inside the time the campaign was open', async () => {
  const rows = await database.sql`
    SELECT c.slug, count(*) FILTER (WHERE e.kind = 'confirmed')::int AS confirmed,
      count(*) FILTER (WHERE e.at < c."opensAt" OR e.at > c."closesAt" + interval '1 hour')::int AS outside
    FROM "Campaign" c JOIN "SignatureEvent" e ON e."campaignId" = c.id GROUP BY c.slug`;
  expect(rows).toHaveLength(7);
  expect(rows.every(({ outside }) => outside === 0)).toBe(true);
  expect(Number(rows.find(({ slug }) => slug === 'keep-orimar-valley-water-public')?.['confirmed'])).toBeGreaterThan(
    350,
  );
});

it('speaks Spanish without slashes in resources', async () => {
  const texts = await database.prisma.resourceText.findMany({ where: { language: 'es' } });
  expect(texts).toHaveLength(127);
  expect(texts.filter(({ title, summary }) => /\p{L}\/(as|os|a|o)\b/u.test(`${title} ${summary}`))).toEqual([]);
});
