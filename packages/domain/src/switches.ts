/** What can be stopped at once, for everybody, without a deploy. */
export const SWITCHES = ['signing', 'intake', 'mail', 'changes'] as const;
export type SwitchName = (typeof SWITCHES)[number];

export interface SwitchState {
  readonly stopped: boolean;
  /** When it opens again by itself. */
  readonly until: Date | null;
}

/** Longest a switch may close by itself: what is forgotten longer is a decision, and is made without an end. */
export const LONGEST_SWITCH_HOURS = 14 * 24;

/** Seconds after which every process acts on a change. */
export const SWITCH_SECONDS = 2;

export function isStopped(state: SwitchState | undefined, now: Date): boolean {
  return state?.stopped === true && (state.until === null || state.until > now);
}

/** Stopping all changes stops what people send and what leaves as well. */
export function isStoppedAmong(states: ReadonlyMap<SwitchName, SwitchState>, name: SwitchName, now: Date): boolean {
  return isStopped(states.get(name), now) || isStopped(states.get('changes'), now);
}

/**
 * Mutations that go on while all changes are stopped: each only takes something away from whoever may be a thief. Whoever stops
 * everything from a stolen account must not stop its owner and colleagues with it. Signing in, out and recovering go on as well.
 */
export const PROTECTIVE_MUTATIONS: ReadonlySet<string> = new Set([
  'suspendAccount',
  'suspendKey',
  'changePassword',
  'removeFactor',
  'revokeToken',
  'revokeInvitation',
  'refuseProposal',
  'keepAccount',
]);
