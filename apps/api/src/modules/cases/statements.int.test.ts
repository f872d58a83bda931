import { createEngine } from '@sos/crypto/engine';
import type { UnlockedKey } from '@sos/crypto';
import { parseRoster, toSignedBytes, type MemberKey, type Suspension } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import { makePerson, startCaseWorld, type CaseWorld, type Person } from './testing/case-world.js';
import { fakeMessage } from './testing/packets.js';

const SUSPEND = `mutation ($input: StatementInput!) { suspendKey(input: $input) { __typename
  ... on SuspendKeySuccess { effective } ... on StatementRefusedProblem { code } } }`;
const VOUCH = `mutation ($input: StatementInput!) { vouchForKey(input: $input) { __typename
  ... on VouchForKeySuccess { key { statements { bytes signatures { signerFingerprint } } } }
  ... on StatementRefusedProblem { code } } }`;
const ABOUT = `query ($fingerprint: String!) { memberKey(fingerprint: $fingerprint) {
  accountId displayName organisation organisationName statements { signatures { signerFingerprint } } } }`;

type RealPerson = Person & { readonly unlocked: UnlockedKey };

let world: CaseWorld;
const engine = createEngine({ now: () => world.api.clock.now() });
let [ana, ben, eva]: RealPerson[] = [];
let rosterSha256: string;

async function makeReal(name: string): Promise<RealPerson> {
  const unlocked = await engine.generateKey();
  return { ...(await makePerson(world.api, ['responder'], name, unlocked)), unlocked };
}

beforeAll(async () => {
  world = await startCaseWorld();
  [ana, ben, eva] = [await makeReal('Ana'), await makeReal('Ben'), await makeReal('Eva')];
  rosterSha256 = await world.publishRoster(2, team());
});
afterAll(() => world.api.close());

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the world lacks something');
  return value;
}
function team(): RealPerson[] {
  return [need(ana), need(ben), need(eva)];
}

function suspensionOf({ fingerprint, keySha256 }: Person, change: Partial<Suspension> = {}): Suspension {
  const at = world.api.clock.now().toISOString();
  return { ctx: 'suspend.v1', rosterVersion: 2, rosterSha256, fingerprint, keySha256, at, ...change };
}

async function sign(signer: RealPerson, statement: Suspension | MemberKey) {
  const bytes = toSignedBytes(statement);
  const signature = await engine.signForPurpose({ key: signer.unlocked.key, bytes, purpose: statement.ctx });
  return { bytes: Buffer.from(bytes).toString('base64'), signature };
}

async function suspend(signer: RealPerson, statement: Suspension, by: Person = signer) {
  const { data, errors } = await world.api.run(SUSPEND, { input: await sign(signer, statement) }, by.account);
  return data?.['suspendKey'] ?? errors;
}

const refused = (code: string) => ({ __typename: 'StatementRefusedProblem', code });
const ids = (...people: Person[]): string[] => [...people, world.member].map(({ subkeyId }) => subkeyId);
const send = (message: Uint8Array, rosterVersion = 2) =>
  world.putEntry(world.member, { caseId: randomUUID(), newCase: true, rosterVersion, message });
const grantsOf = async (entryId: string) =>
  (await world.api.database.prisma.grant.findMany({ where: { entryId } })).map((row) => row.encryptionSubkeyId).sort();

describe('a suspension', () => {
  test('is refused for what it must not do, and then nothing is stored', async () => {
    const [one, two] = [need(ana), need(ben)];
    const honest = suspensionOf(one);
    const stranger = { ...(await makeReal('Stranger')) };
    expect(await suspend(one, { ...honest, status: 'active' } as Suspension)).toEqual(refused('malformed'));
    expect(await suspend(one, { ...honest, rosterVersion: 1 })).toEqual(refused('other_roster'));
    expect(await suspend(one, { ...honest, rosterSha256: 'a'.repeat(64) })).toEqual(refused('other_roster'));
    expect(await suspend(one, { ...honest, at: '2020-01-01T00:00:00.000Z' })).toEqual(refused('date'));
    expect(await suspend(one, suspensionOf(world.member))).toEqual(refused('not_a_holder'));
    expect(await suspend(stranger, honest)).toEqual(refused('may_not_sign'));
    expect(await suspend(one, honest, two)).toEqual(refused('bad_signature'));
    const other = await sign(one, { ...honest, at: new Date(world.api.clock.now().getTime() - 1000).toISOString() });
    const swapped = { ...(await sign(one, honest)), signature: other.signature };
    const { data } = await world.api.run(SUSPEND, { input: swapped }, one.account);
    expect(data?.['suspendKey']).toEqual(refused('bad_signature'));
    expect(
      (await world.api.run(SUSPEND, { input: { bytes: 'e30=', signature: 'x' } }, one.account)).errors,
    ).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await world.api.database.prisma.suspension.count()).toBe(0);
  });

  test('of a colleague waits for the second of two, is shown to responders only, and then acts', async () => {
    const [one, two, three] = [need(ana), need(ben), need(eva)];
    const statement = suspensionOf(three);
    expect(await suspend(one, statement)).toEqual({ __typename: 'SuspendKeySuccess', effective: false });
    expect(await suspend(one, statement)).toEqual({ __typename: 'SuspendKeySuccess', effective: false });
    const asked = '{ suspensionRequests { bytes signatures { signerFingerprint } } }';
    expect((await world.api.run(asked, {}, two.account)).data?.['suspensionRequests']).toMatchObject([
      { signatures: [{ signerFingerprint: one.fingerprint }] },
    ]);
    expect((await world.api.run(asked, {}, world.member.account)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const served = '{ roster { suspensions { bytes signatures { armored } } } }';
    expect((await world.api.run(served, {}, world.member.account)).data).toEqual({ roster: { suspensions: [] } });
    expect((await send(fakeMessage(ids(one, two)))).status).toBe(422);

    expect(await suspend(two, statement)).toEqual({ __typename: 'SuspendKeySuccess', effective: true });
    expect((await world.api.run(served, {}, world.member.account)).data).toMatchObject({
      roster: { suspensions: [{ signatures: [{}, {}] }] },
    });
    expect((await world.api.run(asked, {}, one.account)).data).toEqual({ suspensionRequests: [] });
    expect(await suspend(one, suspensionOf(three))).toEqual(refused('already_suspended'));
    expect(await suspend(three, suspensionOf(two))).toEqual(refused('may_not_sign'));
  });

  test('acts in the gate: sealed with or without the suspended key, no grant is stored for it', async () => {
    const [one, two, three] = [need(ana), need(ben), need(eva)];
    const aware = await send(fakeMessage(ids(one, two)));
    const unaware = await send(fakeMessage(ids(one, two, three)));
    expect([aware.status, unaware.status]).toEqual([201, 201]);
    for (const { entryId } of [aware, unaware]) expect(await grantsOf(entryId)).toEqual(ids(one, two).sort());
    expect((await send(fakeMessage(ids(one)))).status).toBe(422);
    expect((await send(fakeMessage([...ids(one, two), '0'.repeat(16)]))).status).toBe(422);
    expect((await world.api.run('{ inbox { items { id } } }', {}, three.account)).data).toBeNull();
  });

  test('stays through a renewal signed ahead once its time has come, and ends with a new roster', async () => {
    const { database, clock } = world.api;
    const [one, two, three] = [need(ana), need(ben), need(eva)];
    const current = parseRoster((await database.prisma.roster.findUniqueOrThrow({ where: { version: 2 } })).bytes);
    const dates = (days: number) => {
      const at = (more: number) => new Date(clock.now().getTime() + (days + more) * 86_400_000).toISOString();
      return { issued: at(0), renewBy: at(20), notAfter: at(60) };
    };
    const renewal = { prevSha256: rosterSha256, teams: current?.teams ?? [], ...dates(1) };
    const renewedSha256 = await world.publishRoster(3, team(), renewal);
    const version = async () => (await world.api.run('{ roster { version } }', {}, one.account)).data;
    expect(await version()).toEqual({ roster: { version: 2 } });
    expect((await send(fakeMessage(ids(one, two)), 3)).status).toBe(422);
    clock.advance(1.5 * 86_400_000);
    expect(await version()).toEqual({ roster: { version: 3 } });
    const under = await send(fakeMessage(ids(one, two)), 3);
    expect(under.status).toBe(201);
    await world.publishRoster(4, team(), { prevSha256: renewedSha256, ...dates(0) });
    const after = await send(fakeMessage(ids(one, two, three)), 4);
    expect(await grantsOf(after.entryId)).toEqual(ids(one, two, three).sort());
    expect(await suspend(three, suspensionOf(one))).toEqual(refused('other_roster'));
  });

  test('of oneself acts alone and at once, and leaves its trace', async () => {
    const [one, , three] = [need(ana), need(ben), need(eva)];
    const { sha256 } = await world.api.database.prisma.roster.findUniqueOrThrow({ where: { version: 4 } });
    const own = suspensionOf(one, { rosterVersion: 4, rosterSha256: Buffer.from(sha256).toString('hex') });
    expect(await suspend(one, own)).toEqual({ __typename: 'SuspendKeySuccess', effective: true });
    expect((await world.api.run('{ myKey { inRoster } }', {}, one.account)).data).toEqual({
      myKey: { inRoster: false },
    });
    const traces = await world.api.database.prisma.auditEntry.findMany({ where: { event: 'roster.suspended' } });
    expect(traces.map(({ subjectId, facts }) => ({ subjectId, facts }))).toEqual([
      { subjectId: three.fingerprint, facts: { roster: '2', state: 'requested' } },
      { subjectId: three.fingerprint, facts: { roster: '2', state: 'requested' } },
      { subjectId: three.fingerprint, facts: { roster: '2', state: 'effective' } },
      { subjectId: one.fingerprint, facts: { roster: '4', state: 'effective' } },
    ]);
    const { prisma } = world.api.database;
    await expect(prisma.suspension.deleteMany()).rejects.toThrow();
    await expect(prisma.suspension.updateMany({ data: { effectiveAt: null } })).rejects.toThrow();
  });
});

describe('whose key a member’s is', () => {
  const about = async (person: Person, fingerprint: string) => {
    const { data, errors } = await world.api.run(ABOUT, { fingerprint }, person.account);
    return data?.['memberKey'] ?? errors;
  };
  async function statementFor(change: Partial<MemberKey> = {}): Promise<MemberKey> {
    const { account, fingerprint, keySha256 } = world.member;
    const { slug, name: organisationName } = await world.api.database.prisma.organisation.findUniqueOrThrow({
      where: { id: account.organisation.id },
    });
    const checkedAt = world.api.clock.now().toISOString();
    return {
      ctx: 'member-key.v1',
      accountId: account.id,
      name: account.displayName,
      organisation: slug,
      organisationName,
      fingerprint,
      keySha256,
      checkedAt,
      ...change,
    };
  }
  async function vouch(signer: RealPerson, statement: MemberKey, by: Person = signer) {
    const { data, errors } = await world.api.run(VOUCH, { input: await sign(signer, statement) }, by.account);
    return data?.['vouchForKey'] ?? errors;
  }

  test('is told to responders of the roster and to nobody else', async () => {
    const { fingerprint, account } = world.member;
    expect(await about(need(ben), fingerprint)).toMatchObject({
      accountId: account.id,
      displayName: 'Member',
      organisationName: account.organisation.name,
      statements: [],
    });
    expect(await about(need(ben), 'f'.repeat(40))).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await about(need(ana), fingerprint)).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await about(world.stranger, fingerprint)).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test('is kept as two responders sign it; what is about another account or key, or forged, is not', async () => {
    const honest = await statementFor();
    const [two, three] = [need(ben), need(eva)];
    expect(await vouch(two, await statementFor({ accountId: world.stranger.account.id }))).toEqual(
      refused('other_key'),
    );
    expect(await vouch(two, await statementFor({ organisation: 'another' }))).toEqual(refused('other_key'));
    expect(await vouch(two, await statementFor({ organisationName: 'Another' }))).toEqual(refused('other_key'));
    expect(await vouch(two, await statementFor({ name: 'Somebody else' }))).toEqual(refused('other_key'));
    expect(await vouch(two, await statementFor({ keySha256: 'b'.repeat(64) }))).toEqual(refused('other_key'));
    expect(await vouch(two, honest, three)).toEqual(refused('bad_signature'));
    expect(await vouch(two, honest)).toMatchObject({ __typename: 'VouchForKeySuccess' });
    expect(await vouch(three, honest)).toMatchObject({
      key: { statements: [{ signatures: [{ signerFingerprint: expect.any(String) }, {}] }] },
    });
    expect(await world.api.database.prisma.memberKeyStatement.count()).toBe(1);
    expect(await world.api.database.prisma.auditEntry.count({ where: { event: 'key.vouched' } })).toBe(2);
  });
});
