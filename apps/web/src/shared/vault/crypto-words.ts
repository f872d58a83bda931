import { CryptoError, type CryptoErrorCode } from '@sos/crypto';
import { useTranslation } from 'react-i18next';

import { VaultChangedError } from '../../platform/keys/key-database.js';
import { PasskeyError } from '../../platform/keys/passkey.js';
import { VaultCopyError } from '../../platform/keys/vault-copy.js';

export function cryptoCodeOf(error: unknown): CryptoErrorCode {
  return error instanceof CryptoError ? error.code : 'INTERNAL';
}

/** What went wrong in the engine, and what to do now. */
export function useCryptoWords(): (code: CryptoErrorCode) => string {
  const { t } = useTranslation('keys');
  return (code) => t(`engine.${code}`);
}

const COPY_PROBLEMS = ['STEP_UP_REQUIRED', 'RATE_LIMITED', 'NOT_FOUND'] as const;

function copyProblem(code: string): (typeof COPY_PROBLEMS)[number] | 'other' {
  return COPY_PROBLEMS.find((known) => known === code) ?? 'other';
}

/** The same for everything that can go wrong around the vault: the engine, the browser's store, an authenticator. */
export function useVaultWords(): (error: unknown) => string {
  const { t } = useTranslation('keys');
  const words = useCryptoWords();
  return (error) => {
    if (error instanceof VaultChangedError) return t('problem.vaultChanged');
    if (error instanceof PasskeyError) return t(`passkey.problem.${error.problem}`);
    if (error instanceof VaultCopyError) return t(`copy.problem.${copyProblem(error.code)}`);
    // What the browser's own store throws: none left, or none allowed.
    if (error instanceof DOMException) return t('problem.storage');
    return words(cryptoCodeOf(error));
  };
}
