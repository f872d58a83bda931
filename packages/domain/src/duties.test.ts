import fc from 'fast-check';

import { changedRoles, dutiesApart, needsTwoPeople, wayToGrantAll, waysToGrant } from './duties.js';
import { ROLES, type Role } from './roles.js';

/** Written out by hand, both ways: x where one account may not hold both. */
const TOGETHER: Readonly<Record<Role, string>> = {
  //              mem res coo app tra par adm
  member: /*    */ '.   x   .   .   .   .   x',
  responder: /* */ 'x   .   .   x   x   x   x',
  coordinator: /**/ '.   .   .   .   .   x   x',
  approver: /*  */ '.   x   .   .   .   x   x',
  translator: /**/ '.   x   .   .   .   .   x',
  partner: /*   */ '.   x   x   x   .   .   x',
  administrator: 'x   x   x   x   x   x   .',
};
const apart = (one: Role, other: Role): boolean => TOGETHER[one].split(/\s+/)[ROLES.indexOf(other)] === 'x';

const subsets = Array.from({ length: 2 ** ROLES.length }, (_, bits) =>
  ROLES.filter((_role, index) => bits & (1 << index)),
);

test.each(ROLES)('%s goes together with exactly what the matrix says', (one) => {
  for (const other of ROLES) {
    expect([other, dutiesApart([one, other]) !== null]).toEqual([other, apart(one, other)]);
    expect(apart(one, other)).toBe(apart(other, one));
  }
});

test('of every set of roles there is, exactly those without two that part are allowed', () => {
  for (const roles of subsets) {
    const parts = roles.some((one) => roles.some((other) => apart(one, other)));
    expect([roles, dutiesApart(roles) !== null]).toEqual([roles, parts]);
  }
});

test('taking a role away never makes a forbidden set', () => {
  fc.assert(
    fc.property(fc.subarray([...ROLES]), fc.constantFrom(...ROLES), (roles, gone) => {
      fc.pre(dutiesApart(roles) === null);
      expect(dutiesApart(roles.filter((role) => role !== gone))).toBeNull();
    }),
  );
});

test('the two that part are named, and are held', () => {
  const pairs = subsets.map((roles) => ({ roles, pair: dutiesApart(roles) }));
  const wrong = pairs.filter(
    ({ roles, pair }) => pair && !(pair.every((role) => roles.includes(role)) && apart(...pair)),
  );
  expect(wrong).toEqual([]);
});

/** Who may give which role, and whether alone. */
const GRANTS: Readonly<Record<Role, readonly [administrator: string, focalPoint: string]>> = {
  member: ['alone', 'alone'],
  responder: ['twoPeople', 'never'],
  coordinator: ['twoPeople', 'never'],
  approver: ['twoPeople', 'never'],
  translator: ['alone', 'never'],
  partner: ['alone', 'never'],
  administrator: ['twoPeople', 'never'],
};

test.each(ROLES)('%s is granted as the matrix says', (role) => {
  expect([waysToGrant('administrator', role), waysToGrant('focalPoint', role)]).toEqual(GRANTS[role]);
  expect(needsTwoPeople([role])).toBe(GRANTS[role][0] === 'twoPeople');
});

test('the strictest role decides over a whole change', () => {
  expect(wayToGrantAll('administrator', [])).toBe('alone');
  for (const roles of subsets) {
    expect(wayToGrantAll('administrator', roles)).toBe(needsTwoPeople(roles) ? 'twoPeople' : 'alone');
    const onlyMember = roles.every((role) => role === 'member');
    expect(wayToGrantAll('focalPoint', roles)).toBe(onlyMember ? 'alone' : 'never');
  }
});

test('a change is what is given and what is taken', () => {
  expect(changedRoles(['member', 'coordinator'], ['coordinator', 'translator'])).toEqual(['member', 'translator']);
  expect(changedRoles(['member'], ['member'])).toEqual([]);
});
