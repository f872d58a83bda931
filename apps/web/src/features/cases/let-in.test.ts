import 'fake-indexeddb/auto';

import { joinMessage } from '@sos/crypto/inspect';
import type { EntryDraft } from '@sos/domain';

import { fromBase64 } from '../../platform/keys/base64.js';
import { letIn, type Lacking, type LetInParts, type LetInProgress, type SentGrant } from './let-in.js';
import { openEntries, type EntryMeta, type OpenedEntries } from './open-thread.js';
import { newCase, type NewCase } from './submit-case.js';
import { makeCaseFixture, type CaseFixture } from './testing/case-fixture.js';

interface Stored {
  readonly meta: EntryMeta;
  readonly caseId: string;
  readonly seipd: Uint8Array;
  /** PKESK by fingerprint. */
  readonly grants: Map<string, Uint8Array>;
  readonly statements: Map<string, SentGrant>;
}

let fixture: CaseFixture;
beforeAll(async () => {
  fixture = await makeCaseFixture();
});

/** A store with the entries of two cases, as the server would list and serve them to the responder and the newcomer. */
class Store {
  readonly entries: Stored[] = [];
  readonly sent: string[] = [];

  async write({ caseId }: NewCase, draft: EntryDraft): Promise<void> {
    const { engine, member, sealTeam } = fixture;
    const destination = {
      roster: sealTeam.ref,
      teamId: 'response',
      audience: 'case',
      participants: [member.publicKey],
    } as const;
    const readers = await engine.planReaders(destination);
    const entryId = crypto.randomUUID();
    const position = this.entries.filter((entry) => entry.caseId === caseId).length + 1;
    const sealed = await engine.sealEntry({
      ...destination,
      key: member.key,
      caseId,
      entryId,
      draft,
      sequence: position,
      heads: [],
      build: 'test',
      shownReaders: readers.map(({ keySha256 }) => keySha256),
    });
    const grants = new Map(sealed.grants.map(({ keyFingerprint, pkesk }) => [keyFingerprint, pkesk]));
    this.entries.push({ meta: metaOf(entryId, position), caseId, seipd: sealed.seipd, grants, statements: new Map() });
  }

  lacking(skip: number): { readonly total: number; readonly entries: Lacking[] } {
    const without = this.entries.filter(({ grants }) => !grants.has(fixture.joiner.fingerprint));
    const entries = without.slice(skip, skip + 2).map(({ meta, caseId }) => ({
      entryId: meta.id,
      caseId,
      blobId: null,
      lacking: [fixture.joiner.fingerprint],
    }));
    return { total: without.length, entries };
  }

  serve(entryId: string, fingerprint: string): Uint8Array<ArrayBuffer> | null {
    const entry = this.entries.find(({ meta }) => meta.id === entryId);
    const pkesk = entry?.grants.get(fingerprint);
    return entry && pkesk ? Uint8Array.from(joinMessage([pkesk], entry.seipd)) : null;
  }

  take(entryId: string, grants: readonly SentGrant[]): void {
    const entry = this.entries.find(({ meta }) => meta.id === entryId);
    this.sent.push(entryId);
    for (const grant of grants) {
      entry?.grants.set(grant.fingerprint, fromBase64(grant.pkesk));
      entry?.statements.set(grant.fingerprint, grant);
    }
  }
}

function metaOf(id: string, position: number): EntryMeta {
  return {
    __typename: 'CaseEntry',
    id,
    position,
    audience: 'case',
    rosterVersion: 1,
    storedHour: '',
    authorName: '',
    authorIsTeam: false,
    hash: '',
    size: 0,
    granted: true,
    grantAttempt: 0,
    grantFailed: false,
    grantAwaitsProof: false,
    grantStatement: null,
    blob: null,
  };
}

const report = ({ caseNonce }: NewCase, text: string): EntryDraft => ({
  kind: 'report',
  body: { severity: 'high', answers: { summary: text }, caseNonce },
});

async function twoCases(): Promise<Store> {
  const store = new Store();
  for (const text of ['one', 'two']) {
    const ours = newCase(fixture.member);
    await store.write(ours, report(ours, text));
    await store.write(ours, { kind: 'message', body: { text: `${text}, later` } });
  }
  return store;
}

function parts(store: Store, change: Partial<LetInParts> = {}): LetInParts {
  const { engine, responder, laterTeam } = fixture;
  return {
    crypto: { ...engine, close: () => undefined },
    key: responder.key,
    team: laterTeam,
    listLacking: async (skip) => store.lacking(skip),
    readCase: async (caseId) => ({
      entries: store.entries.filter((entry) => entry.caseId === caseId).map(({ meta }) => meta),
      successions: [],
    }),
    fetchEntry: async (id) => store.serve(id, responder.fingerprint),
    fetchFileGrant: async () => null,
    sendGrants: async (id, grants) => store.take(id, grants),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...change,
  };
}

/** What the newcomer's own browser makes of it. */
async function readByJoiner(store: Store): Promise<OpenedEntries> {
  const { engine, joiner, laterTeam } = fixture;
  let states: OpenedEntries = new Map();
  for (const { meta, caseId, statements } of store.entries) {
    const grant = statements.get(joiner.fingerprint);
    const grantStatement = grant
      ? { __typename: 'GrantStatement' as const, bytes: grant.statement, signature: grant.signature }
      : null;
    // Each case has a reporter of its own here, so each is opened by itself.
    const own: OpenedEntries = new Map(
      [...states].filter(([id]) => store.entries.some((entry) => entry.caseId === caseId && entry.meta.id === id)),
    );
    const opened = await openEntries([{ ...meta, grantStatement }], own, {
      crypto: { ...engine, close: () => undefined },
      key: joiner.key,
      caseId,
      team: laterTeam,
      fetchEntry: async (id) => store.serve(id, joiner.fingerprint),
    });
    states = new Map([...states, ...opened]);
  }
  return states;
}

test('every earlier entry opens for the newcomer, each with a colleague’s signed word', async () => {
  const store = await twoCases();
  const told: LetInProgress[] = [];
  const end = await letIn(parts(store, { onProgress: (progress) => told.push(progress) }));
  expect(end).toEqual({ done: 4, total: 4, refused: [] });
  expect(told.map(({ done, total }) => [done, total]).at(-1)).toEqual([4, 4]);
  const states = [...(await readByJoiner(store)).values()];
  expect(states).toHaveLength(4);
  for (const state of states)
    expect(state).toMatchObject({ status: 'opened', opened: { findings: ['granted_later'] } });
});

test('stopped in the middle, it goes on where it stopped, and nothing is sent twice', async () => {
  const store = await twoCases();
  const work = new AbortController();
  const stopAfterTwo = (progress: LetInProgress): void => {
    if (progress.done === 2) work.abort();
  };
  expect(await letIn(parts(store, { onProgress: stopAfterTwo, signal: work.signal }))).toMatchObject({ done: 2 });
  expect(await letIn(parts(store))).toEqual({ done: 2, total: 2, refused: [] });
  expect(new Set(store.sent).size).toBe(4);
  expect(store.sent).toHaveLength(4);
});

test('a lost line ends it with nothing half done', async () => {
  const store = await twoCases();
  let sent = 0;
  const sendGrants = async (id: string, grants: readonly SentGrant[]): Promise<void> => {
    sent += 1;
    if (sent === 3) throw new TypeError('network');
    store.take(id, grants);
  };
  await expect(letIn(parts(store, { sendGrants }))).rejects.toThrow('network');
  expect(store.lacking(0).total).toBe(2);
});

test('one entry’s key before another’s body is refused by name, and the others are done', async () => {
  const store = await twoCases();
  const [first, second] = store.entries;
  if (!first || !second) throw new Error('no entries');
  // The server's old trick: the body of one entry under the name of another.
  store.entries[1] = { ...second, seipd: first.seipd };
  const end = await letIn(parts(store));
  expect(end).toMatchObject({ done: 4, refused: [{ entryId: second.meta.id, refusal: 'integrity' }] });
  expect(store.sent).not.toContain(second.meta.id);
});

test('whom only the server names is let into nothing', async () => {
  const store = await twoCases();
  const stranger = await fixture.engine.generateKey();
  const listLacking: LetInParts['listLacking'] = async (skip) => {
    const { total, entries } = store.lacking(skip);
    return { total, entries: entries.map((entry) => ({ ...entry, lacking: [stranger.fingerprint] })) };
  };
  const end = await letIn(parts(store, { listLacking }));
  expect(end.refused.map(({ refusal }) => refusal)).toEqual(Array.from({ length: 4 }, () => 'not_admitted'));
  expect(store.sent).toEqual([]);
});
