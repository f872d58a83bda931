import { sha256Hex, type PublicKeyInfo } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import {
  isOneOf,
  NAMED_MINIMUM,
  parseRoster,
  ROSTER_RENEW_DAYS,
  ROSTER_VALID_DAYS,
  toSignedBytes,
  type HolderRole,
  type Roster,
  type RosterHolder,
} from '@sos/domain';

import { keepKeys, readCeremony, type Ceremony } from '../ceremony/folder.js';
import { gpgCommand } from '../ceremony/gpg-command.js';
import { readPublicKey } from '../ceremony/keys.js';
import type { Command } from '../platform/command.js';
import { readBytes, writeNewFile } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { describeRoster } from './sign.js';

const HOLDER_ROLES: readonly HolderRole[] = ['responder', 'partner_desk', 'recovery'];
const DAY_MS = 86_400_000;

interface Named {
  readonly key: PublicKeyInfo;
  readonly role: HolderRole;
}

function readHolder(text: string): { file: string; role: HolderRole } {
  const colon = text.lastIndexOf(':');
  const [file, role] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon > 0 && isOneOf(HOLDER_ROLES, role)) return { file, role };
  throw new UsageProblem(`--holder ${text} is not PUBLIC.asc:ROLE, where ROLE is ${HOLDER_ROLES.join(', ')}.`);
}

function readPrevious(
  file: string | undefined,
  { rosters, folder }: Ceremony,
): { roster: Roster; bytes: Uint8Array } | undefined {
  const newest = rosters.at(-1);
  if (file === undefined) {
    if (newest)
      throw new CliProblem(`${folder} holds roster ${newest.value.version}: name it with --previous ${newest.file}`);
    return undefined;
  }
  const bytes = readBytes(file);
  const roster = parseRoster(bytes);
  if (!roster) throw new CliProblem(`${file} is not a roster, or was changed after it was made.`);
  if (newest && newest.value.version !== roster.version)
    throw new CliProblem(
      `${file} is roster ${roster.version}, but the newest in ${folder} is ${newest.value.version}.`,
    );
  return { roster, bytes };
}

/** Who stays keeps the day they began: what they wrote since then must still count. */
function holdersOf(named: readonly Named[], before: readonly RosterHolder[], issued: string): RosterHolder[] {
  const current = named.map(({ key: { fingerprint, keySha256 }, role }): RosterHolder => {
    const known = before.find((one) => one.fingerprint === fingerprint && one.role === role && one.until === null);
    return { fingerprint, keySha256, role, from: known?.from ?? issued, until: null, status: 'active' };
  });
  const names = new Set(current.map(({ fingerprint }) => fingerprint));
  // Who leaves stays in the list with an end: what they wrote before can still be verified.
  const left = before.filter(({ fingerprint }) => !names.has(fingerprint));
  return [...current, ...left.map((holder) => ({ ...holder, until: holder.until ?? issued }))];
}

function datesFrom(now: Date): Pick<Roster, 'issued' | 'renewBy' | 'notAfter'> {
  const start = Math.floor(now.getTime() / 1000) * 1000;
  const after = (days: number): string => new Date(start + days * DAY_MS).toISOString();
  return { issued: after(0), renewBy: after(ROSTER_RENEW_DAYS), notAfter: after(ROSTER_VALID_DAYS) };
}

function rootSetVersion({ rootSets, folder }: Ceremony): number {
  const newest = rootSets.at(-1);
  if (!newest) throw new CliProblem(`${folder} holds no root set: sos roots make comes first.`);
  return newest.value.version;
}

export const rosterMake: Command = {
  name: 'roster make',
  usage: 'OUT.json --roots FOLDER --team ID --holder PUBLIC.asc:ROLE… [--previous ROSTER.json]',
  summary: 'Writes the next roster, to be signed: who may receive cases. OUT.json belongs into FOLDER.',
  options: {
    roots: { type: 'string' },
    team: { type: 'string' },
    holder: { type: 'string', multiple: true },
    previous: { type: 'string' },
  },
  takes: [1, 1],
  async run(input, { say, warn, now }) {
    const [out = ''] = input.positionals;
    const folder = input.need('roots');
    const teamId = input.need('team');
    const wanted = input.list('holder').map(readHolder);
    const ceremony = readCeremony(folder);
    const version = rootSetVersion(ceremony);
    const previous = readPrevious(input.text('previous'), ceremony);
    const engine = createEngine({ now });
    const named = await Promise.all(
      wanted.map(async ({ file, role }) => ({ key: await readPublicKey(engine, file), role })),
    );
    const responders = named.filter(({ role }) => role === 'responder').length;
    if (responders === 0) throw new UsageProblem('A roster needs at least one --holder PUBLIC.asc:responder.');
    const dates = datesFrom(now());
    const before = previous?.roster.teams.find(({ id }) => id === teamId)?.holders ?? [];
    const roster: Roster = {
      ctx: 'responder-roster.v1',
      version: (previous?.roster.version ?? 0) + 1,
      prevSha256: previous ? sha256Hex(previous.bytes) : null,
      ...dates,
      rootSetVersion: version,
      teams: [{ id: teamId, holders: holdersOf(named, before, dates.issued) }],
    };
    const bytes = toSignedBytes(roster);
    if (!parseRoster(bytes))
      throw new CliProblem('A holder is named twice, or the team’s id is not small letters, digits and hyphens.');
    if (previous && before.length === 0) throw new CliProblem(`The roster before this one has no team ${teamId}.`);
    keepKeys(
      folder,
      named.map(({ key }) => key),
    );
    writeNewFile(out, bytes);
    for (const line of describeRoster(roster)) say(line);
    if (responders < NAMED_MINIMUM)
      warn('One responder alone: a lost key loses every case, and nobody can be left out of a confidential one.');
    say(`SHA-256 ${sha256Hex(bytes)}`);
    say(
      `Each root compares these fingerprints with the holders themselves, then signs: sos sign roster ${out} --key NAME.private.asc`,
    );
    say(`or: ${gpgCommand(out, 'responder-roster.v1')}`);
  },
};
