import { CryptoError, type CryptoErrorCode } from '@sos/crypto';
import { useTranslation } from 'react-i18next';

import { VaultChangedError } from '../../platform/keys/key-database.js';
import { PasskeyError } from '../../platform/keys/passkey.js';

export function cryptoCodeOf(error: unknown): CryptoErrorCode {
  return error instanceof CryptoError ? error.code : 'INTERNAL';
}

/** What went wrong in the engine, and what to do now. */
export function useCryptoWords(): (code: CryptoErrorCode) => string {
  const { t } = useTranslation('keys');
  return (code) => t(`engine.${code}`);
}

/** The same for everything that can go wrong around the vault: the engine, the browser's store, an authenticator. */
export function useVaultWords(): (error: unknown) => string {
  const { t } = useTranslation('keys');
  const words = useCryptoWords();
  return (error) => {
    if (error instanceof VaultChangedError) return t('problem.vaultChanged');
    if (error instanceof PasskeyError) return t(`passkey.problem.${error.problem}`);
    // What the browser's own store throws: none left, or none allowed.
    if (error instanceof DOMException) return t('problem.storage');
    return words(cryptoCodeOf(error));
  };
}
