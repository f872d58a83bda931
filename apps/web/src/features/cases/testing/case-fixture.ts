import { createEngine } from '@sos/crypto/engine';
import type { UnlockedKey } from '@sos/crypto';
import { toSignedBytes, type Roster, type RootSet } from '@sos/domain';
import { File as NodeFile } from 'node:buffer';
import { createHash } from 'node:crypto';

import type { VerifiedTeam } from '../../../shared/team/verify-team.js';

const DAY_MS = 86_400_000;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** jsdom's files cannot be read as bytes; Node's can, and have everything the code asks of a file. */
export function makeFile(content: Uint8Array<ArrayBuffer>, name: string): File {
  return new NodeFile([content], name, { type: 'image/jpeg' }) as unknown as File;
}

type Engine = ReturnType<typeof createEngine>;

/** A member, two responders and a root in one real engine, with a team list that verifies. */
export interface CaseFixture {
  readonly engine: Engine;
  readonly member: UnlockedKey;
  readonly responder: UnlockedKey;
  readonly second: UnlockedKey;
  readonly sealTeam: VerifiedTeam;
  readonly readTeam: VerifiedTeam;
  /** On the second list only, which `laterTeam` is. */
  readonly joiner: UnlockedKey;
  readonly laterTeam: VerifiedTeam;
}

function rosterOf(responders: readonly UnlockedKey[], previous?: Uint8Array): Roster {
  const issued = new Date(Date.now() - DAY_MS);
  const at = (days: number): string => new Date(issued.getTime() + days * DAY_MS).toISOString();
  const holders = responders.map(({ fingerprint, keySha256 }) => ({
    fingerprint,
    keySha256,
    role: 'responder' as const,
    from: at(0),
    until: null,
    status: 'active' as const,
  }));
  return {
    ctx: 'responder-roster.v1',
    version: previous ? 2 : 1,
    prevSha256: previous ? sha256(previous) : null,
    issued: at(0),
    renewBy: at(30),
    notAfter: at(75),
    rootSetVersion: 1,
    teams: [{ id: 'response', holders }],
  };
}

export async function makeCaseFixture(): Promise<CaseFixture> {
  const engine = createEngine();
  const keys = await Promise.all([1, 2, 3, 4, 5].map(() => engine.generateKey()));
  const [root, member, responder, second, joiner] = keys;
  if (!root || !member || !responder || !second || !joiner) throw new Error('no keys');
  const set: RootSet = {
    ctx: 'roots.v1',
    version: 1,
    threshold: 1,
    members: [{ fingerprint: root.fingerprint, keySha256: root.keySha256 }],
  };
  const setBytes = toSignedBytes(set);
  const sign = (bytes: Uint8Array, purpose: 'roots.v1' | 'responder-roster.v1') =>
    engine.signForPurpose({ key: root.key, bytes, purpose });
  const rootSets = [{ bytes: setBytes, signatures: [await sign(setBytes, 'roots.v1')] }];
  const first = toSignedBytes(rosterOf([responder, second]));
  const later = toSignedBytes(rosterOf([responder, second, joiner], first));
  async function verify(
    bytes: Uint8Array,
    use: 'seal' | 'read',
    earlier: VerifiedTeam['earlier'],
  ): Promise<VerifiedTeam> {
    const verdict = await engine.verifyRoster({
      use,
      rootSets,
      roster: { bytes, signatures: [await sign(bytes, 'responder-roster.v1')] },
      rootKeys: [root?.publicKey ?? new Uint8Array()],
      holderKeys: keys.map(({ publicKey }) => publicKey),
      pinned: { first: sha256(setBytes), latest: sha256(setBytes) },
      buildDate: new Date(Date.now() - 30 * DAY_MS).toISOString(),
      minimumVersion: 1,
    });
    if (!verdict.ok) throw new Error(`the list does not verify: ${verdict.problem}`);
    const log = { state: { status: 'silent' }, roster: 'unknown' } as const;
    return { ...verdict, teamId: 'response', names: new Map(), earlier, earlierLists: [], log };
  }
  const [sealTeam, readTeam] = [await verify(first, 'seal', []), await verify(first, 'read', [])];
  const laterTeam = await verify(later, 'seal', [readTeam.ref]);
  return { engine, member, responder, second, joiner, sealTeam, readTeam, laterTeam };
}
