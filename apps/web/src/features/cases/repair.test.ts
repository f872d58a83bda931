import 'fake-indexeddb/auto';

import { joinMessage } from '@sos/crypto/inspect';

import { fromBase64 } from '../../platform/keys/base64.js';
import { grantGaps } from './grant-gaps.js';
import { awaitingWord, judgeGrants, type SentVerdict } from './judge-grants.js';
import { letIn } from './let-in.js';
import { openEntries, type EntryMeta, type OpenedEntries, type OpenParts } from './open-thread.js';
import { newCase, type NewCase } from './submit-case.js';
import { makeCaseFixture, type CaseFixture } from './testing/case-fixture.js';

interface Served {
  meta: EntryMeta;
  readonly seipd: Uint8Array;
  /** By fingerprint. */
  readonly grants: Map<string, Uint8Array>;
}

let fixture: CaseFixture;
let ours: NewCase;
let served: Served[];

beforeAll(async () => {
  fixture = await makeCaseFixture();
});
beforeEach(async () => {
  ours = newCase(fixture.member);
  served = [];
  await write({ kind: 'report', body: { severity: 'high', answers: { summary: 'x' }, caseNonce: ours.caseNonce } });
  await write({ kind: 'message', body: { text: 'y' } });
});

async function write(draft: Parameters<CaseFixture['engine']['sealEntry']>[0]['draft']): Promise<void> {
  const { engine, member, sealTeam } = fixture;
  const participants = [member.publicKey];
  const destination = { roster: sealTeam.ref, teamId: 'response', audience: 'case', participants } as const;
  const shownReaders = (await engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
  const [entryId, sequence] = [crypto.randomUUID(), served.length + 1];
  const place = { caseId: ours.caseId, entryId, sequence, heads: [], build: 'test', shownReaders };
  const sealed = await engine.sealEntry({ ...destination, ...place, key: member.key, draft });
  const grants = new Map(sealed.grants.map(({ keyFingerprint, pkesk }) => [keyFingerprint, pkesk]));
  served.push({ meta: metaOf(entryId, sequence), seipd: sealed.seipd, grants });
}

function metaOf(id: string, position: number): EntryMeta {
  const grant = { granted: true, grantAttempt: 0, grantFailed: false, grantAwaitsProof: false, grantStatement: null };
  const empty = { storedHour: '', authorName: '', authorIsTeam: false, hash: '', size: 0, blob: null };
  return { __typename: 'CaseEntry', id, position, audience: 'case', rosterVersion: 1, ...empty, ...grant };
}

function fetchAs(fingerprint: string) {
  return async (id: string): Promise<Uint8Array<ArrayBuffer> | null> => {
    const entry = served.find(({ meta }) => meta.id === id);
    const pkesk = entry?.grants.get(fingerprint);
    return entry && pkesk ? Uint8Array.from(joinMessage([pkesk], entry.seipd)) : null;
  };
}

function second(): OpenParts {
  const crypto = { ...fixture.engine, close: () => undefined };
  const { second: reader, readTeam } = fixture;
  const { key, fingerprint } = reader;
  return { crypto, key, caseId: ours.caseId, team: readTeam, fetchEntry: fetchAs(fingerprint) };
}

/** A sender's mistake, or a sender's malice: the second responder's part of the second entry is that of the first. */
function spoil(): void {
  const { fingerprint } = fixture.second;
  const wrong = served[0]?.grants.get(fingerprint);
  if (wrong) served[1]?.grants.set(fingerprint, wrong);
}

const metas = () => served.map(({ meta }) => meta);

test('a reader whose key does not open an entry hears which, tells the others, and opens it once one has mended it', async () => {
  spoil();
  const before = await openEntries(metas(), new Map(), second());
  expect(grantGaps(metas(), before)).toEqual({ missing: [], failing: [2], files: [] });
  expect(awaitingWord(metas(), before).map(({ position }) => position)).toEqual([2]);
  const told: SentVerdict[] = [];
  const sendVerdicts = async (verdicts: readonly SentVerdict[]) => void told.push(...verdicts);
  await judgeGrants(awaitingWord(metas(), before), before, { ...second(), sendVerdicts });
  expect(told.map(saidIn)).toMatchObject([{ opens: false, granteeKeySha256: fixture.second.keySha256 }]);

  await mend();
  const after = await openEntries(metas(), before, second());
  expect(grantGaps(metas(), after)).toEqual({ missing: [], failing: [], files: [] });
  expect(awaitingWord(metas(), after).map(({ position }) => position)).toEqual([2]);
  await judgeGrants(awaitingWord(metas(), after), after, { ...second(), sendVerdicts });
  expect(told.map(saidIn).at(-1)).toMatchObject({ opens: true });
});

function saidIn({ statement }: SentVerdict): unknown {
  return JSON.parse(new TextDecoder().decode(fromBase64(statement)));
}

/** What the other responder's browser does about it, and what the server then serves. */
async function mend(): Promise<void> {
  const { engine, responder, second: reader, sealTeam } = fixture;
  const todo = served.slice(1).map(({ meta }) => ({ entryId: meta.id, caseId: ours.caseId, blobId: null }));
  const lacking = todo.map((entry) => ({ ...entry, lacking: [reader.fingerprint], failed: [reader.fingerprint] }));
  let sent = 0;
  const end = await letIn({
    crypto: { ...engine, close: () => undefined },
    key: responder.key,
    team: sealTeam,
    listLacking: async () => ({ total: lacking.length, entries: sent === 0 ? lacking : [] }),
    readCase: async () => ({ entries: metas(), successions: [] }),
    fetchEntry: fetchAs(responder.fingerprint),
    fetchFileGrant: async () => null,
    sendGrants: async (id, grants) => {
      sent += 1;
      const entry = served.find(({ meta }) => meta.id === id);
      for (const { fingerprint, pkesk } of grants) entry?.grants.set(fingerprint, fromBase64(pkesk));
      if (entry) entry.meta = { ...entry.meta, grantAttempt: 1, grantAwaitsProof: true };
    },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  expect(end).toEqual({ done: 1, total: 1, refused: [] });
}

test('what no other grant could mend is reported to nobody', async () => {
  const [first, other] = served;
  if (!first || !other) throw new Error('no entries');
  // The whole of one entry in the other's place: it opens, and is not what it should be.
  served[1] = { ...other, seipd: first.seipd, grants: first.grants };
  const states = await openEntries(metas(), new Map(), second());
  expect(states.get(other.meta.id)).toMatchObject({ status: 'refused', refusal: 'wrong_entry' });
  expect(grantGaps(metas(), states)).toEqual({ missing: [], failing: [], files: [] });
  expect(awaitingWord(metas(), states)).toEqual([]);
});

test('what was kept back is named by its place, except what others were chosen for by name', async () => {
  for (const entry of served) entry.meta = { ...entry.meta, granted: false, grantAttempt: null };
  const last = served[1];
  if (last) last.meta = { ...last.meta, audience: 'named' };
  const states: OpenedEntries = await openEntries(metas(), new Map(), second());
  expect(grantGaps(metas(), states)).toEqual({ missing: [1], failing: [], files: [] });
});
