import { createEngine } from '@sos/crypto/engine';
import type { UnlockedKey } from '@sos/crypto';
import { purge, purgeRules } from '@sos/database';
import { toSignedBytes, type Succession } from '@sos/domain';
import { createHash, randomUUID } from 'node:crypto';

import { TestClock } from '../../testing/test-clock.js';
import { makePerson, startCaseWorld, type CaseWorld, type Person } from './testing/case-world.js';
import { fakeMessage, fakePkesk } from './testing/packets.js';

const REPLACE = `mutation ($input: ReplaceKeyInput!) { replaceKey(input: $input) { __typename
  ... on ReplaceKeySuccess { waits key { fingerprint } } ... on KeyRefusedProblem { code } } }`;
const THREAD = `query ($id: ID!) { case(id: $id) {
  entries { id granted grantAwaitsProof } successions { fromFingerprint toFingerprint signatures } } }`;
const TO_MOVE = 'query ($from: String!) { entriesToMove(from: $from) { total entries { entryId lacking } } }';
const DAY_MS = 86_400_000;
const PERIODS = { mailRetentionDays: 30, signatureRetentionMonths: 24, sessionIdleMs: 60_000, deviceDays: 180 };

type Real = Person & { readonly unlocked: UnlockedKey };

let world: CaseWorld;
let clock: { now(): Date } = new TestClock();
const engine = createEngine({ now: () => clock.now() });
const unlockedKeys = new Map<string, UnlockedKey>();
let owner: Real;
let colleague: Real;

beforeAll(async () => {
  world = await startCaseWorld(undefined, makeKey);
  clock = world.api.clock;
  [owner, colleague] = [await makeReal('member', 'Owner'), await makeReal('responder', 'Colleague')];
  await world.publishRoster(2, [world.first, colleague]);
});
afterAll(() => world.api.close());

async function makeKey(): Promise<UnlockedKey> {
  const key = await engine.generateKey();
  unlockedKeys.set(key.fingerprint, key);
  return key;
}

/** What somebody signs that they gave to somebody else. */
async function signGrant(by: Person, grantee: Person, entryId: string, change: Record<string, unknown> = {}) {
  const { seipdSha256 } = await database().entry.findUniqueOrThrow({ where: { id: entryId } });
  const roster = await database().roster.findFirstOrThrow({ orderBy: { version: 'desc' } });
  const statement = {
    ctx: 'grant.v1',
    subject: 'entry',
    entryHash: Buffer.from(seipdSha256).toString('hex'),
    granteeKeySha256: grantee.keySha256,
    rosterVersion: roster.version,
    rosterSha256: Buffer.from(roster.sha256).toString('hex'),
    writer: by.fingerprint,
    ...change,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(statement));
  const signer = unlockedKeys.get(by.fingerprint);
  if (!signer) throw new Error('a person without a key cannot sign');
  return {
    subject: 'entry',
    fingerprint: grantee.fingerprint,
    keySha256: grantee.keySha256,
    pkesk: fakePkesk(grantee.subkeyId).toString('base64'),
    statement: base64(bytes),
    signature: await engine.signForPurpose({ key: signer.key, bytes, purpose: 'grant.v1' }),
  };
}

async function makeReal(role: 'member' | 'responder', name: string): Promise<Real> {
  const unlocked = await makeKey();
  return { ...(await makePerson(world.api, [role], name, unlocked)), unlocked };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const refOf = ({ fingerprint, keySha256 }: UnlockedKey) => ({ fingerprint, keySha256 });
const refused = (code: string) => ({ __typename: 'KeyRefusedProblem', code });
const database = () => world.api.database.prisma;

interface Asking {
  readonly said?: Partial<Succession>;
  readonly oldSigner?: UnlockedKey;
  readonly newSigner?: UnlockedKey;
  readonly by?: Person;
}

async function replace(person: Real, next: UnlockedKey, { said, oldSigner, newSigner, by }: Asking = {}) {
  const at = world.api.clock.now().toISOString();
  const [from, to] = [refOf(person.unlocked), refOf(next)];
  const statement = { ctx: 'succession.v1', accountId: person.account.id, from, to, at, ...said } as Succession;
  const bytes = toSignedBytes(statement);
  const sign = ({ key }: UnlockedKey) => engine.signForPurpose({ key, bytes, purpose: 'succession.v1' });
  const input = {
    newKey: base64(next.publicKey),
    statement: base64(bytes),
    oldSignature: await sign(oldSigner ?? person.unlocked),
    newSignature: await sign(newSigner ?? next),
  };
  const { data, errors } = await world.api.run(REPLACE, { input }, (by ?? person).account);
  return data?.['replaceKey'] ?? errors;
}

function withKey(person: Real, unlocked: UnlockedKey): Real {
  const { fingerprint, keySha256, encryptionSubkeyId: subkeyId } = unlocked;
  return { ...person, fingerprint, keySha256, subkeyId, unlocked };
}

async function openCase(person: Person): Promise<{ readonly caseId: string; readonly entryId: string }> {
  const caseId = randomUUID();
  const message = fakeMessage([world.first, colleague, person].map(({ subkeyId }) => subkeyId));
  const { entryId, status } = await world.putEntry(person, { caseId, newCase: true, rosterVersion: 2, message });
  expect(status).toBe(201);
  return { caseId, entryId };
}

async function post(person: Person, url: string, payload: object) {
  const answer = await world.api.injectAs(person.account, { method: 'POST', url, payload });
  return { status: answer.statusCode, answer };
}

async function move(before: Real, after: Real, entryId: string, change: Record<string, unknown> = {}) {
  const grants = [await signGrant(before, after, entryId, change)];
  const { status, answer } = await post(before, '/entries/grants', { entryId, from: before.fingerprint, grants });
  return { status, body: answer.json<Record<string, unknown>>() };
}

async function prove(person: Real, entryId: string) {
  const { subkeyId: encryptionSubkeyId, keySha256: granteeKeySha256 } = person;
  const include = { entry: { select: { seipdSha256: true } } };
  const grant = await database().grant.findFirstOrThrow({ where: { entryId, encryptionSubkeyId }, include });
  const said = {
    ctx: 'grant-verdict.v1',
    subject: 'entry',
    entryHash: Buffer.from(grant.entry?.seipdSha256 ?? []).toString('hex'),
    granteeKeySha256,
    pkeskSha256: createHash('sha256').update(grant.pkesk).digest('hex'),
    opens: true,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(said));
  const signature = await engine.signForPurpose({ key: person.unlocked.key, bytes, purpose: 'grant-verdict.v1' });
  const verdicts = [{ entryId, statement: base64(bytes), signature }];
  return (await post(person, '/entries/grants/verdicts', { verdicts })).status;
}

async function toMove(person: Person, from: Person): Promise<number | string | undefined> {
  const { data, errors } = await world.api.run(TO_MOVE, { from: from.fingerprint }, person.account);
  return (data?.['entriesToMove'] as { total: number } | undefined)?.total ?? errors[0]?.code;
}

async function myKey(person: Person): Promise<unknown> {
  const { data } = await world.api.run('{ myKey { fingerprint } }', {}, person.account);
  return (data?.['myKey'] as { fingerprint: string } | null)?.fingerprint;
}

const grantsTo = ({ subkeyId }: Person) => database().grant.count({ where: { encryptionSubkeyId: subkeyId } });
const purgeGrants = () => purge(world.api.database, purgeRules(PERIODS, world.api.clock.now()), 'purge.grants');

test('nobody puts a key in the place of another without both, for themselves, today', async () => {
  const next = await engine.generateKey();
  const thief = await makeReal('member', 'Thief');
  expect(await replace(owner, next, { oldSigner: thief.unlocked })).toEqual(refused('bad_signature'));
  expect(await replace(owner, next, { newSigner: thief.unlocked })).toEqual(refused('bad_signature'));
  expect(await replace(owner, next, { by: thief })).toEqual(refused('other_account'));
  expect(await replace(owner, next, { by: thief, said: { accountId: thief.account.id } })).toEqual(
    refused('other_key'),
  );
  expect(await replace(owner, next, { said: { from: refOf(thief.unlocked) } })).toEqual(refused('other_key'));
  expect(await replace(owner, next, { said: { to: refOf(thief.unlocked) } })).toEqual(refused('other_key'));
  expect(await replace(owner, next, { said: { at: '2020-01-01T00:00:00.000Z' } })).toEqual(refused('date'));
  expect(await replace(owner, next, { said: { ctx: 'member-key.v1' } as never }).catch(() => 'not signed')).toBe(
    'not signed',
  );
  expect(await replace(owner, thief.unlocked)).toEqual(refused('key_in_use'));
  expect(await myKey(owner)).toBe(owner.fingerprint);
  expect(await database().keySuccession.count()).toBe(0);
});

describe('a member who changes keys', () => {
  let before: Real;
  let after: Real;
  let ours: { readonly caseId: string; readonly entryId: string };

  beforeAll(async () => {
    before = await makeReal('member', 'Member with two keys');
    ours = await openCase(before);
    after = withKey(before, await makeKey());
  });

  test('has the new one at once, and finds what only the old one opens; colleagues are told as well', async () => {
    const answer = { __typename: 'ReplaceKeySuccess', waits: false, key: { fingerprint: after.fingerprint } };
    expect(await replace(before, after.unlocked)).toEqual(answer);
    expect(await replace(before, await engine.generateKey())).toEqual(refused('other_key'));
    const { data } = await world.api.run(THREAD, { id: ours.caseId }, world.first.account);
    const successions = [{ fromFingerprint: before.fingerprint, toFingerprint: after.fingerprint }];
    expect(data?.['case']).toMatchObject({ successions });
    expect(await toMove(after, before)).toBe(1);
    expect(await toMove(world.stranger, before)).toBe('NOT_FOUND');
    const missing = await world.api.run('{ missingGrants { entries { entryId lacking } } }', {}, world.first.account);
    expect(missing.data?.['missingGrants']).toMatchObject({
      entries: [{ entryId: ours.entryId, lacking: [after.fingerprint] }],
    });
    const { entryId } = ours;
    expect((await post(after, '/entries/download', { entryId })).status).toBe(404);
    expect((await post(after, '/entries/download', { entryId, from: before.fingerprint })).status).toBe(200);
    expect((await post(world.first, '/entries/download', { entryId, from: before.fingerprint })).status).toBe(404);
  });

  test('moves entries to the new one and to nobody else', async () => {
    const { entryId } = ours;
    expect((await move(before, owner, entryId)).body).toMatchObject({ reason: 'not_admitted' });
    expect((await move(before, after, entryId, { writer: after.fingerprint })).body).toMatchObject({
      reason: 'statement',
    });
    expect((await move(before, after, entryId)).body).toEqual({ added: 1 });
    expect((await move(before, after, entryId)).body).toEqual({ added: 0 });
    expect(await toMove(after, before)).toBe(0);
  });

  test('may still be written to by the old one for a week, from an outbox that was offline', async () => {
    const message = () => fakeMessage([world.first, colleague, before].map(({ subkeyId }) => subkeyId));
    const send = () => world.putEntry(world.first, { caseId: ours.caseId, rosterVersion: 2, message: message() });
    const late = await send();
    expect(late.status).toBe(201);
    expect(await toMove(after, before)).toBe(1);
    expect((await move(before, after, late.entryId)).body).toEqual({ added: 1 });
    world.api.clock.advance(8 * DAY_MS);
    expect((await send()).status).toBe(422);
  });

  test('keeps the old grants until thirty days after the new ones have opened', async () => {
    world.api.clock.advance(31 * DAY_MS);
    await purgeGrants();
    expect(await grantsTo(before)).toBe(2);
    expect(await prove(after, ours.entryId)).toBe(200);
    await purgeGrants();
    expect(await grantsTo(before)).toBe(2);
    world.api.clock.advance(31 * DAY_MS);
    await purgeGrants();
    expect(await grantsTo(before)).toBe(1);
    expect(await grantsTo(after)).toBe(2);
  });
});

describe('a responder who changes keys', () => {
  test('goes on with the old one until the list names the new one, and loses nothing then', async () => {
    const before = colleague;
    const after = withKey(before, await makeKey());
    const held = await grantsTo(before);
    expect(await replace(before, after.unlocked)).toMatchObject({
      waits: true,
      key: { fingerprint: before.fingerprint },
    });
    expect(await myKey(before)).toBe(before.fingerprint);
    await world.publishRoster(3, [world.first, after]);
    await world.api.runJob('cases.leavers');
    expect(await grantsTo(before)).toBe(held);
    expect(await myKey(after)).toBe(after.fingerprint);
    expect(await toMove(after, before)).toBe(held);
    const { entryId } = await database().grant.findFirstOrThrow({
      where: { encryptionSubkeyId: before.subkeyId, entryId: { not: null } },
    });
    expect((await move(before, after, entryId ?? '')).body).toEqual({ added: 1 });
    expect(await toMove(after, before)).toBe(held - 1);
    await world.publishRoster(4, [world.first]);
    await world.api.runJob('cases.leavers');
    expect([await grantsTo(before), await grantsTo(after)]).toEqual([0, 0]);
  });
});

describe('a grant that does not open', () => {
  const READ = `query ($id: ID!) { case(id: $id) { entries { id granted grantAttempt grantFailed grantAwaitsProof } } }`;
  let reader: Real;
  let broken: { readonly caseId: string; readonly entryId: string; readonly hash: string };

  beforeAll(async () => {
    reader = await makeReal('responder', 'Reader');
    await world.publishRoster(5, [world.first, reader]);
    const newCase = randomUUID();
    const message = fakeMessage([world.first, reader, owner].map(({ subkeyId }) => subkeyId));
    const sent = { caseId: newCase, newCase: true, rosterVersion: 5, message };
    const { entryId: id } = await world.putEntry(owner, sent);
    const { seipdSha256 } = await database().entry.findUniqueOrThrow({ where: { id } });
    broken = { caseId: newCase, entryId: id, hash: Buffer.from(seipdSha256).toString('hex') };
  });

  const grantsOf = (person: Person) =>
    database().grant.findMany({
      where: { entryId: broken.entryId, encryptionSubkeyId: person.subkeyId },
      orderBy: { attempt: 'asc' },
    });

  async function verdictOf(person: Real, opens: boolean, change: Record<string, unknown> = {}, signer = person) {
    const pkesk = (await grantsOf(person)).at(-1)?.pkesk ?? new Uint8Array();
    const said = {
      ctx: 'grant-verdict.v1',
      subject: 'entry',
      entryHash: broken.hash,
      granteeKeySha256: person.keySha256,
      pkeskSha256: createHash('sha256').update(pkesk).digest('hex'),
      opens,
      ...change,
    };
    const bytes = new TextEncoder().encode(JSON.stringify(said));
    const purpose = 'grant-verdict.v1';
    const signature = await engine.signForPurpose({ key: signer.unlocked.key, bytes, purpose });
    return { entryId: broken.entryId, statement: Buffer.from(bytes).toString('base64'), signature };
  }

  async function say(person: Real, verdict: unknown) {
    const { status, answer } = await post(person, '/entries/grants/verdicts', { verdicts: [verdict] });
    return { status, body: answer.json<Record<string, unknown>>() };
  }

  async function again(writer: Person, grantee: Person = reader) {
    const grants = [await signGrant(writer, grantee, broken.entryId)];
    const { status, answer } = await post(writer, '/entries/grants', { entryId: broken.entryId, grants });
    return { status, body: answer.json<Record<string, unknown>>() };
  }

  async function seen(person: Person): Promise<unknown> {
    const { data } = await world.api.run(READ, { id: broken.caseId }, person.account);
    return (data?.['case'] as { entries: unknown[] }).entries[0];
  }

  async function lackingHere(person: Person): Promise<unknown> {
    const MISSING = '{ missingGrants { entries { entryId caseId blobId lacking failed } } }';
    const { data } = await world.api.run(MISSING, {}, person.account);
    const { entries } = data?.['missingGrants'] as { entries: readonly { readonly entryId: string }[] };
    return entries.filter(({ entryId }) => entryId === broken.entryId);
  }

  test('is nobody else’s to report, and nothing is made again while none is reported', async () => {
    const other = { pkeskSha256: 'a'.repeat(64) };
    const { body: unsigned } = await say(reader, await verdictOf(reader, false, {}, owner));
    expect(unsigned).toMatchObject({ reason: 'signature' });
    expect((await say(owner, await verdictOf(reader, false))).body).toMatchObject({ reason: 'statement' });
    expect((await say(reader, await verdictOf(reader, false, other))).body).toMatchObject({ reason: 'statement' });
    expect((await say(reader, await verdictOf(reader, false, { entryHash: 'b'.repeat(64) }))).status).toBe(422);
    expect((await again(world.first, owner)).body).toMatchObject({ reason: 'not_admitted' });
    expect((await again(world.first)).body).toEqual({ added: 0 });
    expect(await grantsOf(reader)).toHaveLength(1);
    expect(await lackingHere(world.first)).toEqual([]);
  });

  test('is made again by any reader, once, beside the old one', async () => {
    expect(await say(reader, await verdictOf(reader, false))).toEqual({ status: 200, body: { recorded: 1 } });
    const { caseId, entryId } = broken;
    const expected = { entryId, caseId, blobId: null, lacking: [reader.fingerprint], failed: [reader.fingerprint] };
    expect(await lackingHere(world.first)).toEqual([expected]);
    expect(await lackingHere(owner)).toEqual([expected]);
    expect(await lackingHere(reader)).toEqual([]);
    expect(await seen(reader)).toMatchObject({ grantAttempt: 0, grantFailed: true, grantAwaitsProof: false });
    const answers = await Promise.all([again(world.first), again(owner)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.reduce((sum, { body }) => sum + Number(body['added']), 0)).toBe(1);
    expect((await grantsOf(reader)).map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(await lackingHere(world.first)).toEqual([]);
    expect(await seen(reader)).toMatchObject({ grantAttempt: 1, grantFailed: false, grantAwaitsProof: true });
    const download = { method: 'POST', url: '/entries/download', payload: { entryId: broken.entryId } } as const;
    const { rawPayload } = await world.api.injectAs(reader.account, download);
    const served = (await grantsOf(reader)).at(-1)?.pkesk ?? new Uint8Array();
    expect(rawPayload.subarray(0, served.length)).toEqual(Buffer.from(served));
  });

  test('goes thirty days after its reader has opened the new one, and not before they have', async () => {
    const month = 31 * 86_400_000;
    world.api.clock.advance(month);
    await purgeGrants();
    expect(await grantsOf(reader)).toHaveLength(2);
    expect((await say(reader, await verdictOf(reader, true))).body).toEqual({ recorded: 1 });
    expect((await say(reader, await verdictOf(reader, true))).body).toEqual({ recorded: 0 });
    await purgeGrants();
    expect(await grantsOf(reader)).toHaveLength(2);
    world.api.clock.advance(month);
    await purgeGrants();
    expect((await grantsOf(reader)).map(({ attempt }) => attempt)).toEqual([1]);
    expect(await database().grant.count({ where: { entryId: broken.entryId } })).toBe(3);
  });
});
