import { joinMessage } from '@sos/crypto/inspect';
import type { SignedSuccession, UnlockedKey } from '@sos/crypto';
import { toSignedBytes, type EntryDraft, type Succession } from '@sos/domain';

import { fromBase64 } from '../../../platform/keys/base64.js';
import type { SentVerdict } from '../judge-grants.js';
import type { LetInParts, SentGrant } from '../let-in.js';
import { proveMoved } from '../move-cases.js';
import type { EntryMeta } from '../open-thread.js';
import { newCase } from '../submit-case.js';
import { makeCaseFixture, type CaseFixture } from './case-fixture.js';

interface Stored {
  readonly meta: EntryMeta;
  readonly seipd: Uint8Array;
  /** PKESK by fingerprint, with what was signed for it. */
  readonly grants: Map<string, { readonly pkesk: Uint8Array; readonly sent?: SentGrant }>;
}

/** A member's case of so many entries, the key that comes after theirs, and what a server would list, serve and take. */
export interface MoveWorld {
  readonly fixture: CaseFixture;
  readonly caseId: string;
  readonly next: UnlockedKey;
  readonly succession: SignedSuccession;
  readonly entries: Stored[];
  readonly proofs: Map<string, boolean>;
  /** Entries whose grants were sent, in order. */
  readonly sent: string[];
  serve(entryId: string, fingerprint: string): Uint8Array<ArrayBuffer> | null;
  toMove(): readonly Stored[];
  parts(change?: Partial<LetInParts>): LetInParts;
}

const ACCOUNT = '6e4a1a52-6a0d-4d38-9d7f-6a4c26fbb3aa';
const PAGE = 200;

async function succeed({ engine }: CaseFixture, from: UnlockedKey, to: UnlockedKey): Promise<SignedSuccession> {
  const refOf = ({ fingerprint, keySha256 }: UnlockedKey) => ({ fingerprint, keySha256 });
  const at = new Date().toISOString();
  const said: Succession = { ctx: 'succession.v1', accountId: ACCOUNT, from: refOf(from), to: refOf(to), at };
  const bytes = toSignedBytes(said);
  const sign = ({ key }: UnlockedKey): Promise<string> =>
    engine.signForPurpose({ key, bytes, purpose: 'succession.v1' });
  const signatures = [await sign(from), await sign(to)];
  return { bytes, signatures, fromKey: from.publicKey, toKey: to.publicKey };
}

async function writeEntries(fixture: CaseFixture, count: number): Promise<{ caseId: string; entries: Stored[] }> {
  const { engine, member, sealTeam } = fixture;
  const { caseId, caseNonce } = newCase(member);
  const participants = [member.publicKey];
  const destination = { roster: sealTeam.ref, teamId: 'response', audience: 'case', participants } as const;
  const shownReaders = (await engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
  const entries: Stored[] = [];
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const entryId = crypto.randomUUID();
    const draft: EntryDraft =
      sequence === 1
        ? { kind: 'report', body: { severity: 'high', answers: { summary: 'x' }, caseNonce } }
        : { kind: 'message', body: { text: String(sequence) } };
    const place = { caseId, entryId, sequence, heads: [], build: 'test', shownReaders };
    const { seipd, grants } = await engine.sealEntry({ ...destination, ...place, key: member.key, draft });
    const byFingerprint = grants.map(({ keyFingerprint, pkesk }) => [keyFingerprint, { pkesk }] as const);
    entries.push({ meta: metaOf(entryId, sequence), seipd, grants: new Map(byFingerprint) });
  }
  return { caseId, entries };
}

function metaOf(id: string, position: number): EntryMeta {
  const grant = { granted: true, grantAttempt: 0, grantFailed: false, grantAwaitsProof: false, grantStatement: null };
  const empty = { storedHour: '', authorName: '', authorIsTeam: false, hash: '', size: 0, blob: null };
  return { __typename: 'CaseEntry', id, position, audience: 'case', rosterVersion: 1, ...empty, ...grant };
}

export async function makeMoveWorld(count: number): Promise<MoveWorld> {
  const fixture = await makeCaseFixture();
  const { engine, member, sealTeam } = fixture;
  const { caseId, entries } = await writeEntries(fixture, count);
  const next = await engine.generateKey();
  const succession = await succeed(fixture, member, next);
  const crypto = { ...engine, close: () => undefined };
  const proofs = new Map<string, boolean>();
  const sent: string[] = [];
  const find = (id: string): Stored | undefined => entries.find(({ meta }) => meta.id === id);
  const toMove = (): readonly Stored[] => entries.filter(({ grants }) => !grants.has(next.fingerprint));

  function serve(entryId: string, fingerprint: string): Uint8Array<ArrayBuffer> | null {
    const entry = find(entryId);
    const grant = entry?.grants.get(fingerprint);
    return entry && grant ? Uint8Array.from(joinMessage([grant.pkesk], entry.seipd)) : null;
  }

  function take(entryId: string, grants: readonly SentGrant[]): void {
    const entry = find(entryId);
    // Appended, never replaced: of two at once the first counts.
    for (const grant of grants.filter(({ fingerprint }) => !entry?.grants.has(fingerprint))) {
      entry?.grants.set(grant.fingerprint, { pkesk: fromBase64(grant.pkesk), sent: grant });
      sent.push(entryId);
    }
  }

  async function hear(verdicts: readonly SentVerdict[]): Promise<void> {
    for (const { entryId, statement } of verdicts) {
      const said = JSON.parse(new TextDecoder().decode(fromBase64(statement))) as { readonly opens: boolean };
      proofs.set(entryId, said.opens);
    }
  }

  return {
    ...{ fixture, caseId, next, succession, entries, proofs, sent, serve, toMove },
    parts: (change = {}) => ({
      crypto,
      key: member.key,
      team: sealTeam,
      listLacking: async (skip) => {
        const all = toMove();
        const lacking = [next.fingerprint];
        const page = all
          .slice(skip, skip + PAGE)
          .map(({ meta }) => ({ entryId: meta.id, caseId, blobId: null, lacking }));
        return { total: all.length, entries: page };
      },
      readCase: async () => ({ entries: entries.map(({ meta }) => meta), successions: [succession] }),
      fetchEntry: async (id) => serve(id, member.fingerprint),
      fetchFileGrant: async () => null,
      sendGrants: async (id, grants) => take(id, grants),
      onGiven: (given) => proveMoved(given, { crypto, key: next.key, team: sealTeam, send: hear }),
      onProgress: () => undefined,
      signal: new AbortController().signal,
      ...change,
    }),
  };
}
