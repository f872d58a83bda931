import type { VaultAccess } from '../../shared/vault/use-vault.js';

export interface TaskProps {
  access: VaultAccess;
  /** @param message what was done, in words. */
  onDone: (message: string) => void;
  onCancel: () => void;
}
