import 'fake-indexeddb/auto';

import type { ApolloClient } from '@apollo/client';
import type { CryptoClient, RosterEvidence } from '@sos/crypto';

import { raiseRosterPin } from '../../platform/keys/key-database.js';
import type { LogFollower, LogState, RosterInLog } from '../../platform/log/follow-log.js';
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

/** What the log's own tests show it to say. */
function logThat(state: LogState, roster: RosterInLog = 'included'): LogFollower {
  return { follow: async () => state, find: async () => roster };
}
const HOLDS: LogState = { status: 'holds', size: 3, isPinned: true, witness: null };
const verifyWith = (log: LogFollower, use: RosterEvidence['use'] = 'seal') =>
  verifyTeam(serverWith(9, []), trustingEngine(), use, [], log);

test.each([
  ['shows another history', logThat({ status: 'broken', problem: 'forked' }), 'log_forked'],
  ['took something back', logThat({ status: 'broken', problem: 'rolled_back' }), 'log_rolled_back'],
  ['signs with another key', logThat({ status: 'broken', problem: 'signature' }), 'log_foreign'],
  ['has no word of the witness', logThat({ status: 'broken', problem: 'witness' }), 'log_witness'],
  ['does not hold this list', logThat(HOLDS, 'not_included'), 'log_not_included'],
])('nothing is sealed for a server whose log %s; what is there can be read', async (_what, log, problem) => {
  expect(await verifyWith(log)).toEqual({ status: 'refused', problem, deviceClock: false });
  expect(await verifyWith(log, 'read')).toMatchObject({ status: 'verified' });
});

test('a log that holds, that is silent, or whose witness lags behind stops nobody, and is noted', async () => {
  expect(await verifyWith(logThat(HOLDS))).toMatchObject({ status: 'verified', team: { log: { roster: 'included' } } });
  expect(await verifyWith(logThat({ status: 'silent' }))).toMatchObject({
    status: 'verified',
    team: { log: { state: { status: 'silent' }, roster: 'unknown' } },
  });
  expect(await verifyWith(logThat(HOLDS, 'awaits_witness'))).toMatchObject({ status: 'verified' });
});
