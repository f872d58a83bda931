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
}

function rosterOf(responders: readonly UnlockedKey[]): Roster {
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
    version: 1,
    prevSha256: null,
    issued: at(0),
    renewBy: at(30),
    notAfter: at(75),
    rootSetVersion: 1,
    teams: [{ id: 'response', holders }],
  };
}

export async function makeCaseFixture(): Promise<CaseFixture> {
  const engine = createEngine();
  const [root, member, responder, second] = await Promise.all([1, 2, 3, 4].map(() => engine.generateKey()));
  if (!root || !member || !responder || !second) throw new Error('no keys');
  const set: RootSet = {
    ctx: 'roots.v1',
    version: 1,
    threshold: 1,
    members: [{ fingerprint: root.fingerprint, keySha256: root.keySha256 }],
  };
  const [setBytes, rosterBytes] = [toSignedBytes(set), toSignedBytes(rosterOf([responder, second]))];
  const rootSets = [
    {
      bytes: setBytes,
      signatures: [await engine.signForPurpose({ key: root.key, bytes: setBytes, purpose: 'roots.v1' })],
    },
  ];
  const signature = await engine.signForPurpose({ key: root.key, bytes: rosterBytes, purpose: 'responder-roster.v1' });
  async function verify(use: 'seal' | 'read'): Promise<VerifiedTeam> {
    const verdict = await engine.verifyRoster({
      use,
      rootSets,
      roster: { bytes: rosterBytes, signatures: [signature] },
      rootKeys: [root?.publicKey ?? new Uint8Array()],
      holderKeys: [responder?.publicKey, second?.publicKey].flatMap((key) => key ?? []),
      pinned: { first: sha256(setBytes), latest: sha256(setBytes) },
      buildDate: new Date(Date.now() - 30 * DAY_MS).toISOString(),
      minimumVersion: 1,
    });
    if (!verdict.ok) throw new Error(`the list does not verify: ${verdict.problem}`);
    return { ...verdict, teamId: 'response', names: new Map(), signers: [root?.fingerprint ?? ''], earlier: [] };
  }
  return { engine, member, responder, second, sealTeam: await verify('seal'), readTeam: await verify('read') };
}
