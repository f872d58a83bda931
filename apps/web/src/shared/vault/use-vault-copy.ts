import { useMutation, useQuery } from '@apollo/client/react';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { putVaultCopy } from '../../platform/keys/vault-copy.js';
import { useViewer } from '../../platform/session.js';
import type { VaultAccess } from './use-vault.js';
import { DeleteVaultCopyDocument, VaultCopyDocument } from './vault-copy.generated.js';

export interface VaultCopyAccess {
  /** Only members, and never a responder. */
  readonly mayKeep: boolean;
  readonly keptAt: string | null;
  /** Puts the vault of this device there, in the place of what was there before. */
  readonly keep: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export function useVaultCopy(access: VaultAccess): VaultCopyAccess {
  const { roles } = useViewer();
  const { client } = useCrypto();
  const mayKeep = roles.has('member') && !roles.has('responder');
  const { data, refetch } = useQuery(VaultCopyDocument, { skip: !mayKeep, fetchPolicy: 'cache-and-network' });
  const [remove] = useMutation(DeleteVaultCopyDocument);
  return {
    mayKeep,
    keptAt: data?.vaultCopy?.keptAt ?? null,
    async keep() {
      const vault = await access.latest();
      if (vault === undefined) return;
      await putVaultCopy(await client().sealVaultCopy({ vault }));
      await refetch();
    },
    async remove() {
      await remove();
      await refetch();
    },
  };
}
