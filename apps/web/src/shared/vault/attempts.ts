import { countWrong, forgetWrong, readAttempts } from '../../platform/keys/key-database.js';

/** From here on this browser waits. It is a brake for whoever picks up the device, not the lock: that is the key derivation. */
export const FREE_ATTEMPTS = 10;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 600_000;

/** Milliseconds from the last wrong passphrase until the next may be tried. Nothing is ever deleted, however many there were. */
export function waitAfter(wrong: number): number {
  return wrong < FREE_ATTEMPTS ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE_ATTEMPTS), LONGEST_WAIT_MS);
}

export interface AttemptState {
  readonly wrong: number;
  /** Seconds still to wait. */
  readonly wait: number;
}

/** A store that does not answer keeps nobody from their key. */
export async function attemptState(accountId: string, now: number): Promise<AttemptState> {
  const { wrong, lastAt } = await readAttempts(accountId).catch(() => ({ wrong: 0, lastAt: 0 }));
  // A clock that was set back must not make anybody wait longer than the wait itself.
  const since = Math.max(0, now - lastAt);
  return { wrong, wait: Math.max(0, Math.ceil((waitAfter(wrong) - since) / 1000)) };
}

export async function noteWrong(accountId: string, now: number): Promise<void> {
  await countWrong(accountId, now).catch(() => undefined);
}

export async function noteRight(accountId: string): Promise<void> {
  await forgetWrong(accountId).catch(() => undefined);
}
