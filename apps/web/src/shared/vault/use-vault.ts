import { useQuery } from '@apollo/client/react';
import type { StoredVault, Vault } from '@sos/crypto';
import { useCallback, useEffect, useState } from 'react';

import { bringForward, readVault, replaceVault, saveVault } from '../../platform/keys/key-database.js';
import { askToPersist } from '../../platform/keys/storage-health.js';
import { useViewer } from '../../platform/session.js';
import { VaultKeyDocument } from './vault.generated.js';

export type VaultState =
  | { readonly status: 'checking' }
  | { readonly status: 'failed'; readonly error: Error }
  /** Neither here nor on the server: the first key is still to be made. */
  | { readonly status: 'none' }
  /** Made here, but the server has not heard of it yet. */
  | { readonly status: 'unregistered'; readonly vault: StoredVault }
  | { readonly status: 'here'; readonly vault: StoredVault; readonly inRoster: boolean }
  /** In a tool of its owner's: no browser opens anything with it. */
  | OwnToolState
  /** Made on another device, or cleared from this one: the recovery kit brings it here. */
  | { readonly status: 'elsewhere'; readonly fingerprint: string };

export interface OwnToolState {
  readonly status: 'own_tool';
  readonly fingerprint: string;
}

export interface VaultAccess {
  readonly state: VaultState;
  /** A vault that takes no other's place: the first one on this device. */
  readonly keep: (vault: Vault) => Promise<void>;
  /** The vault as it is stored at this moment: another window may have changed it since it was drawn. */
  readonly latest: () => Promise<StoredVault | undefined>;
  /** @throws VaultChangedError when the stored vault is not `before` any more. */
  readonly replace: (before: StoredVault, vault: Vault) => Promise<void>;
  readonly refresh: () => Promise<void>;
}

/** Where the viewer's key is: on this device, elsewhere, or nowhere yet. */
export function useVault(): VaultAccess {
  const { id } = useViewer();
  const { data, error, refetch } = useQuery(VaultKeyDocument, { fetchPolicy: 'cache-and-network' });
  const [stored, setStored] = useStored(id);
  const keep = useCallback(
    async (vault: Vault) => {
      await saveVault({ accountId: id, vault });
      setStored(vault);
      askToPersist();
    },
    [id, setStored],
  );
  const latest = useCallback(async () => (await readVault(id))?.vault, [id]);
  const replace = useCallback(
    async (before: StoredVault, vault: Vault) => {
      await replaceVault(id, before, vault);
      setStored(vault);
    },
    [id, setStored],
  );
  const refresh = useCallback(async () => {
    const [vault] = await Promise.all([latest().catch(toError), refetch()]);
    setStored(vault ?? null);
  }, [latest, refetch, setStored]);
  useNewKey(id, stored, data?.myKey?.fingerprint, setStored);
  return { state: toState(stored, data?.myKey, error), keep, latest, replace, refresh };
}

/** The key was changed, here or by a list that names the one made here: its vault, kept beside the old one, comes into use. */
function useNewKey(
  accountId: string,
  stored: Stored,
  enrolled: string | undefined,
  setStored: (stored: Stored) => void,
): void {
  const isOther = !(stored instanceof Error) && stored !== undefined && stored?.fingerprint !== enrolled;
  useEffect(() => {
    if (!isOther || enrolled === undefined) return undefined;
    let current = true;
    bringForward(accountId, enrolled)
      .then((vault) => current && vault && setStored(vault))
      // What cannot be read is asked for from the recovery kit.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [accountId, isOther, enrolled, setStored]);
}

/** Undefined: not read yet. Null: none here. An error: the browser does not let us look. */
type Stored = StoredVault | null | undefined | Error;

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('storage');
}

function useStored(accountId: string): readonly [Stored, (stored: Stored) => void] {
  const [stored, setStored] = useState<Stored>(undefined);
  useEffect(() => {
    let current = true;
    readVault(accountId)
      .then((record) => record?.vault ?? null, toError)
      .then(
        (found) => current && setStored(found),
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [accountId]);
  return [stored, setStored];
}

function toState(
  stored: Stored,
  enrolled: { readonly fingerprint: string; readonly inRoster: boolean; readonly custody: string } | null | undefined,
  error: Error | undefined,
): VaultState {
  if (stored === undefined) return { status: 'checking' };
  if (enrolled === undefined) return error ? { status: 'failed', error } : { status: 'checking' };
  // A browser that keeps nothing has no vault; what that means is said where one would be made or brought.
  const vault = stored instanceof Error ? null : stored;
  if (enrolled === null) return vault === null ? { status: 'none' } : { status: 'unregistered', vault };
  if (enrolled.custody === 'own_tool') return { status: 'own_tool', fingerprint: enrolled.fingerprint };
  if (vault?.fingerprint === enrolled.fingerprint) return { status: 'here', vault, inRoster: enrolled.inRoster };
  return { status: 'elsewhere', fingerprint: enrolled.fingerprint };
}
