import { ACTIONS, type Action } from './actions.js';

/** How the person behind a session proved who they are: one secret they know, or a device (passkey, or password and code). */
export const ASSURANCES = ['password', 'strong'] as const;
export type Assurance = (typeof ASSURANCES)[number];

/** A stolen cookie or an unlocked laptop must not be enough for what cannot be undone. */
export const STEP_UP_MINUTES = 10;

/** Actions that ask for a proof of identity no older than {@link STEP_UP_MINUTES}, whoever may do them. */
export const STEP_UP: ReadonlySet<Action> = new Set<Action>([
  // Whoever holds a stolen session must not keep its owner out by ending each new one of theirs.
  'session.revoke',
  'credentials.add',
  'credentials.change',
  'keys.keepVaultCopy',
  'keys.takeVaultCopy',
  // Public, and in an organisation's name.
  'campaigns.signForOrganisation',
  'people.decide',
  'people.invite',
  'organisations.invite',
  'organisations.withdrawInvitation',
  'organisations.edit',
  'organisations.endMembership',
  'organisations.handOver',
  'organisations.leave',
  'account.export',
  'account.erase',
  'settings.write',
  'switches.write',
  'audit.export',
  'tokens.issue',
  'keys.replace',
  'keys.suspend',
  'keys.vouch',
]);

/**
 * What a session may do that a password alone has opened, where the service asks for a second factor: give itself one, and leave.
 * What anyone may do without signing in it may do as well.
 */
const WITHOUT_SECOND_FACTOR: ReadonlySet<Action> = new Set<Action>([
  'session.signOut',
  'session.prove',
  'session.list',
  'session.revoke',
  'credentials.read',
  'credentials.add',
]);

export function mayDoWithoutSecondFactor(action: Action): boolean {
  return ACTIONS[action] === 'anyone' || WITHOUT_SECOND_FACTOR.has(action);
}

export function isRecentProof(provenAt: Date, now: Date): boolean {
  return now.getTime() - provenAt.getTime() < STEP_UP_MINUTES * 60_000;
}
