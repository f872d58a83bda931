import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verify } from '@node-rs/argon2';
import { createEngine } from '@sos/crypto/engine';
import type { Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';
import { parseRootSet } from '@sos/domain';

import { readPublicKey } from './ceremony/keys.js';
import { openBench, type Bench } from './testing/bench.js';

type Key = Awaited<ReturnType<Bench['makeKey']>>;

const ROOTS = ['oak', 'elm', 'ash'];
const RESPONDERS = ['heron', 'wren'];
const URL = ['--database', 'postgresql://the-test-brings-its-own'];
const ADDRESS = (name: string): string => `${name}@response.org`;

let bench: Bench;
let database: Database;
let gnupgHome: string;
let roots: readonly Key[];
let responders: readonly Key[];
const inside = (name = ''): string => bench.path('ceremony', name);
const publish = (...more: string[]) => bench.sos('roster', 'publish', inside(), ...URL, ...more);

beforeAll(async () => {
  bench = openBench();
  // Short: a socket of GnuPG's agent has to fit in it.
  gnupgHome = mkdtempSync(path.join(os.tmpdir(), 'sos-g-'));
  database = await openTestDatabase();
  bench.database = database;
  roots = await Promise.all(ROOTS.map((name) => bench.makeKey(name)));
  responders = await Promise.all(RESPONDERS.map((name) => bench.makeKey(name)));
}, 120_000);
afterAll(async () => {
  execFileSync('gpgconf', ['--homedir', gnupgHome, '--kill', 'all']);
  rmSync(gnupgHome, { recursive: true, force: true });
  await database.close();
  bench.close();
});

const gpg = (...args: string[]): string =>
  execFileSync('gpg', ['--homedir', gnupgHome, '--batch', '--pinentry-mode', 'loopback', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  });

/** Runs the very command that `sos roster sign` prints, in the real GnuPG that has imported the root's key. */
async function signWithGpg(file: string, { privateKey, passphraseFile, publicKey }: Key): Promise<void> {
  gpg('--passphrase-file', passphraseFile, '--import', privateKey);
  const { fingerprint } = await readPublicKey(createEngine(), publicKey);
  const printed = await bench.done('roster', 'sign', file);
  const command = printed.split('\n').find((line) => line.startsWith('gpg ')) ?? '';
  const words = command.replaceAll('YOUR-KEY', fingerprint).split(' ').slice(1);
  gpg('--passphrase-file', passphraseFile, ...words.map((word) => word.replaceAll("'", '')));
}

async function signWithFile(file: string, { privateKey, passphraseFile }: Key): Promise<void> {
  await bench.done('roster', 'sign', file, '--key', privateKey, '--passphrase-file', passphraseFile);
}

async function addAccount(name: string, ...organisation: string[]): Promise<string> {
  const role = ['--role', 'responder', '--language', 'es'];
  return bench.done(
    'account',
    'add',
    ...URL,
    '--address',
    ADDRESS(name),
    '--name',
    name,
    ...role,
    '--organisation',
    ...organisation,
  );
}

/** As the service does when a responder registers the key made in the browser. */
async function register(name: string, { publicKey }: Key): Promise<void> {
  const {
    fingerprint,
    publicKey: bytes,
    keySha256,
    encryptionSubkeyId,
  } = await readPublicKey(createEngine(), publicKey);
  const { id } = await database.prisma.account.findUniqueOrThrow({ where: { email: ADDRESS(name) } });
  const sha256 = Uint8Array.from(Buffer.from(keySha256, 'hex'));
  await database.prisma.publicKey.create({ data: { fingerprint, bytes, sha256, encryptionSubkeyId, accountId: id } });
}

/** Its one entry has no grant at all. */
async function caseNobodyReads(): Promise<string> {
  const { prisma } = database;
  const { id: ownerId } = await prisma.account.findFirstOrThrow();
  const storedHour = new Date('2026-12-01T10:00:00.000Z');
  const { id } = await prisma.case.create({
    data: { id: randomUUID(), ownerId, language: 'en', openedHour: storedHour, changedHour: storedHour },
  });
  const [seipd, seipdSha256] = [new Uint8Array(4), new Uint8Array(32)];
  const about = { caseId: id, position: 1, audience: 'case', rosterVersion: 1, authorId: ownerId } as const;
  await prisma.entry.create({ data: { id: randomUUID(), ...about, seipd, seipdSha256, storedHour } });
  return id;
}

const fetchedHolders = (): string[] => RESPONDERS.map((name) => `${bench.path(`${name}.fetched.asc`)}:responder`);

/** What the service gives a browser, out of the database alone. */
async function publishedEvidence() {
  const { prisma } = database;
  const sets = await prisma.rootSet.findMany({ orderBy: { version: 'asc' }, include: { signatures: true } });
  const roster = await prisma.roster.findFirstOrThrow({ orderBy: { version: 'desc' }, include: { signatures: true } });
  const keys = await prisma.publicKey.findMany();
  const names = new Set(
    sets.flatMap(({ bytes }) => parseRootSet(bytes)?.members ?? []).map(({ fingerprint }) => fingerprint),
  );
  const signed = (row: { bytes: Uint8Array; signatures: { armored: string }[] }) => ({
    bytes: row.bytes,
    signatures: row.signatures.map(({ armored }) => armored),
  });
  const pin = Buffer.from(sets[0]?.sha256 ?? []).toString('hex');
  return {
    roster: signed(roster),
    rootSets: sets.map(signed),
    rootKeys: keys.filter(({ fingerprint }) => names.has(fingerprint)).map(({ bytes }) => bytes),
    holderKeys: keys.filter(({ fingerprint }) => !names.has(fingerprint)).map(({ bytes }) => bytes),
    pinned: { first: pin, latest: pin },
    buildDate: new Date(0).toISOString(),
    minimumVersion: 1,
    use: 'seal' as const,
  };
}

describe('setting up a service, step by step', () => {
  it('makes a root set, signed by one root with a key file and by one with GnuPG', async () => {
    const out = await bench.done(
      'roster',
      'init',
      inside(),
      '--threshold',
      '2',
      ...roots.map(({ publicKey }) => publicKey),
    );
    expect(out).toContain('root set 1, 2 of 3 must sign');
    const [oak, elm] = roots;
    if (!oak || !elm) throw new Error('the roots are missing');
    await signWithFile(inside('roots-1.json'), oak);
    expect((await bench.sos('roster', 'verify', inside())).warnings).toContain('has 1 of the 2 signatures');
    await signWithGpg(inside('roots-1.json'), elm);
    expect((await bench.sos('roster', 'verify', inside())).out).toContain('No roster yet.');
    expect((await publish()).warnings).toContain('The folder holds no roster yet.');
  }, 60_000);

  it('adds accounts whose generated passwords open them', async () => {
    const said = await addAccount('heron', 'network-secretariat:Network Secretariat:MX:latin-america-caribbean');
    const again = await addAccount('wren', 'network-secretariat');
    const password = /^ {2}(\S+)$/m.exec(said)?.[1] ?? '';
    expect(password.split('-').length).toBeGreaterThanOrEqual(6);
    expect(again).not.toContain(password);
    const account = await database.prisma.account.findUniqueOrThrow({
      where: { email: ADDRESS('heron') },
      include: { credentials: true, memberships: { include: { organisation: true } } },
    });
    expect(account).toMatchObject({ language: 'es', status: 'active', displayName: 'heron' });
    expect(account.memberships).toMatchObject([
      { roles: ['responder'], organisation: { slug: 'network-secretariat', country: 'MX' } },
    ]);
    expect(account.credentials[0]?.secret).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(await verify(account.credentials[0]?.secret ?? '', password)).toBe(true);
  }, 60_000);

  it('gives a new password in the place of a lost one, and ends what the old one opened', async () => {
    const where = { email: ADDRESS('wren') };
    const { id } = await database.prisma.account.findUniqueOrThrow({ where });
    const device = { accountId: id, hash: new Uint8Array(32), browser: 'other', system: 'other' };
    const { id: deviceId } = await database.prisma.device.create({ data: device });
    await database.prisma.session.create({
      data: { tokenHash: new Uint8Array(32), accountId: id, deviceId, expiresAt: new Date() },
    });
    const said = await bench.done('account', 'password', ...URL, '--address', ADDRESS('wren'));
    const password = /^ {2}(\S+)$/m.exec(said)?.[1] ?? '';
    const account = await database.prisma.account.findUniqueOrThrow({
      where,
      include: { credentials: true, sessions: true },
    });
    expect(account.sessions).toEqual([]);
    expect(account.credentials).toHaveLength(1);
    expect(await verify(account.credentials[0]?.secret ?? '', password)).toBe(true);
    const unknown = await bench.sos('account', 'password', ...URL, '--address', 'nobody@response.org');
    expect(unknown).toMatchObject({ code: 1, out: '', warnings: 'There is no account for nobody@response.org.' });
  });

  it('refuses an account that is there, an organisation that is not, and half an organisation', async () => {
    const add = (address: string, organisation: string, roles = 'member') =>
      bench.sos(
        'account',
        'add',
        ...URL,
        '--address',
        address,
        '--name',
        'x',
        '--role',
        roles,
        '--organisation',
        organisation,
      );
    const cases = await Promise.all([
      add(ADDRESS('heron'), 'network-secretariat'),
      add('new@response.org', 'nobody'),
      add('new@response.org', 'network-secretariat:Another Name:MX:global'),
      add('new@response.org', 'new:New:Mexico:global'),
      add('new@response.org', 'new:New:MX:the-moon'),
      add('new@sos.example', 'network-secretariat'),
      add('new@response.org', 'network-secretariat', 'administrator,responder'),
    ]);
    expect(cases.map(({ code, warnings }) => `${code} ${warnings.split('\n')[0] ?? ''}`)).toEqual([
      `1 There is an account for ${ADDRESS('heron')} already.`,
      '1 There is no organisation nobody: give --organisation nobody:NAME:COUNTRY:REGION.',
      '1 The organisation network-secretariat is there already, as "Network Secretariat".',
      '2 --organisation needs a name, and a country in two capital letters.',
      expect.stringMatching(/^2 --organisation: "the-moon" is no region; they are global,/),
      '2 An address that ends in .example reaches nobody.',
      '2 --role: one account may not be responder and administrator; make two.',
    ]);
    expect(await database.prisma.account.count()).toBe(2);
    expect(await database.prisma.organisation.count()).toBe(1);
  }, 60_000);

  it('fetches the registered keys, in the bytes they are served in', async () => {
    const fetch = (name: string) =>
      bench.sos('key', 'fetch', bench.path(`${name}.fetched.asc`), '--address', ADDRESS(name), ...URL);
    expect((await fetch('heron')).warnings).toContain('has registered no key yet');
    for (const [index, name] of RESPONDERS.entries()) {
      const key = responders[index];
      if (key) await register(name, key);
      expect((await fetch(name)).code).toBe(0);
      const [own, fetched] = await Promise.all(
        [key?.publicKey ?? '', bench.path(`${name}.fetched.asc`)].map((file) => readPublicKey(createEngine(), file)),
      );
      expect(fetched).toEqual(own);
    }
  });

  it('publishes a roster once two roots have signed it, and browsers trust what is published', async () => {
    const file = inside('roster-1.json');
    await bench.done('roster', 'add', inside(), ...fetchedHolders());
    const [, elm, ash] = roots;
    if (!elm || !ash) throw new Error('the roots are missing');
    await signWithGpg(file, elm);
    expect(await publish()).toMatchObject({ code: 1, warnings: expect.stringContaining('has 1 of the 2 signatures') });
    expect(await database.prisma.rootSet.count()).toBe(0);
    await signWithFile(file, ash);
    const { code, out } = await publish();
    expect({ code, end: out.split('\n').at(-1) }).toEqual({ code: 0, end: 'Published: root set 1, roster 1.' });
    expect((await publish()).out).toContain('All of it was published already.');

    const verdict = await createEngine().verifyRoster(await publishedEvidence());
    expect(verdict).toMatchObject({
      ok: true,
      version: 1,
      renewalDue: false,
      holders: [{ role: 'responder' }, { role: 'responder' }],
    });
    expect(out).toContain(`SOS_PINNED_ROOTS=${(await publishedEvidence()).pinned.first},`);
    const rootRows = await database.prisma.publicKey.findMany({ where: { accountId: null } });
    expect(rootRows.map(({ encryptionSubkeyId }) => encryptionSubkeyId)).toEqual([null, null, null]);
  }, 60_000);

  it('publishes the renewal, and refuses to go back or to another history', async () => {
    bench.now = new Date(bench.now.getTime() + 5000);
    const file = inside('roster-2.json');
    await bench.done('roster', 'renew', inside());
    const [oak, elm] = roots;
    if (!oak || !elm) throw new Error('the roots are missing');
    await signWithFile(file, oak);
    await signWithFile(file, elm);
    const published = await publish();
    expect(published).toMatchObject({ out: expect.stringContaining('Published: roster 2.'), warnings: '' });
    const caseId = await caseNobodyReads();
    expect((await publish()).warnings).toContain('1 entries of cases can be opened by nobody');
    await database.prisma.case.delete({ where: { id: caseId } });
    const previous = await database.prisma.roster.findUniqueOrThrow({ where: { version: 1 } });
    const trusted = { version: 1, sha256: Buffer.from(previous.sha256).toString('hex') };
    const verdict = await createEngine().verifyRoster({ ...(await publishedEvidence()), previous: trusted });
    expect(verdict).toMatchObject({ ok: true, version: 2 });

    const second = readFileSync(file);
    rmSync(file);
    expect((await publish()).warnings).toContain('The database has roster 2, and the folder ends with 1');
    bench.now = new Date(bench.now.getTime() + 5000);
    for (const name of ROOTS) rmSync(inside(`roster-2.json.${await keyId(name)}.asc`), { force: true });
    const other = inside('roster-2.json');
    await bench.done('roster', 'renew', inside());
    expect(readFileSync(other)).not.toEqual(second);
    await signWithFile(other, oak);
    await signWithFile(other, elm);
    expect((await publish()).warnings).toContain('The database has another roster 2');
    expect(await database.prisma.roster.count()).toBe(2);
  }, 60_000);
});

describe('the trace of all this', () => {
  const verify = (...more: string[]) => bench.sos('audit', 'verify', ...URL, ...more);

  it('names every act, and holds', async () => {
    const entries = await database.prisma.auditEntry.findMany({ orderBy: { sequence: 'asc' } });
    expect(entries.map(({ event, subject, facts }) => [event, subject, facts])).toEqual([
      ['account.created', 'account', { roles: 'responder', by: 'command-line' }],
      ['account.created', 'account', { roles: 'responder', by: 'command-line' }],
      ['credential.reset', 'account', { kind: 'password', by: 'command-line' }],
      ['roots.published', 'roster', { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), by: 'command-line' }],
      ['roster.published', 'roster', { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), by: 'command-line' }],
      ['roster.published', 'roster', { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), by: 'command-line' }],
    ]);
    const { code, out, warnings } = await verify('--save-head', bench.path('heads'));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/from entry 1 to 6\.\n[0-9a-f]{64}@6$/) });
    expect(warnings).toContain('No head was given');
    expect(out).toContain(await bench.done('audit', 'head', ...URL));
    expect(await verify('--head', bench.path('heads'))).toMatchObject({ code: 0, warnings: '' });
  });

  it('says in plain sentences what was done to it, against the head that was kept', async () => {
    await database.executeSql(`ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL`);
    await database.executeSql(
      `UPDATE "AuditEntry" SET "facts" = '{"roles": "member", "by": "sos"}' WHERE "sequence" = 2`,
    );
    await database.executeSql(`DELETE FROM "AuditEntry" WHERE "sequence" IN (4, 6)`);
    const { code, out, warnings } = await verify('--head', bench.path('heads'), '--save-head', bench.path('new'));
    expect({ code, out: out.split('\n'), warnings }).toEqual({
      code: 1,
      out: [
        'Entry 2 was changed after it was written.',
        'Entry 4 is missing.',
        'The log ends at entry 5, and a head was kept of entry 6: its end was cut off.',
      ],
      warnings: 'The audit log does not hold: 3 findings. Keep a copy of the database.',
    });
    expect(existsSync(bench.path('new'))).toBe(false);
    writeFileSync(bench.path('no-heads'), 'hello\n');
    expect((await verify('--head', bench.path('no-heads'))).code).toBe(2);
  });
});

async function keyId(name: string): Promise<string> {
  return (await readPublicKey(createEngine(), bench.path(`${name}.public.asc`))).fingerprint.slice(-16);
}

describe('a responder without an account', () => {
  it('is not published unless asked for, for nobody could register that key afterwards', async () => {
    const empty = await openTestDatabase();
    bench.database = empty;
    try {
      expect(await publish()).toMatchObject({
        code: 1,
        warnings: expect.stringContaining('No account has registered the responder’s key'),
      });
      expect(await empty.prisma.publicKey.count()).toBe(0);
      expect((await publish('--allow-unregistered')).out).toContain('Published: root set 1, roster 1, roster 2.');
      expect(await empty.prisma.publicKey.count({ where: { encryptionSubkeyId: { not: null } } })).toBe(2);
    } finally {
      bench.database = database;
      await empty.close();
    }
  }, 60_000);
});
