import type { UnlockedKey } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { randomBytes, randomUUID } from 'node:crypto';

import { TestClock } from '../../testing/test-clock.js';
import { makePerson, startCaseWorld, type CaseWorld, type Person } from './testing/case-world.js';
import { fakeMessage, fakePkesk, fakeSeipd, withHead } from './testing/packets.js';

let world: CaseWorld;
let joiner: Person;
let caseId: string;
let entryId: string;
let entryHash: string;
let rosterHash: string;

const engine = createEngine({ now: () => new TestClock().now() });
const unlockedKeys = new Map<string, UnlockedKey>();

async function makeKey(): Promise<UnlockedKey> {
  const key = await engine.generateKey();
  unlockedKeys.set(key.fingerprint, key);
  return key;
}

const MISSING = '{ missingGrants { total entries { entryId caseId blobId lacking failed } } }';
const database = () => world.api.database.prisma;

interface Missing {
  readonly total: number;
  readonly entries: readonly {
    entryId: string;
    caseId: string;
    blobId: string | null;
    lacking: string[];
    failed: string[];
  }[];
}

beforeAll(async () => {
  world = await startCaseWorld(undefined, makeKey);
  joiner = await makePerson(world.api, ['responder'], 'Joiner', await makeKey());
  caseId = await world.openCase();
  const entry = await database().entry.findFirstOrThrow({ where: { caseId } });
  entryId = entry.id;
  entryHash = Buffer.from(entry.seipdSha256).toString('hex');
  await world.publishRoster(2, [world.first, world.second, joiner]);
  rosterHash = await hashOfRoster(2);
});
afterAll(() => world.api.close());

async function hashOfRoster(version: number): Promise<string> {
  const { sha256 } = await database().roster.findUniqueOrThrow({ where: { version } });
  return Buffer.from(sha256).toString('hex');
}

async function missing(person: Person): Promise<Missing> {
  const { data, errors } = await world.api.run(MISSING, {}, person.account);
  if (errors[0]) throw new Error(errors[0].code);
  return data?.['missingGrants'] as Missing; // the shape of MISSING
}

function statement(change: Record<string, unknown> = {}): string {
  const signed = {
    ctx: 'grant.v1',
    subject: 'entry',
    entryHash,
    granteeKeySha256: joiner.keySha256,
    rosterVersion: 2,
    rosterSha256: rosterHash,
    writer: world.first.fingerprint,
    ...change,
  };
  return Buffer.from(JSON.stringify(signed)).toString('base64');
}

/** @param signer whose key signs the statement, whoever it names. */
async function grant(change: Record<string, unknown> = {}, signer = world.first) {
  const signed = { statement: statement(), ...change };
  return {
    subject: 'entry',
    fingerprint: joiner.fingerprint,
    keySha256: joiner.keySha256,
    pkesk: fakePkesk(joiner.subkeyId).toString('base64'),
    signature: await signatureOf(signed.statement, signer),
    ...signed,
  };
}

async function signatureOf(statementBase64: string, { fingerprint }: Person): Promise<string> {
  const key = unlockedKeys.get(fingerprint);
  if (!key) throw new Error('a person without a key cannot sign');
  const bytes = new Uint8Array(Buffer.from(statementBase64, 'base64'));
  return engine.signForPurpose({ key: key.key, bytes, purpose: 'grant.v1' });
}

async function letIn(person: Person, grants: readonly unknown[], target = entryId) {
  const payload = { entryId: target, grants };
  const answer = await world.api.injectAs(person.account, { method: 'POST', url: '/entries/grants', payload });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

const grantsTo = (person: Person) => database().grant.count({ where: { encryptionSubkeyId: person.subkeyId } });

test('only who can read an entry is told that a colleague cannot', async () => {
  expect(await missing(world.first)).toEqual({
    total: 1,
    entries: [{ entryId, caseId, blobId: null, lacking: [joiner.fingerprint], failed: [] }],
  });
  expect(await missing(joiner)).toEqual({ total: 0, entries: [] });
});

test.each([
  ['somebody of no case', () => world.stranger, () => grant(), 404, 'NOT_FOUND'],
  [
    'the member',
    () => world.member,
    () => grant({ statement: statement({ writer: world.member.fingerprint }) }),
    422,
    'not_admitted',
  ],
  ['the newcomer', () => joiner, () => grant(), 404, 'NOT_FOUND'],
  ['somebody in another’s name', () => world.second, () => grant(), 422, 'statement'],
  [
    'a stranger’s key',
    () => world.first,
    () => grant({ fingerprint: world.stranger.fingerprint }),
    422,
    'not_admitted',
  ],
  ['another key’s hash', () => world.first, () => grant({ keySha256: 'a'.repeat(64) }), 422, 'not_admitted'],
  [
    'a statement about another entry',
    () => world.first,
    () => grant({ statement: statement({ entryHash: 'b'.repeat(64) }) }),
    422,
    'statement',
  ],
  [
    'a statement under another roster',
    () => world.first,
    () => grant({ statement: statement({ rosterVersion: 1 }) }),
    422,
    'statement',
  ],
  [
    'a statement of another purpose',
    () => world.first,
    async () => ({ ...(await grant()), statement: statement({ ctx: 'ack.v1' }) }),
    422,
    'statement',
  ],
  [
    'a grant to another subkey',
    () => world.first,
    () => grant({ pkesk: fakePkesk(world.second.subkeyId).toString('base64') }),
    422,
    'wrong_recipient',
  ],
  [
    'no PKESK at all',
    () => world.first,
    () => grant({ pkesk: fakeSeipd(64).toString('base64') }),
    422,
    'REFUSED_BY_GATE',
  ],
  [
    'a file where there is none',
    () => world.first,
    () => grant({ subject: 'file', statement: statement({ subject: 'file' }) }),
    422,
    'no_file',
  ],
  ['what nobody signed', () => world.first, async () => ({ ...(await grant()), signature: 'x' }), 422, 'signature'],
  ['what a colleague signed', () => world.first, () => grant({}, world.second), 422, 'signature'],
  [
    'a signature under something else',
    () => world.first,
    async () => {
      const other = statement({ entryHash: 'b'.repeat(64) });
      return { ...(await grant()), signature: await signatureOf(other, world.first) };
    },
    422,
    'signature',
  ],
  ['a field too many', () => world.first, () => grant({ role: 'responder' }), 400, 'INVALID_INPUT'],
] as const)('%s is refused, and nothing is stored', async (_, who, make, status, reason) => {
  const answer = await letIn(who(), [await make()]);
  expect(answer.status).toBe(status);
  expect(Object.values(answer.body)).toContain(reason);
  expect(await grantsTo(joiner)).toBe(0);
});

test('while all changes are stopped nobody is let in', async () => {
  const { switches } = world.api.platform;
  const row = { name: 'changes', stopped: true, version: 1, changedAt: world.api.clock.now() };
  await database().switch.create({ data: row });
  switches.forget();
  expect(await letIn(world.first, [await grant()])).toEqual({
    status: 503,
    body: { code: 'PAUSED', reason: 'changes' },
  });
  await database().switch.delete({ where: { name: 'changes' } });
  switches.forget();
  expect(await grantsTo(joiner)).toBe(0);
});

test('two colleagues at once add one grant; the audit says that it was added and not to which case', async () => {
  const bySecond = await grant({ statement: statement({ writer: world.second.fingerprint }) }, world.second);
  const byFirst = await grant();
  const answers = await Promise.all([letIn(world.first, [byFirst]), letIn(world.second, [bySecond])]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers.reduce((sum, { body }) => sum + Number(body['added']), 0)).toBe(1);
  expect((await letIn(world.first, [byFirst])).body).toEqual({ added: 0 });
  expect(await grantsTo(joiner)).toBe(1);
  expect(await missing(world.first)).toEqual({ total: 0, entries: [] });
  const entries = await database().auditEntry.findMany({ where: { event: 'case.grantsAdded' } });
  expect(entries).toMatchObject([{ subject: 'case', facts: { count: '1' } }]);
  expect(JSON.stringify(entries)).not.toContain(caseId);
});

test('the newcomer finds the case in the inbox, with the statement that let them in', async () => {
  const THREAD = `query ($id: ID!) { case(id: $id) { entries { granted grantStatement { bytes signature } } } }`;
  const { data } = await world.api.run(THREAD, { id: caseId }, joiner.account);
  expect(data?.['case']).toMatchObject({
    entries: [{ granted: true, grantStatement: { signature: expect.any(String) } }],
  });
  const first = await world.api.run(THREAD, { id: caseId }, world.first.account);
  expect(first.data?.['case']).toMatchObject({ entries: [{ granted: true, grantStatement: null }] });
  const download = { method: 'POST', url: '/entries/download', payload: { entryId } } as const;
  expect((await world.api.injectAs(joiner.account, download)).statusCode).toBe(200);
});

test('a file and its manifest are let in together or not at all, and no chunk is asked for', async () => {
  const blobId = randomUUID();
  const manifestId = randomUUID();
  const people = [world.first, world.second, joiner, world.member];
  const octets = { 'content-type': 'application/octet-stream' };
  const head = { caseId, audience: 'case', rosterVersion: 2, chunkCount: 1 };
  const put = (url: string, payload: Buffer) =>
    world.api.injectAs(world.member.account, { method: 'PUT', url, headers: octets, payload });
  await put(`/blobs/${blobId}`, withHead(head, Buffer.concat(people.map(({ subkeyId }) => fakePkesk(subkeyId)))));
  await put(`/blobs/${blobId}/chunks/0`, fakeSeipd());
  const message = fakeMessage(people.map(({ subkeyId }) => subkeyId));
  const sent = { caseId, entryId: manifestId, rosterVersion: 2, message, head: { blobId } };
  expect((await world.putEntry(world.member, sent)).status).toBe(201);
  const late = await makePerson(world.api, ['responder'], 'Late');
  await world.publishRoster(3, [world.first, world.second, joiner, late]);
  const { seipdSha256 } = await database().entry.findUniqueOrThrow({ where: { id: manifestId } });
  const about = {
    entryHash: Buffer.from(seipdSha256).toString('hex'),
    granteeKeySha256: late.keySha256,
    rosterVersion: 3,
    rosterSha256: await hashOfRoster(3),
  };
  const to = (subject: string) =>
    grant({
      subject,
      fingerprint: late.fingerprint,
      keySha256: late.keySha256,
      pkesk: fakePkesk(late.subkeyId).toString('base64'),
      statement: statement({ ...about, subject }),
    });
  const [entry, file] = [await to('entry'), await to('file')];
  expect((await letIn(world.first, [entry], manifestId)).body).toMatchObject({ reason: 'half_let_in' });
  expect((await letIn(world.first, [entry, file], manifestId)).body).toEqual({ added: 2 });
  const own = { method: 'POST', url: '/blobs/grant', payload: { blobId } } as const;
  expect((await world.api.injectAs(late.account, own)).rawPayload.length).toBeLessThan(200);
  expect((await world.api.injectAs(world.stranger.account, own)).statusCode).toBe(404);
});

test('whoever left reads nothing more, even what they were granted; the member keeps theirs', async () => {
  expect(await grantsTo(world.second)).toBeGreaterThan(0);
  const members = await grantsTo(world.member);
  await world.publishRoster(4, [world.first, joiner]);
  await world.api.runJob('cases.leavers');
  expect(await grantsTo(world.second)).toBe(0);
  expect(await grantsTo(world.member)).toBe(members);
  expect(await grantsTo(world.first)).toBeGreaterThan(0);
  const download = { method: 'POST', url: '/entries/download', payload: { entryId } } as const;
  expect((await world.api.injectAs(world.second.account, download)).statusCode).toBe(404);
  const removed = await database().auditEntry.findMany({ where: { event: 'case.grantsRemoved' } });
  expect(removed).toMatchObject([{ subject: 'roster', subjectId: '4', actorId: null }]);
  await world.api.runJob('cases.leavers');
  expect(await database().auditEntry.count({ where: { event: 'case.grantsRemoved' } })).toBe(1);
});

describe('whom a case is about, and who is of the team as well', () => {
  let both: Person;
  let ownCase: string;
  let otherCase: string;
  let noteId: string;
  let stored: number[];
  const THREAD = 'query ($id: ID!) { case(id: $id) { moves entries { audience } } }';

  beforeAll(async () => {
    both = await makePerson(world.api, ['member'], 'Both', await makeKey());
    await world.publishRoster(5, [world.first, joiner, both]);
    [ownCase, otherCase] = [randomUUID(), randomUUID()];
    const team = [world.first, joiner, both].map(({ subkeyId }) => subkeyId);
    const put = (person: Person, of: string, change: object, message = fakeMessage(team)) =>
      world.putEntry(person, { caseId: of, rosterVersion: 5, message, ...change });
    const report = await put(both, ownCase, { newCase: true });
    const others = fakeMessage([...team, world.member.subkeyId]);
    const other = await put(world.member, otherCase, { newCase: true }, others);
    const note = await put(world.first, ownCase, { audience: 'team' });
    stored = [report, other, note].map(({ status }) => status);
    noteId = note.entryId;
    const membership = { where: { accountId: both.account.id }, data: { roles: ['responder' as const] } };
    await database().membership.updateMany(membership);
  });

  test('they read their own case as its member, whatever their role is now, and no note of the team', async () => {
    expect(stored).toEqual([201, 201, 201]);
    const { data } = await world.api.run(THREAD, { id: ownCase }, both.account);
    expect(data?.['case']).toEqual({ moves: [], entries: [{ audience: 'case' }] });
    const download = { method: 'POST', url: '/entries/download', payload: { entryId: noteId } } as const;
    expect((await world.api.injectAs(both.account, download)).statusCode).toBe(404);
    const other = await world.api.run(THREAD, { id: otherCase }, both.account);
    expect(other.data?.['case']).toMatchObject({ entries: [{ audience: 'case' }] });
  });

  test('no grant on a note about them is kept, and nobody is asked or able to let them in', async () => {
    expect(await database().grant.count({ where: { entryId: noteId, encryptionSubkeyId: both.subkeyId } })).toBe(0);
    expect((await missing(world.first)).entries.map((entry) => entry.entryId)).not.toContain(noteId);
    const { seipdSha256 } = await database().entry.findUniqueOrThrow({ where: { id: noteId } });
    const about = {
      entryHash: Buffer.from(seipdSha256).toString('hex'),
      granteeKeySha256: both.keySha256,
      rosterVersion: 5,
      rosterSha256: await hashOfRoster(5),
    };
    const letThem = await grant({
      fingerprint: both.fingerprint,
      keySha256: both.keySha256,
      pkesk: fakePkesk(both.subkeyId).toString('base64'),
      statement: statement(about),
    });
    expect(await letIn(world.first, [letThem], noteId)).toMatchObject({
      status: 422,
      body: { reason: 'not_admitted' },
    });
  });

  test('when they leave the team they keep their own case and nothing of anybody else’s', async () => {
    await world.publishRoster(6, [world.first, joiner]);
    await world.api.runJob('cases.leavers');
    const left = await database().grant.findMany({
      where: { encryptionSubkeyId: both.subkeyId },
      select: { entry: { select: { caseId: true } } },
    });
    expect(left).toEqual([{ entry: { caseId: ownCase } }]);
  });
});

test('what no present colleague could open keeps the grants of those who left, and says so once, until it is mended', async () => {
  const heir = await makePerson(world.api, ['responder'], 'Heir');
  await world.publishRoster(7, [heir]);
  const before = await database().grant.count();
  const said = () => world.api.log.filter((line) => line.includes('cases.entries_unreadable'));
  await world.api.runJob('cases.leavers');
  await world.api.runJob('cases.leavers');
  expect(await database().grant.count()).toBe(before);
  expect(said()).toHaveLength(1);
  expect(said()[0]).not.toContain(caseId);
  const storedHour = world.api.clock.now();
  const pkesk = new Uint8Array(4);
  const data = { entryId, encryptionSubkeyId: heir.subkeyId, pkesk, storedHour };
  const { id: grantId } = await database().grant.create({ data });
  const say = (opens: boolean) =>
    database().grantVerdict.create({ data: { grantId, opens, statement: pkesk, signature: '', storedHour } });
  await say(false);
  await world.api.runJob('cases.leavers');
  expect(await database().grant.count()).toBe(before + 1);
  await say(true);
  await world.api.runJob('cases.leavers');
  const left = await database().grant.findMany({ where: { entryId }, select: { encryptionSubkeyId: true } });
  expect(left.map((row) => row.encryptionSubkeyId).toSorted()).toEqual(
    [heir.subkeyId, world.member.subkeyId].toSorted(),
  );
  expect(said()).toHaveLength(1);
});

test('a thousand entries come in pages that never skip one', async () => {
  const newcomer = await makePerson(world.api, ['responder'], 'Newcomer');
  const rows = Array.from({ length: 250 }, (_, index) => ({
    id: randomUUID(),
    caseId,
    position: 1000 + index,
    audience: 'case' as const,
    rosterVersion: 7,
    authorId: world.member.account.id,
    seipd: new Uint8Array(4),
    seipdSha256: new Uint8Array(randomBytes(32)),
    storedHour: world.api.clock.now(),
  }));
  await database().entry.createMany({ data: rows });
  const pkesk = new Uint8Array(4);
  const own = [world.first, joiner].flatMap(({ subkeyId }) =>
    rows.map(({ id, storedHour }) => ({ entryId: id, encryptionSubkeyId: subkeyId, pkesk, storedHour })),
  );
  await database().grant.createMany({ data: own });
  await world.publishRoster(8, [world.first, joiner, newcomer]);
  const page = await missing(world.first);
  expect(page.entries).toHaveLength(200);
  expect(page.total).toBeGreaterThanOrEqual(250);
  expect(page.entries.every(({ lacking }) => lacking.includes(newcomer.fingerprint))).toBe(true);
});
