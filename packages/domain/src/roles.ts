/** Roles a membership may carry; an account has the union of its memberships' roles. */
export const ROLES = [
  'member',
  'responder',
  'coordinator',
  'approver',
  'translator',
  'partner',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];
