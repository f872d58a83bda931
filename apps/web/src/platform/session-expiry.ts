import { useSyncExternalStore } from 'react';

export interface SessionExpiry {
  readonly isExpired: () => boolean;
  readonly set: (expired: boolean) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Set by the network layer, read by the layout, which asks to sign in on top of whatever is being written. */
export function createSessionExpiry(): SessionExpiry {
  const listeners = new Set<() => void>();
  let expired = false;
  return {
    isExpired: () => expired,
    set(next) {
      expired = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useIsExpired(expiry: SessionExpiry): boolean {
  return useSyncExternalStore(expiry.subscribe, expiry.isExpired);
}
