import { CryptoError, type CryptoErrorCode } from '@sos/crypto';
import { useTranslation } from 'react-i18next';

import { useCryptoWords } from '../../shared/vault/crypto-words.js';

/** Why nothing could be sealed and queued: the engine, or a browser's store that takes no more. */
export type SendFailure = CryptoErrorCode | 'STORAGE';

export function sendFailureOf(error: unknown): SendFailure {
  if (error instanceof CryptoError) return error.code;
  return error instanceof DOMException ? 'STORAGE' : 'INTERNAL';
}

export function useSendFailureWords(): (failure: SendFailure) => string {
  const { t } = useTranslation('cases');
  const words = useCryptoWords();
  return (failure) => (failure === 'STORAGE' ? t('send.storage') : words(failure));
}
