import 'fake-indexeddb/auto';

import type { ApolloClient } from '@apollo/client';
import type { CryptoClient, RosterEvidence } from '@sos/crypto';

import { raiseRosterPin } from '../../platform/keys/key-database.js';
import { verifyTeam } from './verify-team.js';

function listed(version: number) {
  return { version, bytes: btoa(String(version)), signatures: [] };
}

/** A server that calls this roster the current one. */
function serverWith(current: number, history: readonly number[]): ApolloClient {
  const roster = {
    ...listed(current),
    history: history.map(listed),
    suspensions: [],
    rootSets: [],
    rootKeys: [],
    holderKeys: [],
  };
  const server: Partial<ApolloClient> = { query: jest.fn(async () => ({ data: { roster } })) };
  return server as ApolloClient; // the one method that is called
}

/** Signatures are the engine's affair and its tests'; this one takes any, and tells what it was given. */
function trustingEngine(): CryptoClient {
  const verifyRoster = async ({ roster: { bytes }, use }: RosterEvidence) => {
    const version = new TextDecoder().decode(bytes);
    return {
      ok: true,
      ref: `roster ${version}`,
      version: Number(version),
      sha256: version,
      use,
      roster: { teams: [] },
    };
  };
  return { verifyRoster } as unknown as CryptoClient; // the one method that is called
}

test('what entries were sealed under is verified with all that came after it: a list in between may have dropped their author', async () => {
  const verdict = await verifyTeam(serverWith(6, [5, 4, 3, 2, 1]), trustingEngine(), 'read', [3, 6]);
  expect(verdict).toMatchObject({
    status: 'verified',
    team: { ref: 'roster 6', earlier: ['roster 5', 'roster 4', 'roster 3'] },
  });
  const none = await verifyTeam(serverWith(6, [5]), trustingEngine(), 'read');
  expect(none).toMatchObject({ status: 'verified', team: { earlier: [] } });
});

test('a list older than one this browser trusted already is not taken for today’s, not even to read with', async () => {
  await raiseRosterPin({ version: 4, sha256: '4' });
  expect(await verifyTeam(serverWith(3, []), trustingEngine(), 'read', [1])).toEqual({
    status: 'refused',
    problem: 'rolled_back',
    deviceClock: false,
  });
  for (const current of [4, 5])
    expect(await verifyTeam(serverWith(current, []), trustingEngine(), 'read')).toMatchObject({ status: 'verified' });
});
