import { ACTIONS, type Action } from './actions.js';
import { isRecentProof, mayDoWithoutSecondFactor, STEP_UP, STEP_UP_MINUTES } from './assurance.js';

const now = new Date('2026-11-25T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test('a proof is recent for ten minutes and not a moment longer', () => {
  expect(isRecentProof(now, now)).toBe(true);
  expect(isRecentProof(new Date(minutesAgo(STEP_UP_MINUTES).getTime() + 1), now)).toBe(true);
  expect(isRecentProof(minutesAgo(STEP_UP_MINUTES), now)).toBe(false);
});

const signedInOnly = (Object.keys(ACTIONS) as Action[]).filter((action) => ACTIONS[action] !== 'anyone');

test('without the second factor a service asks for, a session gives itself one, or leaves, and nothing else', () => {
  expect(signedInOnly.filter(mayDoWithoutSecondFactor).sort()).toEqual([
    'credentials.add',
    'credentials.read',
    'session.list',
    'session.prove',
    'session.revoke',
    'session.signOut',
  ]);
});

test('whatever opens an account, or closes it to its owner, asks again who is there', () => {
  expect(STEP_UP.has('credentials.add') && STEP_UP.has('credentials.change')).toBe(true);
});

test.each<Action>([
  'session.revoke',
  'organisations.invite',
  'organisations.withdrawInvitation',
  'organisations.edit',
  'organisations.endMembership',
  'organisations.handOver',
  'organisations.leave',
  'campaigns.signForOrganisation',
])('a stolen session alone is not enough for %s', (action) => {
  expect(STEP_UP.has(action)).toBe(true);
});
