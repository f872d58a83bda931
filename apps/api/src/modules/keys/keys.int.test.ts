import { createEngine } from '@sos/crypto/engine';
import { randomBytes } from 'node:crypto';

import { makeAccount, type TestAccount } from '../../testing/factories.js';
import { startTestApi, type TestApi } from '../../testing/start-test-api.js';
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
