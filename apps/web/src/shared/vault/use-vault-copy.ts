import { skipToken, useMutation, useQuery } from '@apollo/client/react';
import type { SealedVaultCopy } from '@sos/crypto';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { putVaultCopy, takeVaultCopy, VaultCopyError } from '../../platform/keys/vault-copy.js';
import { useViewer } from '../../platform/session.js';
import { useStepUp, type StepUp } from '../../platform/step-up.js';
import type { VaultAccess } from './use-vault.js';
import { DeleteVaultCopyDocument, VaultCopyDocument } from './vault-copy.generated.js';

export interface VaultCopyAccess {
  readonly keptAt: string | null;
  /** Asked anew: what was drawn may be old, or never have come. */
  readonly isKept: () => Promise<boolean>;
  /** Puts the vault of this device there, in the place of what was there before. */
  readonly keep: () => Promise<void>;
  readonly take: () => Promise<SealedVaultCopy>;
  readonly remove: () => Promise<void>;
}

/** Only members, and never a responder: the server holds to it as well. */
export function useMayKeepCopy(): boolean {
  const { roles } = useViewer();
  return roles.has('member') && !roles.has('responder');
}

/** Bytes go by routes of their own, which ask who is there as GraphQL does: once that is shown, they go again as they were. */
async function proven<T>(stepUp: StepUp, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isAsked = error instanceof VaultCopyError && error.code === 'STEP_UP_REQUIRED';
    if (!isAsked || !(await stepUp.ask())) throw error;
    return work();
  }
}

export function useVaultCopy(access: VaultAccess): VaultCopyAccess {
  const { client } = useCrypto();
  const stepUp = useStepUp();
  const mayKeep = useMayKeepCopy();
  const { data, refetch } = useQuery(VaultCopyDocument, mayKeep ? { fetchPolicy: 'cache-and-network' } : skipToken);
  const [remove] = useMutation(DeleteVaultCopyDocument);
  return {
    keptAt: data?.vaultCopy?.keptAt ?? null,
    async isKept() {
      if (!mayKeep) return false;
      const { data: now } = await refetch();
      return now?.vaultCopy !== null;
    },
    async keep() {
      const vault = await access.latest();
      if (vault === undefined) return;
      const sealed = await client().sealVaultCopy({ vault });
      await proven(stepUp, () => putVaultCopy(sealed));
      await refetch();
    },
    take: () => proven(stepUp, takeVaultCopy),
    async remove() {
      await remove();
      await refetch();
    },
  };
}
