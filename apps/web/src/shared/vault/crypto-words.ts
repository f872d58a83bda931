import { CryptoError, type CryptoErrorCode } from '@sos/crypto';
import { useTranslation } from 'react-i18next';

export function cryptoCodeOf(error: unknown): CryptoErrorCode {
  return error instanceof CryptoError ? error.code : 'INTERNAL';
}

/** What went wrong in the engine, and what to do now. */
export function useCryptoWords(): (code: CryptoErrorCode) => string {
  const { t } = useTranslation('keys');
  return (code) => t(`engine.${code}`);
}
