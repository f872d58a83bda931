import { useQuery } from '@apollo/client/react';
import type { Vault } from '@sos/crypto';
import { useCallback, useEffect, useState } from 'react';

import { readVault, saveVault } from '../../platform/keys/key-database.js';
import { useViewer } from '../../platform/session.js';
import { VaultKeyDocument } from './vault.generated.js';

export type VaultState =
  | { readonly status: 'checking' }
  | { readonly status: 'failed'; readonly error: Error }
  /** Neither here nor on the server: the first key is still to be made. */
  | { readonly status: 'none' }
  /** Made here, but the server has not heard of it yet. */
  | { readonly status: 'unregistered'; readonly vault: Vault }
  | { readonly status: 'here'; readonly vault: Vault; readonly inRoster: boolean }
  /** Made on another device: the recovery kit brings it here. */
  | { readonly status: 'elsewhere'; readonly fingerprint: string };

export interface VaultAccess {
  readonly state: VaultState;
  readonly keep: (vault: Vault) => Promise<void>;
  readonly refresh: () => Promise<void>;
}

/** Where the viewer's key is: on this device, elsewhere, or nowhere yet. */
export function useVault(): VaultAccess {
  const { id } = useViewer();
  const { data, error, refetch } = useQuery(VaultKeyDocument, { fetchPolicy: 'cache-and-network' });
  const [stored, setStored] = useState<Vault | null | undefined>(undefined);
  useEffect(() => {
    let current = true;
    void readVault(id).then((record) => current && setStored(record?.vault ?? null));
    return () => {
      current = false;
    };
  }, [id]);
  const keep = useCallback(
    async (vault: Vault) => {
      await saveVault({ accountId: id, vault });
      setStored(vault);
    },
    [id],
  );
  const refresh = useCallback(async () => {
    const [record] = await Promise.all([readVault(id), refetch()]);
    setStored(record?.vault ?? null);
  }, [id, refetch]);
  return { state: toState(stored, data?.myKey, error), keep, refresh };
}

function toState(
  stored: Vault | null | undefined,
  enrolled: { readonly fingerprint: string; readonly inRoster: boolean } | null | undefined,
  error: Error | undefined,
): VaultState {
  if (stored === undefined) return { status: 'checking' };
  if (enrolled === undefined) return error ? { status: 'failed', error } : { status: 'checking' };
  if (enrolled === null) return stored === null ? { status: 'none' } : { status: 'unregistered', vault: stored };
  if (stored?.fingerprint === enrolled.fingerprint)
    return { status: 'here', vault: stored, inRoster: enrolled.inRoster };
  return { status: 'elsewhere', fingerprint: enrolled.fingerprint };
}
