import { toSignedBytes, type RootSet, type Roster, type RosterHolder, type RosterTeam } from '@sos/domain';
import { sha256Hex } from '../bytes.js';
import { caseIdFor } from '../case-id.js';
import { createEngine } from '../engine.js';
import type { CryptoApi, RosterEvidence, RosterRef, SigningPurpose, UnlockedKey, VerifiedRoster } from '../types.js';

/** A network small enough to hold in one's head: three roots, a team, a partner desk, a member. Real keys throughout. */
export const NOW = new Date('2026-11-22T10:00:00Z');
export const TEAM = 'americas';
export const CASE_NONCE = '3f0c8d1e6f2b4f7e9a520f6f3c1d2b4a';
export const BUILD = 'build-of-the-tests';

export interface World {
  readonly engine: CryptoApi;
  readonly roots: readonly UnlockedKey[];
  readonly responders: readonly UnlockedKey[];
  readonly partner: UnlockedKey;
  readonly recovery: UnlockedKey;
  readonly member: UnlockedKey;
  /** A case the member opened, with {@link CASE_NONCE}. */
  readonly caseId: string;
  readonly rootSet: RootSet;
  readonly roster: Roster;
  setNow(now: Date): void;
}

export function daysFrom(date: Date, days: number): string {
  return new Date(date.getTime() + days * 86_400_000).toISOString();
}

export function holderOf(
  key: UnlockedKey,
  role: RosterHolder['role'],
  change: Partial<RosterHolder> = {},
): RosterHolder {
  const { fingerprint, keySha256 } = key;
  return { fingerprint, keySha256, role, from: '2026-01-01T00:00:00Z', until: null, status: 'active', ...change };
}

export function rootSetOf(roots: readonly UnlockedKey[], version = 1, threshold = 2): RootSet {
  return {
    ctx: 'roots.v1',
    version,
    threshold,
    members: roots.map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 })),
  };
}

export function rosterOf(teams: RosterTeam[], change: Partial<Roster> = {}): Roster {
  return {
    ctx: 'responder-roster.v1',
    version: 1,
    prevSha256: null,
    issued: daysFrom(NOW, -1),
    renewBy: daysFrom(NOW, 29),
    notAfter: daysFrom(NOW, 74),
    rootSetVersion: 1,
    teams,
    ...change,
  };
}

async function makeKeys(engine: CryptoApi, count: number): Promise<UnlockedKey[]> {
  const keys: UnlockedKey[] = [];
  for (let made = 0; made < count; made += 1) keys.push(await engine.generateKey());
  return keys;
}

function only<T>(items: readonly T[], index = 0): T {
  const item = items[index];
  if (item === undefined) throw new Error('The test world lacks something.');
  return item;
}

/** @param start where another program is to agree with it, the real time */
export async function createWorld(start = NOW): Promise<World> {
  let now = start;
  const engine = createEngine({ now: () => now });
  const keys = await makeKeys(engine, 8);
  const roots = keys.slice(0, 3);
  const responders = keys.slice(3, 5);
  const [partner, recovery, member] = [only(keys, 5), only(keys, 6), only(keys, 7)];
  const from = start === NOW ? '2026-01-01T00:00:00Z' : daysFrom(start, -300);
  const holders = [
    ...responders.map((key) => holderOf(key, 'responder', { from })),
    holderOf(partner, 'partner_desk', { from }),
    holderOf(recovery, 'recovery', { from }),
  ];
  return {
    engine,
    roots,
    responders,
    partner,
    recovery,
    member,
    caseId: caseIdFor(member.keySha256, CASE_NONCE),
    rootSet: rootSetOf(roots),
    roster: rosterOf([{ id: TEAM, holders }], {
      issued: daysFrom(start, -1),
      renewBy: daysFrom(start, 29),
      notAfter: daysFrom(start, 74),
    }),
    setNow: (next) => (now = next),
  };
}

export async function signAll(
  engine: CryptoApi,
  bytes: Uint8Array,
  signers: readonly UnlockedKey[],
  purpose: SigningPurpose,
): Promise<string[]> {
  return Promise.all(signers.map(({ key }) => engine.signForPurpose({ key, bytes, purpose })));
}

/** Evidence for a roster as an honest server would give it. */
export async function evidenceFor(
  world: World,
  roster: Roster = world.roster,
  change: Partial<RosterEvidence> = {},
): Promise<RosterEvidence> {
  const { engine, roots, responders, partner, recovery, rootSet } = world;
  const bytes = toSignedBytes(roster);
  const rootSetBytes = toSignedBytes(rootSet);
  const pin = sha256Hex(rootSetBytes);
  return {
    roster: { bytes, signatures: await signAll(engine, bytes, roots.slice(0, 2), 'responder-roster.v1') },
    rootSets: [{ bytes: rootSetBytes, signatures: [] }],
    rootKeys: roots.map(({ publicKey }) => publicKey),
    holderKeys: [...responders, partner, recovery].map(({ publicKey }) => publicKey),
    pinned: { first: pin, latest: pin },
    buildDate: '2026-11-01T00:00:00Z',
    minimumVersion: 1,
    use: 'seal',
    ...change,
  };
}

export async function verified(
  world: World,
  roster: Roster = world.roster,
  change: Partial<RosterEvidence> = {},
): Promise<VerifiedRoster> {
  const verdict = await world.engine.verifyRoster(await evidenceFor(world, roster, change));
  if (!verdict.ok) throw new Error(verdict.problem);
  return verdict;
}

/** The readers a screen would have shown, for what is being sealed. */
export async function shownReaders(
  world: World,
  roster: RosterRef,
  destination: Parameters<CryptoApi['planReaders']>[0],
): Promise<string[]> {
  const readers = await world.engine.planReaders({ ...destination, roster });
  return readers.map(({ keySha256 }) => keySha256);
}
