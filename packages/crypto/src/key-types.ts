export interface PublicKeyInfo {
  readonly fingerprint: string;
  /** SHA-256 of the raw bytes, hex. */
  readonly keySha256: string;
  /** The raw binary key exactly as it is to be stored and served. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly encryptionSubkeyId: string;
  readonly expiresAt: string;
}

export type KeyRefusal =
  | 'not_a_key'
  | 'private_key'
  | 'several_keys'
  | 'too_large'
  | 'key_version'
  | 'algorithm'
  | 'rsa_too_short'
  | 'sha1_self_signature'
  | 'no_expiry'
  | 'expired'
  | 'revoked'
  | 'not_yet_valid'
  | 'no_signing_key'
  | 'no_encryption_subkey'
  | 'several_encryption_subkeys'
  | 'invalid';

export type KeyCheck = ({ readonly ok: true } & PublicKeyInfo) | { readonly ok: false; readonly reason: KeyRefusal };
