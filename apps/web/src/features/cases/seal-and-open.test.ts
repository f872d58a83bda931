import 'fake-indexeddb/auto';

import type { UnlockedKey } from '@sos/crypto';

import { downloadFile, splitDownload } from './download-file.js';
import { EMPTY_INTAKE, type IntakeState } from './intake-form.js';
import { findingsOf, memberKeyOf, openEntries, type EntryMeta, type OpenedEntries } from './open-thread.js';
import { createOutbox, deleteOutbox, type QueuedEntry, type StoredItem } from './outbox.js';
import { sealToQueue, type Sealing } from './seal-case.js';
import { newCase, sealFiles, sealText, type NewCase } from './submit-case.js';
import { makeCaseFixture, makeFile, type CaseFixture } from './testing/case-fixture.js';

const CANARY = 'canary-71c9';
const intake: IntakeState = {
  ...EMPTY_INTAKE,
  values: {
    deviceSafe: 'yes',
    urgency: 'critical',
    summary: `${CANARY}: they came at dawn`,
    threatTypes: ['raid'],
    subject: 'community',
    channel: 'platform',
  },
};

let fixture: CaseFixture;
/** The case everything here is about. */
let ours: NewCase;
beforeAll(async () => {
  fixture = await makeCaseFixture();
  ours = newCase(fixture.member);
});
beforeEach(() => deleteOutbox());

async function sealing(overrides: Partial<Sealing & NewCase> = {}): Promise<Sealing & NewCase> {
  const { engine, member, sealTeam } = fixture;
  const participants = overrides.participants ?? [member.publicKey];
  const audience = overrides.audience ?? 'case';
  const readers = await engine.planReaders({ roster: sealTeam.ref, teamId: sealTeam.teamId, audience, participants });
  const shownReaders = readers.map(({ keySha256 }) => keySha256);
  return {
    crypto: client(),
    key: member,
    team: sealTeam,
    accountId: 'ana',
    language: 'en',
    ...ours,
    audience,
    participants,
    shownReaders,
    ...overrides,
  };
}

function client() {
  return { ...fixture.engine, close: () => undefined };
}

function isEntry(item: StoredItem): item is StoredItem & QueuedEntry {
  return item.kind === 'entry';
}

/** What the server would list for these entries, and the bytes it would serve to one reader. */
function serve(entries: readonly QueuedEntry[], subkeyId: string) {
  const metas = entries.map((entry, index): EntryMeta => ({
    __typename: 'CaseEntry',
    id: entry.id,
    position: index + 1,
    audience: entry.audience,
    rosterVersion: 1,
    storedHour: '',
    authorName: '',
    authorIsTeam: false,
    hash: entry.entryHash,
    size: 0,
    granted: true,
    grantAttempt: 0,
    grantFailed: false,
    grantAwaitsProof: false,
    grantStatement: null,
    blob: null,
  }));
  const fetchEntry = async (id: string) => {
    const entry = entries.find((one) => one.id === id);
    return entry ? onlyGrantOf(entry.message, subkeyId) : null;
  };
  return { metas, fetchEntry };
}

function onlyGrantOf(message: Uint8Array<ArrayBuffer>, subkeyId: string): Uint8Array<ArrayBuffer> {
  const grants: Uint8Array<ArrayBuffer>[] = [];
  let rest = message;
  while (rest[0] === 0xc1) {
    const { pkesk, rest: after } = splitDownload(rest);
    grants.push(pkesk);
    rest = after;
  }
  const own = grants.find((grant) => Buffer.from(grant).includes(Buffer.from(subkeyId, 'hex'))) ?? new Uint8Array();
  return Uint8Array.from([...own, ...rest]);
}

function opening(reader: CaseFixture['member'], fetchEntry: (id: string) => Promise<Uint8Array<ArrayBuffer> | null>) {
  return { crypto: client(), key: reader.key, caseId: ours.caseId, team: fixture.readTeam, fetchEntry };
}

test('a report is read by the team exactly as it was written, and nothing readable lies on the device', async () => {
  const outbox = createOutbox();
  await sealText(await sealing(), intake, outbox);
  const items = await outbox.list('ana');
  expect(JSON.stringify(items.map(({ head }) => head))).not.toContain(CANARY);
  expect(items.filter(isEntry).some(({ message }) => Buffer.from(message).includes(CANARY))).toBe(false);
  const { metas, fetchEntry } = serve(items.filter(isEntry), fixture.responder.encryptionSubkeyId);
  const opened = await openEntries(metas, new Map(), opening(fixture.responder, fetchEntry));
  expect([...opened.values()]).toMatchObject([
    {
      status: 'opened',
      opened: {
        author: { party: 'member' },
        findings: [],
        entry: { kind: 'report', body: { severity: 'critical', answers: { summary: intake.values.summary } } },
      },
    },
    { status: 'opened', opened: { entry: { kind: 'consent', body: { uses: { publish_name: 'ask_first' } } } } },
  ]);
  expect(findingsOf(opened, true)).toEqual([]);
  expect(memberKeyOf(opened)).toEqual(fixture.member.publicKey);
});

test('the urgency a sender hides is not in the clear line, but is in what is signed', async () => {
  const outbox = createOutbox();
  await sealText(await sealing(), { ...intake, values: { ...intake.values, hideUrgency: true } }, outbox);
  const [report] = await outbox.list('ana');
  expect(JSON.parse(report?.head ?? '')).toEqual({
    caseId: ours.caseId,
    audience: 'case',
    rosterVersion: 1,
    language: 'en',
    newCase: true,
  });
});

test('the team answers, and a note of the team names neither the member nor shows in the answer’s heads', async () => {
  const outbox = createOutbox();
  await sealText(await sealing(), intake, outbox);
  const sent = (await outbox.list('ana')).filter(isEntry);
  const note = await sealToQueue(
    await sealing({ key: fixture.responder, audience: 'team' }),
    { kind: 'team_note', body: { text: 'careful' } },
    { sequence: 1, heads: [] },
  );
  const answer = await sealToQueue(
    await sealing({ key: fixture.responder }),
    { kind: 'message', body: { text: 'we are here' } },
    { sequence: 1, heads: [sent[1]?.entryHash ?? ''] },
  );
  const { metas, fetchEntry } = serve([...sent, answer], fixture.member.encryptionSubkeyId);
  const opened = await openEntries(metas, new Map(), opening(fixture.member, fetchEntry));
  expect([...opened.values()].at(-1)).toMatchObject({
    status: 'opened',
    opened: { author: { party: 'responder' }, entry: { body: { text: 'we are here' } } },
  });
  const whole = serve([note], fixture.member.encryptionSubkeyId);
  const refused = await openEntries(
    whole.metas,
    new Map(),
    opening(fixture.member, async () => note.message),
  );
  expect([...refused.values()]).toMatchObject([{ status: 'refused', refusal: 'no_grant_for_key' }]);
});

test('another case’s entry served in this place is refused, and the rest stays readable', async () => {
  const outbox = createOutbox();
  await sealText(await sealing(), intake, outbox);
  await sealText(await sealing(newCase(fixture.member)), intake, outbox);
  const [report, consent, foreign] = (await outbox.list('ana')).filter(isEntry);
  if (!report || !consent || !foreign) throw new Error('three entries');
  const { metas, fetchEntry } = serve([report, consent, foreign], fixture.responder.encryptionSubkeyId);
  const opened = await openEntries(metas, new Map(), opening(fixture.responder, fetchEntry));
  expect([...opened.values()].map((state) => (state.status === 'refused' ? state.refusal : state.status))).toEqual([
    'opened',
    'opened',
    'wrong_case',
  ]);
});

describe('a report by another key', () => {
  /** A key of the server's own, or of whoever writes to its database. */
  let key: UnlockedKey;
  beforeAll(async () => {
    key = await fixture.engine.generateKey();
  });

  async function threadWithIntruder() {
    const outbox = createOutbox();
    await sealText(await sealing(), intake, outbox);
    await sealText(await sealing({ key, participants: [key.publicKey], ...newCase(key) }), intake, outbox);
    const [report, consent, intruder, more] = (await outbox.list('ana')).filter(isEntry);
    if (!report || !consent || !intruder || !more) throw new Error('four entries');
    return { report, consent, intruder, more };
  }

  test('cannot be sealed for a case that is not its own', async () => {
    const claiming = await sealing({ key, participants: [key.publicKey] });
    await expect(sealText(claiming, intake, createOutbox())).rejects.toMatchObject({ code: 'ENTRY_INVALID' });
  });

  test.each([
    ['first', ['intruder', 'more', 'report', 'consent']],
    ['in between', ['report', 'intruder', 'more', 'consent']],
    ['last', ['report', 'consent', 'intruder', 'more']],
  ] as const)('is refused when it is served %s, and nothing is ever encrypted to it', async (_place, order) => {
    const thread = await threadWithIntruder();
    const { metas, fetchEntry } = serve(
      order.map((name) => thread[name]),
      fixture.responder.encryptionSubkeyId,
    );
    const states = await openEntries(metas, new Map(), opening(fixture.responder, fetchEntry));
    expect(states.get(thread.report.id)).toMatchObject({ status: 'opened', opened: { findings: [] } });
    expect(states.get(thread.consent.id)).toMatchObject({ status: 'opened' });
    expect(states.get(thread.intruder.id)).toMatchObject({ status: 'refused', refusal: 'wrong_case' });
    expect(states.get(thread.more.id)).toMatchObject({ status: 'refused' });
    expect(memberKeyOf(states)).toEqual(fixture.member.publicKey);
  });

  test('gives nobody to answer when the member’s own is kept back', async () => {
    const { intruder } = await threadWithIntruder();
    const { metas, fetchEntry } = serve([intruder], fixture.responder.encryptionSubkeyId);
    const states = await openEntries(metas, new Map(), opening(fixture.responder, fetchEntry));
    expect(memberKeyOf(states)).toBeUndefined();
  });

  test('that should open after all is said, and there is nobody to answer until it is cleared up', async () => {
    const { report, consent } = await threadWithIntruder();
    const { metas, fetchEntry } = serve([report, consent], fixture.responder.encryptionSubkeyId);
    const states = await openEntries(metas, new Map(), opening(fixture.responder, fetchEntry));
    const real = states.get(report.id);
    if (real?.status !== 'opened') throw new Error('the report opens');
    const { publicKey, fingerprint } = key;
    const entry = { ...real.opened.entry, author: { fingerprint, sequence: 1 }, entryId: crypto.randomUUID() };
    const other = { ...real.opened, entry, entryHash: 'f'.repeat(64), authorKey: publicKey };
    for (const both of [
      new Map([...states, ['other', { status: 'opened' as const, opened: other }]]),
      new Map([['other', { status: 'opened' as const, opened: other }], ...states]),
    ]) {
      expect(memberKeyOf(both)).toBeUndefined();
      expect(findingsOf(both, false)).toMatchObject([{ finding: 'two_senders' }]);
    }
  });
});

test('a missing entry shows as a gap once everything else is open', async () => {
  const outbox = createOutbox();
  const [one, two] = [await sealing(), await sealing()];
  await sealText(one, intake, outbox);
  const later = await sealToQueue(two, { kind: 'message', body: { text: 'again' } }, { sequence: 4, heads: [] });
  const { metas, fetchEntry } = serve(
    [...(await outbox.list('ana')).filter(isEntry), later],
    fixture.responder.encryptionSubkeyId,
  );
  const opened: OpenedEntries = await openEntries(metas, new Map(), opening(fixture.responder, fetchEntry));
  expect(findingsOf(opened, true)).toMatchObject([{ finding: 'gap', missing: [3] }]);
  expect(findingsOf(opened, false)).toEqual([]);
});

test('readers who are not the ones shown stop everything', async () => {
  const shown = (await sealing()).shownReaders.slice(1);
  await expect(sealText(await sealing({ shownReaders: shown }), intake, createOutbox())).rejects.toMatchObject({
    code: 'READERS_CHANGED',
  });
  expect(await createOutbox().list('ana')).toEqual([]);
});

describe('a file', () => {
  async function sealOne(content: Uint8Array<ArrayBuffer>) {
    const outbox = createOutbox();
    const { head: after } = await sealText(await sealing(), intake, outbox);
    await sealFiles(await sealing(), [makeFile(content, `${CANARY}.jpg`)], after, outbox, () => undefined);
    const items = await outbox.list('ana');
    const file = items.find((item) => item.kind === 'file');
    const entries = items.filter(isEntry);
    const { metas, fetchEntry } = serve(entries, fixture.responder.encryptionSubkeyId);
    const opened = await openEntries(metas, new Map(), opening(fixture.responder, fetchEntry));
    const manifest = [...opened.values()].flatMap((state) =>
      state.status === 'opened' && state.opened.entry.kind === 'file' ? [state.opened.entry.body] : [],
    )[0];
    if (file?.kind !== 'file' || !manifest) throw new Error('no file');
    const chunkOf = async (index: number) => {
      const seipd = await outbox.chunk(file.id, index);
      return seipd
        ? onlyGrantOf(Uint8Array.from([...file.grants, ...seipd]), fixture.responder.encryptionSubkeyId)
        : null;
    };
    return { items, manifest, chunkOf };
  }

  const parts = { onChunk: () => undefined };

  test('follows the text in the queue and comes out unchanged', async () => {
    const content = Uint8Array.from({ length: 50_000 }, (_, index) => index % 251);
    const { items, manifest, chunkOf } = await sealOne(content);
    expect(items.map(({ kind }) => kind)).toEqual(['entry', 'entry', 'file', 'entry']);
    expect(manifest).toMatchObject({ name: `${CANARY}.jpg`, size: 50_000 });
    const result = await downloadFile({
      ...parts,
      crypto: client(),
      key: fixture.responder.key,
      manifest,
      fetchChunk: (_id, index) => chunkOf(index),
    });
    if (!result.ok) throw new Error(result.problem);
    expect(result.file.type).toBe('application/octet-stream');
    expect(result.file.size).toBe(50_000);
  });

  test('that was damaged on the way is not given out', async () => {
    const { manifest, chunkOf } = await sealOne(Uint8Array.from([1, 2, 3]));
    const fetchChunk = async (_id: string, index: number) => {
      const served = await chunkOf(index);
      served?.set([(served.at(-1) ?? 0) ^ 1], served.length - 1);
      return served;
    };
    const result = await downloadFile({ ...parts, crypto: client(), key: fixture.responder.key, manifest, fetchChunk });
    expect(result).toEqual({ ok: false, problem: 'chunk_damaged' });
  });
});
