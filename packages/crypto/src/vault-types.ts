/** A passkey that opens a vault, as the vault itself remembers it. */
export interface VaultPasskey {
  readonly slot: number;
  readonly addedAt: string;
}

/** What a passphrase may go through. */
export type VaultKdf = 'argon2id' | 'iterated';
export type SlotKind = VaultKdf | 'prf';

interface VaultParts {
  readonly fingerprint: string;
  /** Base64 of the raw public key: drafts are sealed to it while the vault is locked. */
  readonly publicKey: string;
  /** Base64 of one SEIPD packet holding the private key, padded. */
  readonly sealed: string;
}

/** JSON, so it fits any store. Always six slots, two of each kind; which are real is known only to who opens one. */
export interface Vault extends VaultParts {
  readonly version: 2;
  readonly slots: readonly { readonly kdf: SlotKind; readonly message: string }[];
}

/** As the first browsers kept it: without slots for passkeys. */
export interface VaultVersion1 extends VaultParts {
  readonly version: 1;
  readonly slots: readonly { readonly kdf: VaultKdf; readonly message: string }[];
}

/** What may be found in a store. Every version opens; whatever is written anew is the latest. */
export type StoredVault = Vault | VaultVersion1;

/** What a browser is to ask of an authenticator. Decoys ask as well: who has no passkey asks for one that nobody has. */
export interface PasskeyRequest {
  readonly slot: number;
  readonly credentialId: Uint8Array<ArrayBuffer>;
  /** Goes into the authenticator's pseudo-random function; what comes out is the slot's key. */
  readonly salt: Uint8Array<ArrayBuffer>;
}

export interface PassphraseVerdict {
  /** Above the 10^14 guesses that a passphrase of one's own must cost. */
  readonly isEnough: boolean;
  /** How long somebody with the locked key and several hundred strong computers would guess, on average. */
  readonly seconds: number;
}

/** A member's copy for the server, and the share that must never be kept beside it. */
export interface SealedVaultCopy {
  readonly copy: Uint8Array<ArrayBuffer>;
  readonly share: Uint8Array<ArrayBuffer>;
}
