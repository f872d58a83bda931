import type { SigningPurpose } from '@sos/crypto';
import { fingerprintWords } from '@sos/crypto/words';
import {
  parseRootSet,
  parseRoster,
  parseSuspension,
  RENEWERS_NEEDED,
  rosterChanges,
  type RootSet,
  type Roster,
  type RosterChange,
  type Suspension,
} from '@sos/domain';

import { day, groupFingerprint } from '../platform/terminal.js';

export interface Described {
  readonly purpose: SigningPurpose;
  readonly lines: readonly string[];
}

/** Hex for the eye, words for the telephone. */
export function withWords(fingerprint: string, what = ''): string[] {
  return [
    `  ${groupFingerprint(fingerprint)}${what === '' ? '' : `  ${what}`}`,
    `    ${fingerprintWords(fingerprint)}`,
  ];
}

function describeRoots({ version, threshold, members }: RootSet): string[] {
  const heads = [`Root set ${version}: ${threshold} of these ${members.length} must sign.`];
  return [...heads, ...members.flatMap(({ fingerprint }) => withWords(fingerprint))];
}

export function describeRoster({ version, issued, renewBy, notAfter, teams, renewers = [] }: Roster): string[] {
  const dates = `issued ${day(issued)}, to be renewed by ${day(renewBy)}, good until ${day(notAfter)}`;
  const people = teams.flatMap(({ id, holders }) =>
    holders.flatMap(({ fingerprint, role, until, status }) => {
      const ended = until === null ? '' : `, until ${day(until)}`;
      return withWords(fingerprint, `${role} of ${id}${ended}${status === 'active' ? '' : `, ${status}`}`);
    }),
  );
  const renewing = renewers.flatMap(({ fingerprint }) => withWords(fingerprint, 'renewer'));
  const note = renewers.length > 0 ? [`  ${RENEWERS_NEEDED} renewers may sign later dates, and nothing else.`] : [];
  return [`Roster ${version}, ${dates}:`, ...people, ...renewing, ...note];
}

function describeSuspension({ fingerprint, rosterVersion, at }: Suspension): string[] {
  return [
    `Suspension under roster ${rosterVersion}, from ${at}: this key receives nothing more.`,
    ...withWords(fingerprint),
  ];
}

const WORDS: Readonly<Record<Exclude<RosterChange['kind'], 'dates' | 'roots_changed'>, string>> = {
  added: 'comes in',
  left: 'leaves',
  suspended: 'is suspended',
  reinstated: 'comes back',
  key_changed: 'has another key',
  role_changed: 'has another role',
  renewer_added: 'may renew',
  renewer_removed: 'may no longer renew',
};

function describeChange(change: RosterChange): string {
  if (change.kind === 'dates') return '  only the dates';
  if (change.kind === 'roots_changed') return `  it is under root set ${change.version}`;
  const { fingerprint } = 'holder' in change ? change.holder : change.key;
  return `  ${groupFingerprint(fingerprint)}  ${WORDS[change.kind]}`;
}

/** What signing this would change. */
export function describeChanges(before: Roster | undefined, after: Roster): string[] {
  return before
    ? [`Different from roster ${before.version}:`, ...rosterChanges(before, after).map(describeChange)]
    : [];
}

/** Nobody signs what they have not seen. What a document is for, it says itself. */
export function describeDocument(bytes: Uint8Array): Described | undefined {
  const [rootSet, roster, suspension] = [parseRootSet(bytes), parseRoster(bytes), parseSuspension(bytes)];
  if (rootSet) return { purpose: 'roots.v1', lines: describeRoots(rootSet) };
  if (roster) return { purpose: 'responder-roster.v1', lines: describeRoster(roster) };
  return suspension && { purpose: 'suspend.v1', lines: describeSuspension(suspension) };
}
