import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex, type CryptoApi, type PublicKeyInfo } from '@sos/crypto';
import {
  NAMED_MINIMUM,
  parseRoster,
  RENEWERS_NEEDED,
  ROSTER_RENEW_DAYS,
  ROSTER_VALID_DAYS,
  standingRosters,
  toSignedBytes,
  type KeyRef,
  type Roster,
  type RosterHolder,
} from '@sos/domain';

import type { World } from '../platform/command.js';
import { writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { groupFingerprint } from '../platform/terminal.js';
import { describeChanges, describeRoster } from './describe.js';
import { keepKeys, type Ceremony, type Document } from './folder.js';
import { gpgCommand } from './gpg-command.js';
import { readPublicKey } from './keys.js';

const DAY_MS = 86_400_000;

type Dates = Pick<Roster, 'issued' | 'renewBy' | 'notAfter'>;
type Team = Roster['teams'][number];

/** The roster under way: what it follows, what it says so far, and the unsigned file it would take the place of. */
export interface Draft {
  readonly previous: Document<Roster> | undefined;
  readonly teams: readonly Team[];
  readonly renewers: readonly KeyRef[];
  readonly dates: Dates;
  readonly replaces: string | undefined;
}

export function datesFrom(now: Date): Dates {
  const start = Math.floor(now.getTime() / 1000) * 1000;
  const after = (days: number): string => new Date(start + days * DAY_MS).toISOString();
  return { issued: after(0), renewBy: after(ROSTER_RENEW_DAYS), notAfter: after(ROSTER_VALID_DAYS) };
}

/** As long as nobody has signed the newest roster, it is amended; afterwards a new one follows it. */
export function openDraft(ceremony: Ceremony, now: Date): Draft {
  const newest = ceremony.rosters.at(-1);
  if (!newest) return { previous: undefined, teams: [], renewers: [], dates: datesFrom(now), replaces: undefined };
  const { teams, renewers = [], issued, renewBy, notAfter } = newest.value;
  if (newest.signatures.length > 0)
    return {
      previous: newest,
      ...withoutSuspendedIn(ceremony, newest, teams),
      renewers,
      dates: datesFrom(now),
      replaces: undefined,
    };
  const previous = ceremony.rosters.at(-2);
  return { previous, teams, renewers, dates: { issued, renewBy, notAfter }, replaces: newest.file };
}

/** A new roster ends suspensions. So who is suspended stays so in it, until the roots add them again on purpose. */
function withoutSuspendedIn(ceremony: Ceremony, newest: Document<Roster>, teams: readonly Team[]): { teams: Team[] } {
  const byHash = new Map(ceremony.rosters.map(({ sha256, value }) => [sha256, value]));
  const standing = standingRosters({ sha256: newest.sha256, roster: newest.value }, (sha256) => byHash.get(sha256));
  const hashes = new Set(standing.map(({ sha256 }) => sha256));
  const suspended = new Set(
    ceremony.suspensions.filter(({ value }) => hashes.has(value.rosterSha256)).map(({ value }) => value.keySha256),
  );
  const suspend = (holder: RosterHolder): RosterHolder =>
    suspended.has(holder.keySha256) ? { ...holder, status: 'suspended' } : holder;
  return { teams: teams.map((team) => ({ ...team, holders: team.holders.map(suspend) })) };
}

function rootSetVersion({ rootSets, folder }: Ceremony): number {
  const newest = rootSets.at(-1);
  if (!newest) throw new CliProblem(`${folder} holds no root set: sos roster init comes first.`);
  return newest.value.version;
}

function toRoster(ceremony: Ceremony, { previous, teams, renewers, dates }: Draft): Roster {
  return {
    ctx: 'responder-roster.v1',
    version: (previous?.value.version ?? 0) + 1,
    prevSha256: previous?.sha256 ?? null,
    ...dates,
    rootSetVersion: rootSetVersion(ceremony),
    teams: [...teams],
    ...(renewers.length > 0 ? { renewers: [...renewers] } : {}),
  };
}

function warnings({ teams, renewers = [] }: Roster): string[] {
  const responders = teams.flatMap(({ holders }) =>
    holders.filter(({ role, until, status }) => role === 'responder' && until === null && status === 'active'),
  );
  return [
    ...(responders.length < NAMED_MINIMUM
      ? ['One responder alone: a lost key loses every case, and nobody can be left out of a confidential one.']
      : []),
    ...(renewers.length === RENEWERS_NEEDED ? ['Both renewers must sign a renewal: a third one would help.'] : []),
  ];
}

/** Writes the roster, and says what it says, what it changes, and how it is signed. */
export function writeDraft(
  ceremony: Ceremony,
  draft: Draft,
  keys: readonly PublicKeyInfo[],
  { say, warn }: World,
): void {
  const roster = toRoster(ceremony, draft);
  const bytes = toSignedBytes(roster);
  if (!parseRoster(bytes))
    throw new CliProblem('This would be no lawful roster: a key is named twice, or too few are.');
  const file = path.join(ceremony.folder, `roster-${roster.version}.json`);
  if (draft.replaces !== undefined) rmSync(draft.replaces);
  keepKeys(ceremony.folder, keys);
  writeNewFile(file, bytes);
  for (const line of [...describeRoster(roster), ...describeChanges(draft.previous?.value, roster)]) say(line);
  for (const line of warnings(roster)) warn(line);
  say(`SHA-256 ${sha256Hex(bytes)}`);
  say('Compare the fingerprints with their holders, by voice or face to face. Then whoever has to sign does:');
  say(`  sos roster sign ${file} --key NAME.private.asc`);
  say(`  ${gpgCommand(file, 'responder-roster.v1')}`);
}

/** @param text the beginning of a fingerprint, or the file of a public key. @throws CliProblem unless it is exactly one of these */
export async function findKey<T extends KeyRef>(engine: CryptoApi, keys: readonly T[], text: string): Promise<T> {
  const named = existsSync(text) ? (await readPublicKey(engine, text)).fingerprint : text;
  const wanted = named.replaceAll(' ', '').toLowerCase();
  const found = /^[0-9a-f]{8,40}$/.test(wanted) ? keys.filter(({ fingerprint }) => fingerprint.startsWith(wanted)) : [];
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  const list = keys.map(({ fingerprint }) => groupFingerprint(fingerprint)).join('; ');
  throw new CliProblem(`"${text}" is none of the keys, or the beginning of several. There are: ${list}.`);
}
