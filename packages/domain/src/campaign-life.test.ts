import {
  acceptsSignatures,
  CAMPAIGN_MOVES,
  CAMPAIGN_STATUSES,
  CAMPAIGN_VISIBILITY,
  refuseMove,
} from './campaign-life.js';
import { ROLES, type Role } from './roles.js';

const everyRole = new Set<Role>(ROLES);

test('an author can never approve their own text, whatever roles they hold', () => {
  const refusal = refuseMove({
    from: 'in_review',
    to: 'approved',
    roles: everyRole,
    isAuthor: true,
    reasonGiven: true,
  });
  expect(refusal).toBe('author_cannot_approve');
});

test('an approver who did not write the text may approve it', () => {
  expect(
    refuseMove({
      from: 'in_review',
      to: 'approved',
      roles: new Set(['approver']),
      isAuthor: false,
      reasonGiven: false,
    }),
  ).toBeNull();
});

test('no status reaches open except through approval or out of suspension', () => {
  expect(
    CAMPAIGN_MOVES.filter(({ to }) => to === 'open')
      .map(({ from }) => from)
      .sort(),
  ).toEqual(['approved', 'suspended']);
  expect(CAMPAIGN_MOVES.filter(({ to }) => to === 'approved').map(({ from }) => from)).toEqual(['in_review']);
});

test('every pair that is not in the table is refused, for everybody', () => {
  const allowed = new Set(CAMPAIGN_MOVES.map(({ from, to }) => `${from}>${to}`));
  for (const from of CAMPAIGN_STATUSES) {
    for (const to of CAMPAIGN_STATUSES) {
      if (allowed.has(`${from}>${to}`)) continue;
      expect(refuseMove({ from, to, roles: everyRole, isAuthor: false, reasonGiven: true })).toBe(
        'not_allowed_from_here',
      );
    }
  }
});

test('a role outside the move is refused for each move and role', () => {
  for (const move of CAMPAIGN_MOVES) {
    for (const role of ROLES.filter((candidate) => !move.roles.includes(candidate))) {
      expect(refuseMove({ ...move, roles: new Set([role]), isAuthor: false, reasonGiven: true })).toBe('not_your_role');
    }
  }
});

test('suspending needs a public reason', () => {
  const request = { from: 'open', to: 'suspended', roles: new Set<Role>(['coordinator']), isAuthor: false } as const;
  expect(refuseMove({ ...request, reasonGiven: false })).toBe('reason_required');
  expect(refuseMove({ ...request, reasonGiven: true })).toBeNull();
});

test('a member may submit only their own draft; a coordinator any', () => {
  const request = { from: 'draft', to: 'in_review', isAuthor: false, reasonGiven: false } as const;
  expect(refuseMove({ ...request, roles: new Set(['member']) })).toBe('not_your_role');
  expect(refuseMove({ ...request, roles: new Set(['coordinator']) })).toBeNull();
});

test('only an open campaign within its dates takes signatures', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const soon = new Date('2026-11-23T12:00:00Z');
  const past = new Date('2026-11-21T12:00:00Z');
  expect(acceptsSignatures({ status: 'open', opensAt: past, closesAt: soon }, now)).toBe(true);
  expect(acceptsSignatures({ status: 'open', opensAt: null, closesAt: null }, now)).toBe(true);
  expect(acceptsSignatures({ status: 'open', opensAt: soon, closesAt: null }, now)).toBe(false);
  expect(acceptsSignatures({ status: 'open', opensAt: past, closesAt: now }, now)).toBe(false);
  for (const status of CAMPAIGN_STATUSES.filter((candidate) => candidate !== 'open')) {
    expect(acceptsSignatures({ status, opensAt: past, closesAt: soon }, now)).toBe(false);
  }
});

test('nothing before opening is public', () => {
  const hidden = CAMPAIGN_STATUSES.filter((status) => !CAMPAIGN_VISIBILITY[status].public);
  expect(hidden).toEqual(['draft', 'in_review', 'approved']);
});
