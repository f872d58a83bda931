import type { Outbox, StoredItem } from './outbox.js';
import { deliver, deliverParts, type DeliverParts } from './outbox-sender.js';

export interface OutboxState {
  readonly items: readonly StoredItem[];
  readonly sending: boolean;
  /** The last try found no connection. */
  readonly offline: boolean;
  readonly signedOut: boolean;
  /** New reports are stopped for everybody; what waits goes when they are taken again. */
  readonly paused: boolean;
  /** Ids confirmed by the server since this window was opened: what is merely gone from the device has not arrived. */
  readonly delivered: readonly string[];
  readonly progress: { readonly id: string; readonly done: number; readonly total: number } | null;
}

export interface OutboxRunner {
  readonly read: () => OutboxState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Sends what waits, oldest first; one that is refused holds back only its own case. */
  readonly flush: (accountId: string) => Promise<OutboxState>;
  readonly retry: (item: StoredItem) => Promise<void>;
  readonly discard: (item: StoredItem) => Promise<void>;
}

const QUIET: OutboxState = {
  items: [],
  sending: false,
  offline: false,
  signedOut: false,
  paused: false,
  delivered: [],
  progress: null,
};

export function createOutboxRunner(
  outbox: Outbox,
  makeParts: (onChunk: DeliverParts['onChunk']) => DeliverParts = (onChunk) => deliverParts(outbox, onChunk),
): OutboxRunner {
  const listeners = new Set<() => void>();
  let state = QUIET;
  let running: Promise<OutboxState> | null = null;
  function change(next: Partial<OutboxState>): void {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }
  const parts = makeParts((id, done, total) => change({ progress: { id, done, total } }));

  async function run(accountId: string): Promise<OutboxState> {
    change({ items: await outbox.list(accountId), sending: true, offline: false, signedOut: false, paused: false });
    const blocked = new Set<string>();
    for (const item of state.items) {
      if (item.problem !== undefined) blocked.add(item.caseId);
      if (blocked.has(item.caseId)) continue;
      const delivery = await deliver(item, parts);
      if (delivery.status === 'delivered') {
        await outbox.remove(item);
        change({ delivered: [...state.delivered, item.id] });
      } else blocked.add(item.caseId);
      if (delivery.status === 'refused') await outbox.setProblem(item, delivery.reason);
      if (delivery.status === 'signed_out') change({ signedOut: true });
      if (delivery.status === 'later') change({ offline: true });
      if (delivery.status === 'paused') change({ paused: true });
      change({ items: await outbox.list(accountId), progress: null });
      if (delivery.status === 'signed_out' || delivery.status === 'later') break;
    }
    change({ sending: false });
    return state;
  }

  async function flush(accountId: string): Promise<OutboxState> {
    // Whoever asks while a round is under way also wants what was added since.
    if (running) await running.catch(() => undefined);
    running ??= run(accountId).finally(() => {
      running = null;
      if (state.sending) change({ sending: false });
    });
    return running;
  }

  return {
    read: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush,
    async retry(item) {
      await outbox.setProblem(item, undefined);
      await flush(item.accountId);
    },
    async discard(item) {
      await outbox.remove(item);
      change({ items: await outbox.list(item.accountId) });
    },
  };
}
