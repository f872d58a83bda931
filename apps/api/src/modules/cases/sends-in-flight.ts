import type { ServerResponse } from 'node:http';

/** How many requests with bytes one account may have open at once: each holds its body in memory until it is judged. */
const MOST_AT_ONCE = 4;

/** Counted in this process, because this process's memory is what they take. */
export class SendsInFlight {
  readonly #open = new Map<string, number>();

  /** @returns false when all places are taken. This one is free again once the answer has left, or the connection is gone. */
  take(accountId: string, answer: Pick<ServerResponse, 'once'>): boolean {
    const open = this.#open.get(accountId) ?? 0;
    if (open >= MOST_AT_ONCE) return false;
    this.#open.set(accountId, open + 1);
    answer.once('close', () => this.#release(accountId));
    return true;
  }

  #release(accountId: string): void {
    const open = this.#open.get(accountId) ?? 0;
    if (open > 1) this.#open.set(accountId, open - 1);
    else this.#open.delete(accountId);
  }
}
