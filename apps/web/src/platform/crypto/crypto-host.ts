import { createCryptoClient, type CryptoClient, type CryptoPort, type UnlockedKey } from '@sos/crypto';
import { IDLE_LOCK_MINUTES } from '@sos/domain';

/** Idle means: no key, no pointer, in this window. */
export const IDLE_LIMIT_MS = IDLE_LOCK_MINUTES * 60_000;
const IDLE_CHECK_MS = 15_000;

export type LockReason = 'asked' | 'idle' | 'elsewhere';

export type LockState =
  | { readonly status: 'locked'; readonly reason: LockReason | null }
  | { readonly status: 'unlocked'; readonly key: UnlockedKey };

export interface TerminablePort extends CryptoPort {
  terminate(): void;
}

export interface LockChannel {
  postMessage(message: string): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export interface CryptoHostParts {
  readonly startWorker: () => TerminablePort;
  readonly now: () => number;
  /** Reaches the other windows of this browser. */
  readonly channel: LockChannel;
}

export interface CryptoHost {
  /** The engine, started when first needed. */
  client(): CryptoClient;
  state(): LockState;
  subscribe(listener: () => void): () => void;
  /** Remembers the key that a vault was just opened to, so that every screen knows it. */
  unlocked(key: UnlockedKey): void;
  /** Ends the worker, and with it every key it held; `asked` does so in every window. */
  lock(reason: LockReason): void;
  /** Called on every sign of life. */
  touch(): void;
  /** Locks when nobody has touched this window for too long. */
  checkIdle(): void;
}

const LOCK = 'lock';

/** A key that nobody can reach any more is safer than one that was merely forgotten: locking ends the whole worker. */
export function createCryptoHost({ startWorker, now, channel }: CryptoHostParts): CryptoHost {
  const listeners = new Set<() => void>();
  let running: { worker: TerminablePort; client: CryptoClient } | null = null;
  let state: LockState = { status: 'locked', reason: null };
  let lastTouch = now();

  function change(next: LockState): void {
    state = next;
    for (const listener of listeners) listener();
  }
  function drop(reason: LockReason): void {
    running?.client.close();
    running?.worker.terminate();
    running = null;
    if (state.status === 'unlocked') change({ status: 'locked', reason });
  }
  function client(): CryptoClient {
    if (running === null) {
      const worker = startWorker();
      running = { worker, client: createCryptoClient(worker) };
    }
    return running.client;
  }

  channel.addEventListener('message', (event) => {
    if (event.data === LOCK) drop('elsewhere');
  });

  return {
    client,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    unlocked(key) {
      lastTouch = now();
      change({ status: 'unlocked', key });
    },
    lock(reason) {
      drop(reason);
      if (reason === 'asked') channel.postMessage(LOCK);
    },
    touch() {
      lastTouch = now();
    },
    checkIdle() {
      if (state.status === 'unlocked' && now() - lastTouch >= IDLE_LIMIT_MS) drop('idle');
    },
  };
}

/** Watches for signs of life. A laptop that slept is checked before anything else happens on waking. */
export function watchIdleness(host: CryptoHost): () => void {
  const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;
  const touch = (): void => {
    host.checkIdle();
    host.touch();
  };
  const check = (): void => host.checkIdle();
  for (const sign of signs) window.addEventListener(sign, touch, { capture: true, passive: true });
  document.addEventListener('visibilitychange', check);
  const timer = setInterval(check, IDLE_CHECK_MS);
  return () => {
    for (const sign of signs) window.removeEventListener(sign, touch, { capture: true });
    document.removeEventListener('visibilitychange', check);
    clearInterval(timer);
  };
}
