import type { KeyHandle, SealedVaultCopy } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { parseEnrolment, writeEnrolment } from '@sos/domain';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';

import { makeAccount, type TestAccount } from '../../testing/factories.js';
import { sessionHeaders, startTestApi, type TestApi } from '../../testing/start-test-api.js';
import { createKeysModule } from './index.js';
import { keyPolicy } from './key.policy.js';

const engine = createEngine({ now: () => new Date('2026-11-30T10:00:00Z') });
const ENROL = `mutation ($input: EnrolKeyInput!) { enrolKey(input: $input) { __typename
  ... on EnrolKeySuccess { key { fingerprint encryptionSubkeyId inRoster bytes } } ... on KeyRefusedProblem { code } } }`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ modules: (platform) => [createKeysModule(platform)] });
});
afterAll(() => api.close());

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

async function enrol(account: TestAccount, bytes: Uint8Array | string) {
  const input = { bytes: typeof bytes === 'string' ? bytes : toBase64(bytes) };
  const { data, errors } = await api.run(ENROL, { input }, account);
  return data?.['enrolKey'] ?? errors;
}

test('a member registers the public half of a key, and finds it again', async () => {
  const member = await makeAccount(api.database, { roles: ['member'] });
  const { publicKey, fingerprint, encryptionSubkeyId } = await engine.generateKey();
  const key = { fingerprint, encryptionSubkeyId, inRoster: false, bytes: toBase64(publicKey) };
  expect(await enrol(member, publicKey)).toEqual({ __typename: 'EnrolKeySuccess', key });
  const { data } = await api.run('{ myKey { fingerprint encryptionSubkeyId inRoster bytes } }', {}, member);
  expect(data).toEqual({ myKey: key });
});

test('the same key again is no second key; another one is refused, never put in its place', async () => {
  const member = await makeAccount(api.database, { roles: ['member'] });
  const [one, two] = [await engine.generateKey(), await engine.generateKey()];
  await enrol(member, one.publicKey);
  expect(await enrol(member, one.publicKey)).toMatchObject({ __typename: 'EnrolKeySuccess' });
  expect(await enrol(member, two.publicKey)).toEqual({ __typename: 'KeyRefusedProblem', code: 'already_enrolled' });
  const { data } = await api.run('{ myKey { fingerprint } }', {}, member);
  expect(data).toEqual({ myKey: { fingerprint: one.fingerprint } });
});

test('two keys sent at once leave one', async () => {
  const member = await makeAccount(api.database, { roles: ['member'] });
  const keys = [await engine.generateKey(), await engine.generateKey()];
  await Promise.all(keys.map(({ publicKey }) => enrol(member, publicKey)));
  expect(await api.database.prisma.publicKey.count({ where: { accountId: member.id } })).toBe(1);
});

test('nobody registers somebody else’s key, nor a key whose encryption part is somebody else’s', async () => {
  const [ana, eva] = [
    await makeAccount(api.database, { roles: ['member'] }),
    await makeAccount(api.database, { roles: ['member'] }),
  ];
  const [anas, evas] = [await engine.generateKey(), await engine.generateKey()];
  await enrol(ana, anas.publicKey);
  expect(await enrol(eva, anas.publicKey)).toEqual({ __typename: 'KeyRefusedProblem', code: 'key_in_use' });
  const bytes = new Uint8Array(randomBytes(32));
  const fingerprint = randomBytes(20).toString('hex');
  await api.database.prisma.publicKey.create({
    data: { fingerprint, bytes, sha256: bytes, encryptionSubkeyId: evas.encryptionSubkeyId },
  });
  expect(await enrol(eva, evas.publicKey)).toEqual({ __typename: 'KeyRefusedProblem', code: 'key_in_use' });
});

test('what is no public key comes back with its reason', async () => {
  const member = await makeAccount(api.database, { roles: ['member'] });
  const generated = await engine.generateKey();
  const kit = await engine.exportRecoveryKit({ key: generated.key, passphrase: await engine.generatePassphrase() });
  const privateBytes = Buffer.from(kit.split('\n\n')[1]?.split('\n=')[0] ?? '', 'base64');
  expect(await enrol(member, Buffer.from('hello'))).toEqual({ __typename: 'KeyRefusedProblem', code: 'not_a_key' });
  expect(await enrol(member, privateBytes)).toEqual({ __typename: 'KeyRefusedProblem', code: 'private_key' });
  expect(await enrol(member, Buffer.concat([generated.publicKey, generated.publicKey]))).toEqual({
    __typename: 'KeyRefusedProblem',
    code: 'several_keys',
  });
  expect(await enrol(member, 'not base64 %')).toMatchObject([{ code: 'INVALID_INPUT' }]);
  expect(await enrol(member, 'A'.repeat(90_000))).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('a role without cases registers nothing, and a visitor sees no roster', async () => {
  const coordinator = await makeAccount(api.database, { roles: ['coordinator'] });
  const { publicKey } = await engine.generateKey();
  expect(await enrol(coordinator, publicKey)).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await api.run('{ roster { version } }')).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  expect((await api.run('{ roster { version } }', {}, coordinator)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
});

describe('how long a roster is accepted', () => {
  const notAfter = new Date('2026-12-31T00:00:00Z');
  const now = new Date('2026-12-20T00:00:00Z');
  const daysBefore = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

  test.each([
    ['the latest one', null, notAfter, true],
    ['one superseded seven days ago', daysBefore(7), notAfter, true],
    ['one superseded longer ago', daysBefore(7.01), notAfter, false],
    ['the latest one past its end', null, now, false],
  ])('%s', (_what, supersededAt, end, accepted) => {
    expect(keyPolicy.acceptsRoster(supersededAt, end, now)).toBe(accepted);
  });
});

describe('a member’s copy of their vault', () => {
  const sharesFolder = (): string => path.join(api.platform.config.dataFolder, 'shares');
  const KEPT = '{ vaultCopy { keptAt } }';

  async function makeVault() {
    const { key, fingerprint } = await engine.generateKey();
    const words = await engine.generatePassphrase();
    return { fingerprint, words, vault: await engine.createVault({ key, passphrase: words, kdf: 'iterated' }) };
  }

  async function put(account: TestAccount, { share, copy }: SealedVaultCopy): Promise<number> {
    const payload = Buffer.concat([share, copy]);
    const headers = { 'content-type': 'application/octet-stream' };
    return (await api.injectAs(account, { method: 'PUT', url: '/vault-copy', headers, payload })).statusCode;
  }

  const take = (account: TestAccount) => api.injectAs(account, { method: 'POST', url: '/vault-copy/take' });

  test('is kept only when asked, comes back to a new device, and the database alone gives nothing to try', async () => {
    const member = await makeAccount(api.database, { roles: ['member'] });
    const { vault, words, fingerprint } = await makeVault();
    expect((await api.run(KEPT, {}, member)).data).toEqual({ vaultCopy: null });
    expect((await take(member)).statusCode).toBe(404);
    const sealed = await engine.sealVaultCopy({ vault });
    expect(await put(member, sealed)).toBe(204);
    expect((await api.run(KEPT, {}, member)).data).toEqual({ vaultCopy: { keptAt: api.clock.now().toISOString() } });
    const taken = await take(member);
    const [share, copy] = [taken.rawPayload.subarray(0, 32), taken.rawPayload.subarray(32)];
    expect(taken.headers['cache-control']).toBe('no-store');
    const again = await engine.openVaultCopy({ share, copy });
    expect(await engine.openVault({ vault: again, passphrase: words })).toMatchObject({ fingerprint });

    // What a dump of the database holds, to the last byte.
    const row = await api.database.prisma.vaultCopy.findUniqueOrThrow({ where: { accountId: member.id } });
    const dump = Buffer.from(row.bytes);
    expect(dump.includes(Buffer.from(sealed.share))).toBe(false);
    for (const { message } of vault.slots)
      expect(dump.includes(Buffer.from(message, 'base64').subarray(8, 24))).toBe(false);
    await expect(engine.openVault({ vault: row as never, passphrase: words })).rejects.toMatchObject({
      code: 'VAULT_DAMAGED',
    });
    await expect(
      engine.openVaultCopy({ copy: dump, share: Buffer.from(words.padEnd(32).slice(0, 32)) }),
    ).rejects.toMatchObject({
      code: 'VAULT_DAMAGED',
    });
    // The control: the share from its own folder is what was missing.
    const kept = readFileSync(path.join(sharesFolder(), `${row.shareId}.blob`));
    expect((await engine.openVaultCopy({ copy: dump, share: kept })).fingerprint).toBe(fingerprint);
  });

  test('a new copy takes the place of the old one, whose share is gone; deleting leaves neither', async () => {
    const member = await makeAccount(api.database, { roles: ['member'] });
    const { vault } = await makeVault();
    await put(member, await engine.sealVaultCopy({ vault }));
    const first = await api.database.prisma.vaultCopy.findUniqueOrThrow({ where: { accountId: member.id } });
    await put(member, await engine.sealVaultCopy({ vault }));
    expect(existsSync(path.join(sharesFolder(), `${first.shareId}.blob`))).toBe(false);
    const second = await api.database.prisma.vaultCopy.findUniqueOrThrow({ where: { accountId: member.id } });
    const { data } = await api.run('mutation { deleteVaultCopy { deleted } }', {}, member);
    expect(data).toEqual({ deleteVaultCopy: { deleted: true } });
    expect(existsSync(path.join(sharesFolder(), `${second.shareId}.blob`))).toBe(false);
    expect(await api.database.prisma.vaultCopy.count({ where: { accountId: member.id } })).toBe(0);
  });

  test('is released a few times a day, and each release leaves a trace', async () => {
    const member = await makeAccount(api.database, { roles: ['member'] });
    const { vault } = await makeVault();
    await put(member, await engine.sealVaultCopy({ vault }));
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await take(member)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const traces = await api.database.prisma.auditEntry.findMany({
      where: { actorId: member.id, event: { startsWith: 'vaultCopy.' } },
      orderBy: { sequence: 'asc' },
    });
    expect(traces.map(({ event }) => event)).toEqual([
      'vaultCopy.kept',
      ...Array.from({ length: 5 }, () => 'vaultCopy.released'),
    ]);
  });

  test('asks who it is first: a session whose proof is old neither takes nor replaces a copy', async () => {
    const member = await makeAccount(api.database, { roles: ['member'] });
    const headers = await sessionHeaders(api.platform, member);
    const ask = async (method: 'PUT' | 'POST', url: string) =>
      (
        await api.app.inject({
          method,
          url,
          headers: { ...headers, 'content-type': 'application/octet-stream' },
          payload: '',
        })
      ).json<{ code: string }>().code;
    api.clock.advance(11 * 60_000);
    expect(await ask('POST', '/vault-copy/take')).toBe('STEP_UP_REQUIRED');
    expect(await ask('PUT', '/vault-copy')).toBe('STEP_UP_REQUIRED');
  });

  test('is no responder’s: refused, and one kept before ends with the role, its share with the next sweep', async () => {
    const responder = await makeAccount(api.database, { roles: ['responder'] });
    const member = await makeAccount(api.database, { roles: ['member'] });
    const { vault } = await makeVault();
    const sealed = await engine.sealVaultCopy({ vault });
    expect(await put(responder, sealed)).toBe(403);
    await put(member, sealed);
    const { shareId } = await api.database.prisma.vaultCopy.findUniqueOrThrow({ where: { accountId: member.id } });
    await api.database.prisma.membership.updateMany({
      where: { accountId: member.id },
      data: { roles: ['responder'] },
    });
    const ended = await api.database.prisma.vaultCopy.findUniqueOrThrow({ where: { accountId: member.id } });
    expect([ended.bytes.length, ended.endedAt]).toEqual([0, expect.any(Date)]);
    expect((await take(member)).statusCode).toBe(403);
    await expect(
      api.database.prisma.vaultCopy.update({
        where: { accountId: member.id },
        data: { endedAt: null, bytes: ended.bytes },
      }),
    ).rejects.toThrow();
    const file = path.join(sharesFolder(), `${shareId}.blob`);
    utimesSync(file, new Date(0), new Date(0));
    await api.runJob('keys.sweepShares');
    expect(existsSync(file)).toBe(false);
    expect(await api.database.prisma.vaultCopy.count({ where: { accountId: member.id } })).toBe(0);
  });

  test('is of one size exactly, and nobody else’s', async () => {
    const member = await makeAccount(api.database, { roles: ['member'] });
    const coordinator = await makeAccount(api.database, { roles: ['coordinator'] });
    const sealed = await engine.sealVaultCopy({ vault: (await makeVault()).vault });
    expect(await put(member, { ...sealed, copy: sealed.copy.slice(1) })).toBe(400);
    expect(await put(member, { ...sealed, copy: new Uint8Array(200_000) })).toBe(413);
    expect(await put(coordinator, sealed)).toBe(403);
    expect((await api.app.inject({ method: 'POST', url: '/vault-copy/take' })).statusCode).toBe(401);
  });
});

describe('a key of one’s own', () => {
  const START = `mutation ($input: StartKeyProofInput!) { startKeyProof(input: $input) { __typename
    ... on KeyProofRequest { statement seal } ... on KeyRefusedProblem { code } } }`;
  const ENROL_OWN = `mutation ($input: EnrolKeyInput!) { enrolKey(input: $input) { __typename
    ... on EnrolKeySuccess { key { fingerprint custody } } ... on KeyRefusedProblem { code } } }`;

  async function start(account: TestAccount, bytes: Uint8Array) {
    const { data } = await api.run(START, { input: { bytes: toBase64(bytes) } }, account);
    return data?.['startKeyProof'] as { statement: string; seal: string; code?: string };
  }

  async function sign(key: KeyHandle, statement: string): Promise<string> {
    return engine.signForPurpose({ key, bytes: Buffer.from(statement, 'base64'), purpose: 'enrol.v1' });
  }

  async function enrolOwn(account: TestAccount, bytes: Uint8Array, proof: object) {
    const { data, errors } = await api.run(ENROL_OWN, { input: { bytes: toBase64(bytes), proof } }, account);
    return data?.['enrolKey'] ?? errors;
  }

  test('is enrolled with a signed statement, which is kept; the statement counts once', async () => {
    const responder = await makeAccount(api.database, { roles: ['responder'] });
    const { key, publicKey, fingerprint } = await engine.generateKey();
    const { statement, seal } = await start(responder, publicKey);
    const parsed = parseEnrolment(Buffer.from(statement, 'base64'));
    expect(parsed).toMatchObject({ ctx: 'enrol.v1', service: 'http://localhost:4001', fingerprint });
    const signature = await sign(key, statement);
    const proof = { statement, seal, signature };
    expect(await enrolOwn(responder, publicKey, proof)).toEqual({
      __typename: 'EnrolKeySuccess',
      key: { fingerprint, custody: 'own_tool' },
    });
    const kept = await api.database.prisma.keyProof.findUniqueOrThrow({ where: { fingerprint } });
    const verdict = await engine.verifyForPurpose({
      bytes: kept.statement,
      signature: kept.signature,
      publicKey,
      purpose: 'enrol.v1',
    });
    expect(verdict).toBe('good');
    const { data } = await api.run('{ myKey { custody proof { statement signature } } }', {}, responder);
    expect(data).toEqual({ myKey: { custody: 'own_tool', proof: { statement, signature } } });
    const other = await makeAccount(api.database, { roles: ['responder'] });
    expect(await enrolOwn(other, publicKey, proof)).toMatchObject({ code: 'proof_invalid' });
    expect(await enrolOwn(responder, publicKey, proof)).toMatchObject({ code: 'proof_spent' });
  });

  test('a statement for another key, one of our own making, and one of yesterday are refused', async () => {
    const member = await makeAccount(api.database, { roles: ['member'] });
    const [one, two] = [await engine.generateKey(), await engine.generateKey()];
    const { statement, seal } = await start(member, one.publicKey);
    const asked = { statement, seal };
    const signature = await sign(one.key, statement);
    expect(await enrolOwn(member, two.publicKey, { ...asked, signature })).toMatchObject({ code: 'proof_invalid' });
    const forged = toBase64(
      writeEnrolment({
        ctx: 'enrol.v1',
        service: 'http://localhost:4001',
        fingerprint: one.fingerprint,
        keySha256: one.keySha256,
        nonce: 'a'.repeat(32),
        issued: api.clock.now().toISOString(),
      }),
    );
    expect(await enrolOwn(member, one.publicKey, { ...asked, statement: forged, signature })).toMatchObject({
      code: 'proof_invalid',
    });
    expect(await enrolOwn(member, one.publicKey, { ...asked, signature: 'not a signature' })).toMatchObject([
      { code: 'INVALID_INPUT' },
    ]);
    api.clock.advance(61 * 60_000);
    expect(await enrolOwn(member, one.publicKey, { ...asked, signature })).toMatchObject({ code: 'proof_expired' });
    expect(await start(member, Buffer.from('hello'))).toMatchObject({ code: 'not_a_key' });
  });
});
