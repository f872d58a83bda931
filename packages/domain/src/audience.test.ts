import {
  audienceSchema,
  entryKindSchema,
  expectedRecipients,
  mayWrite,
  recipientsDifference,
  type Audience,
  type AudienceContext,
} from './audience.js';
import type { KeyRef, Roster, RosterHolder } from './roster.js';

function key(fill: string): KeyRef {
  return { fingerprint: fill.repeat(40), keySha256: fill.repeat(64) };
}

function holder(fill: string, role: RosterHolder['role'], change: Partial<RosterHolder> = {}): RosterHolder {
  return { ...key(fill), role, from: '2026-01-01T00:00:00Z', until: null, status: 'active', ...change };
}

function rosterWith(...holders: RosterHolder[]): Roster {
  return {
    ctx: 'responder-roster.v1',
    version: 1,
    prevSha256: null,
    issued: '2026-11-01T00:00:00Z',
    renewBy: '2026-12-01T00:00:00Z',
    notAfter: '2027-01-15T00:00:00Z',
    rootSetVersion: 1,
    teams: [
      { id: 'americas', holders },
      { id: 'africa', holders: [holder('f', 'responder')] },
    ],
  };
}

const FULL = rosterWith(
  holder('1', 'responder'),
  holder('2', 'responder'),
  holder('3', 'responder', { status: 'suspended' }),
  holder('8', 'partner_desk'),
  holder('9', 'recovery'),
);
const MEMBER = key('a');

function contextWith(change: Partial<AudienceContext> = {}): AudienceContext {
  return { roster: FULL, teamId: 'americas', at: new Date('2026-11-22T00:00:00Z'), participants: [MEMBER], ...change };
}

function whoReads(audience: Audience, change: Partial<AudienceContext> = {}): string {
  const expected = expectedRecipients(audience, contextWith(change));
  return expected.ok ? expected.recipients.map(({ fingerprint }) => fingerprint.charAt(0)).join('') : expected.problem;
}

describe('who reads what', () => {
  it.each([
    ['case', {}, '129a'],
    ['team', {}, '129'],
    ['outsider', {}, '129a'],
    ['partner', { partner: key('8').fingerprint }, '1289'],
    ['named', { named: [key('1').fingerprint, key('2').fingerprint] }, '12a'],
    ['named', { named: [key('1').fingerprint, key('2').fingerprint], recoveryAgreed: true }, '129a'],
  ] as const)('%s %o → %s', (audience, change, readers) => {
    expect(whoReads(audience, change)).toBe(readers);
  });

  it.each([
    ['case', { teamId: 'nowhere' }, 'unknown_team'],
    ['case', { participants: [] }, 'no_participants'],
    ['team', { roster: rosterWith(holder('9', 'recovery')) }, 'no_responders'],
    ['named', {}, 'named_too_few'],
    ['named', { named: [key('1').fingerprint] }, 'named_too_few'],
    ['named', { named: [key('1').fingerprint, key('1').fingerprint] }, 'named_too_few'],
    ['named', { named: [key('1').fingerprint, key('3').fingerprint] }, 'named_not_in_team'],
    ['named', { named: [key('1').fingerprint, key('f').fingerprint] }, 'named_not_in_team'],
    ['partner', {}, 'partner_not_in_roster'],
    ['partner', { partner: key('1').fingerprint }, 'partner_not_in_roster'],
  ] as const)('%s %o → nobody: %s', (audience, change, problem) => {
    expect(whoReads(audience, change)).toBe(problem);
  });

  it('counts somebody who is both responder and participant once', () => {
    expect(whoReads('case', { participants: [key('1'), MEMBER] })).toBe('129a');
  });
});

describe('what a signed list of readers says', () => {
  const hashes = (fills: string): string[] => Array.from(fills, (fill) => key(fill).keySha256);

  it.each([
    ['case', '129a', []],
    ['case', 'a921', []],
    ['case', '12a', ['missing']],
    ['case', '129a8', ['extra']],
    ['case', '19a8', ['extra', 'missing']],
    ['case', '1129a', ['extra']],
    ['named', '12a', []],
    ['named', '129a', []],
    ['named', '1a', ['missing']],
    ['named', '12a8', ['extra']],
    ['partner', '1289', []],
    ['partner', '129', ['missing']],
  ] as const)('%s for %s: %o', (audience, fills, difference) => {
    expect(recipientsDifference(audience, hashes(fills), contextWith())).toEqual(difference);
  });
});

describe('who writes what', () => {
  it('keeps team notes and assessments within the team, whatever the audience says', () => {
    for (const audience of audienceSchema.options) {
      expect(mayWrite('responder', audience, 'team_note')).toBe(audience === 'team');
      expect(mayWrite('responder', audience, 'assessment')).toBe(audience === 'team');
      expect(mayWrite('member', audience, 'team_note')).toBe(false);
    }
  });

  it('lets the recovery recipient write nothing', () => {
    for (const audience of audienceSchema.options) {
      for (const kind of entryKindSchema.options) expect(mayWrite('recovery', audience, kind)).toBe(false);
    }
  });

  it.each([
    ['member', 'case', 'report', true],
    ['member', 'named', 'report', true],
    ['member', 'team', 'message', false],
    ['member', 'outsider', 'message', false],
    ['member', 'case', 'ack', false],
    ['outsider', 'outsider', 'report', true],
    ['outsider', 'case', 'report', false],
    ['responder', 'case', 'message', true],
    ['responder', 'case', 'report', false],
    ['responder', 'case', 'ack', true],
    ['responder', 'case', 'consent', false],
    ['partner_desk', 'partner', 'message', true],
    ['partner_desk', 'case', 'message', false],
  ] as const)('%s to %s, %s: %s', (party, audience, kind, allowed) => {
    expect(mayWrite(party, audience, kind)).toBe(allowed);
  });
});
