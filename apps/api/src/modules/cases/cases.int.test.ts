import { randomUUID } from 'node:crypto';

import { makePerson, startCaseWorld, type CaseWorld, type Person } from './testing/case-world.js';

let world: CaseWorld;

beforeEach(async () => {
  world = await startCaseWorld();
});
afterEach(() => world.api.close());

const SUMMARY = 'id status severity dueAt openedHour changedHour entryCount fileCount mine assignee { displayName }';
const THREAD = `query ($id: ID!) { case(id: $id) { moves summary { ${SUMMARY} }
  entries { id position audience authorName authorIsTeam granted size hash rosterVersion blob { id } } } }`;
const TRIAGE = `mutation ($input: TriageCaseInput!) { triageCase(input: $input) { __typename
  ... on TriageCaseSuccess { case { ${SUMMARY} } } ... on MoveRefusedProblem { code } } }`;

async function list(field: 'inbox' | 'myCases', person: Person) {
  const { data, errors } = await world.api.run(`{ ${field} { ${SUMMARY} } }`, {}, person.account);
  expect(errors).toEqual([]);
  return data?.[field];
}

async function thread(person: Person, id: string) {
  const { data } = await world.api.run(THREAD, { id }, person.account);
  return data?.['case'];
}

async function triage(person: Person, input: Readonly<Record<string, unknown>>) {
  const { data, errors } = await world.api.run(TRIAGE, { input }, person.account);
  return data?.['triageCase'] ?? errors;
}

test('the sender and both responders see the case; when an answer is due follows from the level', async () => {
  const caseId = randomUUID();
  await world.putEntry(world.member, { caseId, newCase: true, head: { severity: 'critical' } });
  const summary = {
    id: caseId,
    status: 'submitted',
    severity: 'critical',
    dueAt: '2026-12-01T12:00:00.000Z',
    entryCount: 1,
    fileCount: 0,
  };
  expect(await list('myCases', world.member)).toMatchObject([{ ...summary, mine: true }]);
  expect(await list('inbox', world.first)).toMatchObject([{ ...summary, mine: false }]);
  expect(await list('inbox', world.second)).toMatchObject([summary]);
  expect(await list('myCases', world.stranger)).toEqual([]);
});

test('a sender who hid the level waits as long as for high, and worse comes first', async () => {
  const [hidden, low, critical] = [randomUUID(), randomUUID(), randomUUID()];
  await world.putEntry(world.member, { caseId: low, newCase: true, head: { severity: 'low' } });
  await world.putEntry(world.member, { caseId: hidden, newCase: true });
  await world.putEntry(world.member, { caseId: critical, newCase: true, head: { severity: 'critical' } });
  expect(await list('inbox', world.first)).toMatchObject([
    { id: critical },
    { id: hidden, severity: null, dueAt: '2026-12-01T22:00:00.000Z' },
    { id: low },
  ]);
});

test('a member never learns of team notes: no id, no count, no hole in the numbers, no later hour', async () => {
  const caseId = await world.openCase();
  world.api.clock.advance(2 * 3_600_000);
  const note = await world.putEntry(world.first, { caseId, audience: 'team' });
  expect(note.status).toBe(201);
  const before = await thread(world.member, caseId);
  expect(before).toMatchObject({
    summary: { entryCount: 1, changedHour: '2026-12-01T10:00:00.000Z', assignee: null },
    moves: [],
  });
  expect(await list('myCases', world.member)).toMatchObject([
    { entryCount: 1, changedHour: '2026-12-01T10:00:00.000Z' },
  ]);
  await world.putEntry(world.first, { caseId });
  const after = await thread(world.member, caseId);
  expect(after).toMatchObject({
    entries: [
      { position: 1, authorIsTeam: false },
      { position: 2, authorIsTeam: true },
    ],
  });
  expect(JSON.stringify(after)).not.toContain(note.entryId);
  const download = await world.api.injectAs(world.member.account, {
    method: 'POST',
    url: '/entries/download',
    payload: { entryId: note.entryId },
  });
  expect(download.statusCode).toBe(404);
  expect(await thread(world.second, caseId)).toMatchObject({
    summary: { entryCount: 3 },
    entries: [
      { audience: 'case' },
      { audience: 'team', granted: true, authorName: 'First responder' },
      { audience: 'case' },
    ],
  });
});

test('the order of a member’s list does not move with what the team writes among itself, or with triage', async () => {
  const cases = [await world.openCase(), await world.openCase(), await world.openCase()];
  const order = async () => ((await list('myCases', world.member)) as { id: string }[]).map(({ id }) => id);
  const before = await order();
  const inboxBefore = ((await list('inbox', world.first)) as { id: string }[]).map(({ id }) => id);
  world.api.clock.advance(5 * 3_600_000);
  const [last = ''] = before.slice(-1);
  await world.putEntry(world.first, { caseId: last, audience: 'team' });
  expect(await order()).toEqual(before);
  await triage(world.first, { caseId: last, status: 'acknowledged' });
  expect(await order()).toEqual(before);
  expect(((await list('inbox', world.first)) as { id: string }[]).map(({ id }) => id)).toEqual(inboxBefore);
  // An answer the member may read does move it.
  await world.putEntry(world.first, { caseId: last });
  expect((await order())[0]).toBe(last);
  expect(new Set(before)).toEqual(new Set(cases));
});

test('a member cannot write a team note', async () => {
  const caseId = await world.openCase();
  expect(await world.putEntry(world.member, { caseId, audience: 'team' })).toMatchObject({
    status: 422,
    body: { reason: 'audience' },
  });
});

test('a role without a key of the roster opens nothing', async () => {
  const caseId = await world.openCase();
  const third = await makePerson(world.api, ['responder'], 'Not in the roster');
  expect(await list('inbox', third)).toEqual([]);
  expect((await world.api.run(THREAD, { id: caseId }, third.account)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await world.putEntry(third, { caseId })).status).toBe(404);
});

describe('when the team changes', () => {
  test('an entry sealed for the old roster is taken for seven days, without a grant for who left', async () => {
    const caseId = await world.openCase();
    const third = await makePerson(world.api, ['responder'], 'Third responder');
    await world.publishRoster(2, [world.first, third]);
    const late = await world.putEntry(world.member, { caseId });
    expect(late.status).toBe(201);
    const grants = await world.api.database.prisma.grant.findMany({ where: { entryId: late.entryId } });
    expect(grants.map(({ encryptionSubkeyId }) => encryptionSubkeyId).toSorted()).toEqual(
      [world.first.subkeyId, world.member.subkeyId].toSorted(),
    );
    world.api.clock.advance(7 * 86_400_000 + 1);
    expect(await world.putEntry(world.member, { caseId })).toMatchObject({ status: 422, body: { reason: 'roster' } });
  });

  test('who left reads nothing more, and who came sees only what was sealed to them', async () => {
    const caseId = await world.openCase();
    const third = await makePerson(world.api, ['responder'], 'Third responder');
    await world.publishRoster(2, [world.first, third]);
    expect(await list('inbox', world.second)).toEqual([]);
    expect(await list('inbox', third)).toEqual([]);
    expect(await thread(world.first, caseId)).toMatchObject({ summary: { id: caseId } });
  });

  test('a repeat of what was stored is answered although the roster is long gone', async () => {
    const { fakeMessage } = await import('./testing/packets.js');
    const [caseId, entryId, message] = [randomUUID(), randomUUID(), fakeMessage(world.caseReaders)];
    const once = await world.putEntry(world.member, { caseId, entryId, newCase: true, message });
    await world.publishRoster(2, [world.first]);
    world.api.clock.advance(30 * 86_400_000);
    expect(await world.putEntry(world.member, { caseId, entryId, newCase: true, message })).toMatchObject({
      status: 200,
      body: once.body,
    });
  });

  test('past its end a roster takes nothing, even when none followed', async () => {
    world.api.clock.advance(80 * 86_400_000);
    expect(await world.putEntry(world.member, { caseId: randomUUID(), newCase: true })).toMatchObject({
      status: 422,
      body: { reason: 'roster' },
    });
  });
});

describe('triage', () => {
  test('a responder takes a case, moves it and sets the level', async () => {
    const caseId = await world.openCase();
    expect(
      await triage(world.first, { caseId, status: 'acknowledged', severity: 'critical', assignToMe: true }),
    ).toMatchObject({
      __typename: 'TriageCaseSuccess',
      case: { status: 'acknowledged', severity: 'critical', dueAt: null, assignee: { displayName: 'First responder' } },
    });
    expect(await thread(world.second, caseId)).toMatchObject({ moves: ['in_triage'] });
  });

  test('moves the table does not know, and letting go of another’s case, are refused', async () => {
    const caseId = await world.openCase();
    expect(await triage(world.first, { caseId, status: 'closed' })).toEqual({
      __typename: 'MoveRefusedProblem',
      code: 'not_allowed_from_here',
    });
    await triage(world.first, { caseId, assignToMe: true });
    expect(await triage(world.second, { caseId, assignToMe: false })).toEqual({
      __typename: 'MoveRefusedProblem',
      code: 'not_your_assignment',
    });
    expect(await triage(world.first, { caseId, assignToMe: false })).toMatchObject({ case: { assignee: null } });
  });

  test('only a responder triages, and words outside the vocabulary are refused', async () => {
    const caseId = await world.openCase();
    expect(await triage(world.member, { caseId, status: 'acknowledged' })).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await triage(world.first, { caseId, status: 'solved' })).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await triage(world.first, { caseId: randomUUID(), status: 'acknowledged' })).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  test('of two moves at once from the same state one wins', async () => {
    const caseId = await world.openCase();
    const both = await Promise.all([
      triage(world.first, { caseId, status: 'acknowledged' }),
      triage(world.second, { caseId, status: 'in_triage' }),
    ]);
    expect(both.map((answer) => JSON.stringify(answer).includes('TriageCaseSuccess')).filter(Boolean)).toHaveLength(1);
  });
});

test('the current roster comes with every earlier one, so that nobody who was away loses the way', async () => {
  await world.publishRoster(2, [world.first]);
  await world.publishRoster(3, [world.first]);
  const { data } = await world.api.run(
    '{ roster { version previousBytes history { version bytes } holderKeys { fingerprint displayName } } }',
    {},
    world.member.account,
  );
  const bytesOf = async (version: number) => {
    const row = await world.api.database.prisma.roster.findUnique({ where: { version } });
    return Buffer.from(row?.bytes ?? []).toString('base64');
  };
  expect(data?.['roster']).toMatchObject({
    version: 3,
    previousBytes: await bytesOf(2),
    history: [
      { version: 2, bytes: await bytesOf(2) },
      { version: 1, bytes: await bytesOf(1) },
    ],
    holderKeys: expect.arrayContaining([{ fingerprint: world.second.fingerprint, displayName: 'Second responder' }]),
  });
});
