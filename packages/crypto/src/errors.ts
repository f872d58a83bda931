/** Everything that can go wrong by throwing. Outcomes a person acts on are results, not errors. */
export const CRYPTO_ERROR_CODES = [
  'KEY_LOCKED',
  'KEY_REFUSED',
  'WRONG_PASSPHRASE',
  'PASSPHRASE_NOT_GENERATED',
  'PASSPHRASE_TOO_WEAK',
  'PASSKEY_UNKNOWN',
  'PASSKEYS_FULL',
  'KDF_UNAVAILABLE',
  'VAULT_DAMAGED',
  'KIT_DAMAGED',
  'ROSTER_NOT_VERIFIED',
  'ROSTER_EXPIRED',
  'READERS_UNKNOWN',
  'READERS_CHANGED',
  'NOT_A_READER_KEY',
  'MAY_NOT_WRITE',
  'ENTRY_INVALID',
  'ENTRY_TOO_LARGE',
  'FILE_UNKNOWN',
  'FILE_INVALID',
  'CHUNK_OUT_OF_ORDER',
  'GRANT_UNUSABLE',
  'SESSION_KEY_MISMATCH',
  'DRAFT_UNREADABLE',
  'WRONG_PURPOSE',
  'WORKER_GONE',
  'INTERNAL',
] as const;
export type CryptoErrorCode = (typeof CRYPTO_ERROR_CODES)[number];

/** Carries a code and nothing else: what went wrong inside must not leave with the message. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  constructor(readonly code: CryptoErrorCode) {
    super(code);
  }
}
