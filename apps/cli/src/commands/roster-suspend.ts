import path from 'node:path';
import { sha256Hex } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { parseSuspension, toSignedBytes, type Roster, type Suspension } from '@sos/domain';

import { describeDocument } from '../ceremony/describe.js';
import { findKey } from '../ceremony/draft.js';
import { readCeremony, type Ceremony, type Document } from '../ceremony/folder.js';
import { gpgCommand } from '../ceremony/gpg-command.js';
import type { Command } from '../platform/command.js';
import { writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';

/** The one in force now: a suspension names it. */
function currentRoster({ rosters, folder }: Ceremony, now: Date): Document<Roster> {
  const signed = rosters.filter(({ signatures }) => signatures.length > 0);
  const current = signed.findLast(({ value }) => Date.parse(value.issued) <= now.getTime());
  if (!current) throw new CliProblem(`${folder} holds no signed roster that has begun.`);
  return current;
}

export const rosterSuspend: Command = {
  name: 'roster suspend',
  usage: 'FOLDER PUBLIC.asc|FINGERPRINT',
  summary: 'Writes a suspension, to be signed by the holder alone or by two responders: it takes away, at once.',
  options: {},
  takes: [2, 2],
  async run({ positionals: [folder = '', text = ''] }, { say, now }) {
    const ceremony = readCeremony(folder);
    const { value: roster, sha256 } = currentRoster(ceremony, now());
    const present = roster.teams.flatMap(({ holders }) => holders.filter(({ until }) => until === null));
    const { fingerprint, keySha256 } = await findKey(createEngine({ now }), present, text);
    const at = now().toISOString();
    const suspension: Suspension = {
      ctx: 'suspend.v1',
      rosterVersion: roster.version,
      rosterSha256: sha256,
      fingerprint,
      keySha256,
      at,
    };
    const bytes = toSignedBytes(suspension);
    if (!parseSuspension(bytes)) throw new CliProblem('This would be no suspension.');
    const number = ceremony.suspensions.filter(({ value }) => value.rosterVersion === roster.version).length + 1;
    const file = path.join(folder, `suspend-${roster.version}-${number}.json`);
    writeNewFile(file, bytes);
    for (const line of describeDocument(bytes)?.lines ?? []) say(line);
    say(`SHA-256 ${sha256Hex(bytes)}`);
    say(`The holder signs it, or two responders: sos roster sign ${file} --key NAME.private.asc`);
    say(`or: ${gpgCommand(file, 'suspend.v1')}`);
    say(`Then: sos roster publish ${folder}`);
  },
};
