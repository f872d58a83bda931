import type { CryptoClient, UnlockedKey } from '@sos/crypto';
import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';

import type { CryptoHost, LockState } from './crypto-host.js';

const HostContext = createContext<CryptoHost | null>(null);

export function CryptoHostProvider({ host, children }: { host: CryptoHost; children: ReactNode }) {
  return <HostContext value={host}>{children}</HostContext>;
}

export interface Crypto {
  /** Call it at the moment of use and do not keep it: after a lock it is another one. */
  readonly client: () => CryptoClient;
  readonly lockState: LockState;
  /** The opened key, or null while locked. */
  readonly key: UnlockedKey | null;
  readonly unlocked: (key: UnlockedKey) => void;
  /** In every window of this browser. */
  readonly lock: () => void;
}

/** The crypto engine and whether a key is open in it. @throws outside the app, where there is no engine. */
export function useCrypto(): Crypto {
  const host = useContext(HostContext);
  if (host === null) throw new Error('useCrypto needs a CryptoHostProvider above it.');
  const lockState = useSyncExternalStore(host.subscribe, host.state);
  return useMemo(
    () => ({
      client: host.client,
      lockState,
      key: lockState.status === 'unlocked' ? lockState.key : null,
      unlocked: host.unlocked,
      lock: () => host.lock('asked'),
    }),
    [host, lockState],
  );
}
