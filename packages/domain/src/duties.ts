import { ROLES, type Role } from './roles.js';

/**
 * Who may not be who. A role that is defined by what it does not see is worth nothing in the hands of somebody who sees it through
 * another; and whoever hands out power must not be the one who uses it.
 * - `administrator` stands alone: people, keys and health, and no way to a case, a draft or a publication. The account that can
 *   invite and suspend is not the one of everyday work.
 * - `responder` reads cases: not together with whoever reports them (member), sees the public draft and the consent gate alone
 *   (approver), drafts alone (translator), or one referral alone (partner).
 * - `partner` stands outside the network, and neither steers nor approves its actions.
 *
 * Coordinator and approver may meet in one account: that nobody approves their own text is held for each campaign.
 */
const APART = {
  member: ['responder', 'administrator'],
  responder: ['member', 'approver', 'translator', 'partner', 'administrator'],
  coordinator: ['partner', 'administrator'],
  approver: ['responder', 'partner', 'administrator'],
  translator: ['responder', 'administrator'],
  partner: ['responder', 'coordinator', 'approver', 'administrator'],
  administrator: ['member', 'responder', 'coordinator', 'approver', 'translator', 'partner'],
} as const satisfies Record<Role, readonly Role[]>;

/** @returns the first two roles that one account may not hold together, or null. Over all its memberships at once. */
export function dutiesApart(roles: Iterable<Role>): readonly [Role, Role] | null {
  const held = new Set(roles);
  for (const one of ROLES.filter((role) => held.has(role))) {
    const apart: readonly Role[] = APART[one];
    const other = apart.find((role) => held.has(role));
    if (other) return [one, other];
  }
  return null;
}

/** Roles that reach rosters, cases' readers, exports or other people's power: two administrators give and take them. */
export const TWO_PERSON_ROLES = ['responder', 'coordinator', 'approver', 'administrator'] as const;

export function needsTwoPeople(roles: Iterable<Role>): boolean {
  return [...roles].some((role) => TWO_PERSON_ROLES.some((known) => known === role));
}

/** Who hands out roles: an administrator to anybody but themselves, a focal point to colleagues of their own organisation. */
export type Granter = 'administrator' | 'focalPoint';

/** @returns whether the granter may give or take this role at once, with a second administrator, or not at all. */
export function waysToGrant(granter: Granter, role: Role): 'alone' | 'twoPeople' | 'never' {
  if (granter === 'focalPoint') return role === 'member' ? 'alone' : 'never';
  return needsTwoPeople([role]) ? 'twoPeople' : 'alone';
}

/** The strictest of all: one role that needs two people makes the whole change wait for them. */
export function wayToGrantAll(granter: Granter, roles: Iterable<Role>): 'alone' | 'twoPeople' | 'never' {
  const ways = new Set([...roles].map((role) => waysToGrant(granter, role)));
  if (ways.has('never')) return 'never';
  return ways.has('twoPeople') ? 'twoPeople' : 'alone';
}

/** Given and taken: what two sets of roles differ by. */
export function changedRoles(before: readonly Role[], after: readonly Role[]): readonly Role[] {
  return ROLES.filter((role) => before.includes(role) !== after.includes(role));
}
