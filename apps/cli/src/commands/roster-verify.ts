import { createEngine } from '@sos/crypto/engine';

import { readCeremony } from '../ceremony/folder.js';
import { describeRoster } from '../ceremony/describe.js';
import { verifyCeremony, type Signed, type VerifiedCeremony } from '../ceremony/verify.js';
import type { Command, World } from '../platform/command.js';
import { day, groupFingerprint } from '../platform/terminal.js';

function describeSigners({ signers }: Signed<unknown>): string[] {
  return signers.map(({ fingerprint }) => `  signed by ${groupFingerprint(fingerprint)}`);
}

export function describeCeremony({ rootSets, rosters, suspensions, pinned, verdicts }: VerifiedCeremony): string[] {
  const sets = rootSets.flatMap((signed) => {
    const { version, threshold, members } = signed.document.value;
    const head = `Root set ${version}: ${threshold} of ${members.length} must sign. SHA-256 ${signed.document.sha256}`;
    return [head, ...describeSigners(signed)];
  });
  const newest = rosters.at(-1);
  const roster = newest
    ? [...describeRoster(newest.document.value), ...describeSigners(newest), `  SHA-256 ${newest.document.sha256}`]
    : ['No roster yet.'];
  const standing = verdicts[0]?.suspended ?? [];
  const taken = suspensions.flatMap((signed) => {
    const { fingerprint, at } = signed.document.value;
    const stands = standing.some((one) => one.fingerprint === fingerprint && one.at === at);
    const head = `Suspended since ${day(at)}: ${groupFingerprint(fingerprint)}${stands ? '' : ' (ended by a new roster)'}`;
    return [head, ...describeSigners(signed)];
  });
  const by = verdicts[0]?.signedBy;
  const signedBy = by ? [`  signed by ${by.fingerprints.length} ${by.by}, of ${by.outOf}; it takes ${by.needed}`] : [];
  const due = verdicts[0]?.renewalDue === true ? ['It is due for renewal.'] : [];
  return [
    ...sets,
    ...roster,
    ...signedBy,
    ...taken,
    ...due,
    `To build the app that trusts these roots: SOS_PINNED_ROOTS=${pinned.first},${pinned.latest}`,
  ];
}

export const rosterVerify: Command = {
  name: 'roster verify',
  usage: 'FOLDER',
  summary: 'Checks chain, signatures, dates and keys as every browser will, and prints who may receive cases.',
  options: {},
  takes: [1, 1],
  async run({ positionals: [folder = ''] }, { say, now }: World) {
    const engine = createEngine({ now });
    const verified = await verifyCeremony(engine, readCeremony(folder), now());
    await engine.lockAll();
    for (const line of describeCeremony(verified)) say(line);
  },
};
