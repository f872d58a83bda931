import type { Audience, Entry, EntryDraft, FileManifest, Party, Recipient } from '@sos/domain';
import type { KeyCheck, PublicKeyInfo } from './key-types.js';
import type { RosterEvidence, RosterRef, RosterVerdict, VouchRequest, VouchVerdict } from './roster-types.js';
import type {
  PasskeyRequest,
  PassphraseVerdict,
  SealedVaultCopy,
  StoredVault,
  Vault,
  VaultKdf,
  VaultPasskey,
} from './vault-types.js';

export type * from './key-types.js';
export type * from './roster-types.js';
export type * from './vault-types.js';

declare const brand: unique symbol;
/** Stands for an unlocked private key inside the engine; worthless elsewhere and dead after lock. */
export type KeyHandle = string & { readonly [brand]: 'KeyHandle' };
/** Stands for a file being sealed or opened, and its session key. */
export type FileRef = string & { readonly [brand]: 'FileRef' };

export interface UnlockedKey extends PublicKeyInfo {
  readonly key: KeyHandle;
  /** The passkeys that open the vault it came from; absent for a key that came from no vault. */
  readonly passkeys?: readonly VaultPasskey[];
}

declare const canaryBrand: unique symbol;
/** Stands for words inside the engine that only the holder of a private key can read. */
export type CanaryRef = string & { readonly [canaryBrand]: 'CanaryRef' };

/** Where an entry or file goes: enough to work out, from a verified roster, exactly who will be able to read it. */
export interface Destination {
  readonly roster: RosterRef;
  readonly teamId: string;
  readonly audience: Audience;
  /** Raw public keys of the case's own people (the member's own included). */
  readonly participants: readonly Uint8Array[];
  /** Where one of them has changed keys since: the last key a signed succession leads to is the one that reads. */
  readonly successions?: readonly SignedSuccession[] | undefined;
  /** Fingerprints of the chosen responders, for `named`. */
  readonly named?: readonly string[] | undefined;
  /** Fingerprint of the partner desk, for `partner`. */
  readonly partner?: string | undefined;
  readonly recoveryAgreed?: boolean | undefined;
}

export interface Reader extends Recipient {
  readonly encryptionSubkeyId: string;
}

export interface Grant {
  readonly keyFingerprint: string;
  readonly keySha256: string;
  readonly subkeyId: string;
  /** One PKESK v3 packet, framing included. */
  readonly pkesk: Uint8Array<ArrayBuffer>;
}

export interface SealEntryRequest extends Destination {
  readonly key: KeyHandle;
  readonly caseId: string;
  readonly entryId: string;
  /** Kind and body; for a report the engine adds the author's whole public key, which with its nonce must give `caseId`. */
  readonly draft: EntryDraft;
  readonly sequence: number;
  readonly heads: readonly string[];
  readonly formHash?: string | undefined;
  readonly build: string;
  /** Key hashes of the readers shown on screen. If they are no longer the readers, READERS_CHANGED and nothing is sealed. */
  readonly shownReaders: readonly string[];
}

export interface SealedEntry {
  /** One SEIPDv1 packet, framing included; never changes. */
  readonly seipd: Uint8Array<ArrayBuffer>;
  /** SHA-256 of `seipd`, hex. */
  readonly entryHash: string;
  readonly grants: readonly Grant[];
}

export interface OpenEntryRequest {
  readonly key: KeyHandle;
  /** What is downloaded: this reader's PKESK followed by the SEIPD. */
  readonly message: Uint8Array;
  readonly expected: {
    readonly caseId: string;
    readonly entryId: string;
    readonly audience: Audience;
    readonly teamId: string;
  };
  /**
   * Verified rosters, the current one first; the one the entry names is used to judge author and recipients, and those after it
   * say until when its holders may have written: leave none of them out.
   */
  readonly rosters: readonly RosterRef[];
  /** Raw keys of the case's members as carried by their signed reports; empty until one has been opened. */
  readonly participants: readonly Uint8Array[];
  /** Changes of keys: of the case's own people, and of this reader. */
  readonly successions?: readonly SignedSuccession[] | undefined;
  /** `grant.v1`, where the grant was added after the entry was written. */
  readonly statement?: SignedStatement | undefined;
}

/** Signed JSON with its detached signature. */
export interface SignedStatement {
  readonly bytes: Uint8Array;
  readonly signature: string | Uint8Array;
}

/** `succession.v1`, signed by both keys it names. */
export interface SignedSuccession {
  readonly bytes: Uint8Array;
  readonly signatures: readonly (string | Uint8Array)[];
  /** Raw public keys, before and after. */
  readonly fromKey: Uint8Array;
  readonly toKey: Uint8Array;
}

/** Why an entry is not shown at all. */
export type EntryRefusal =
  | 'malformed_message'
  | 'no_grant_for_key'
  | 'grant_unusable'
  | 'integrity'
  | 'not_signed'
  | 'bad_signature'
  | 'malformed_entry'
  | 'wrong_case'
  | 'wrong_entry'
  | 'wrong_audience'
  | 'author_unknown'
  | 'author_not_allowed';

/** What is shown beside an entry that can be read. */
export type EntryFinding =
  | 'roster_unknown'
  | 'roster_run_out'
  | 'recipients_extra'
  | 'recipients_missing'
  | 'not_addressed_to_me'
  /** Let in after it was written, by a responder who signed for it. */
  | 'granted_later'
  /** Moved to this key by its holder, with the key they had before. */
  | 'moved_by_me'
  | 'from_the_future'
  /** Written with a key its author had already replaced, within the days in which that may be a delay. */
  | 'old_key'
  /** Its author had left the team by then, within the days in which they may not have known. */
  | 'author_left';

export interface OpenedEntry {
  readonly entry: Entry;
  readonly entryHash: string;
  readonly author: { readonly fingerprint: string; readonly party: Party };
  /** Raw key carried by a report, to be used as the case's member key from now on. */
  readonly authorKey?: Uint8Array<ArrayBuffer> | undefined;
  readonly findings: readonly EntryFinding[];
}

export type OpenEntryResult =
  ({ readonly ok: true } & OpenedEntry) | { readonly ok: false; readonly refusal: EntryRefusal };

/** Whether a grant of one's own opens: decided by opening it, and signed. */
export interface JudgeGrantRequest extends OpenEntryRequest {
  /** This reader's PKESK for the file, where that is to be judged as well. */
  readonly filePkesk?: Uint8Array | undefined;
}

export interface JudgedGrant {
  readonly subject: 'entry' | 'file';
  readonly opens: boolean;
  readonly statement: SignedStatement;
}

export interface RewrapRequest extends OpenEntryRequest {
  /** The current roster, verified for sealing: it says who reads now. */
  readonly roster: RosterRef;
  /** Fingerprints of those who are to be let in: holders of the roster, the case's own people, one's own next key. */
  readonly grantees: readonly string[];
  /** This reader's PKESK for the file, where the entry is a file's manifest. */
  readonly filePkesk?: Uint8Array | undefined;
}

export type RewrapRefusal = EntryRefusal | 'not_admitted' | 'file_grant_unusable';

export interface LaterGrant extends Grant {
  readonly subject: 'entry' | 'file';
  readonly statement: SignedStatement;
}

/** All grants, or none: a file whose manifest could be read and whose bytes could not would be half let in. */
export type RewrapResult =
  | { readonly ok: true; readonly entryHash: string; readonly grants: readonly LaterGrant[] }
  | { readonly ok: false; readonly refusal: RewrapRefusal };

export interface StartSealFileRequest extends Destination {
  readonly key: KeyHandle;
  readonly blobId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly shownReaders: readonly string[];
}

export interface FileToSeal {
  readonly file: FileRef;
  /** Served before every chunk. */
  readonly grants: readonly Grant[];
  readonly chunkSize: number;
  readonly chunkCount: number;
}

export interface SealedChunk {
  readonly index: number;
  readonly seipd: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

export interface StartOpenFileRequest {
  readonly key: KeyHandle;
  readonly manifest: FileManifest;
  /** This reader's PKESK for the file. */
  readonly pkesk: Uint8Array;
}

export type ChunkProblemKind = 'chunk_missing' | 'chunk_swapped' | 'chunk_repeated' | 'chunk_extra' | 'chunk_damaged';

export interface ChunkProblem {
  readonly problem: ChunkProblemKind;
  readonly index: number;
  /** For swapped and repeated chunks: the place this chunk belongs to. */
  readonly belongsAt?: number;
}

export type OpenChunkResult =
  | { readonly ok: true; readonly index: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | ({ readonly ok: false } & ChunkProblem);

export type FinishOpenFileResult =
  | { readonly ok: true; readonly size: number }
  | { readonly ok: false; readonly problem: 'chunk_missing'; readonly missing: readonly number[] }
  | { readonly ok: false; readonly problem: 'file_changed' };

/** Purposes a detached signature can be made for; each is a critical notation and the `ctx` of the signed JSON. */
export type SigningPurpose =
  | 'responder-roster.v1'
  | 'roots.v1'
  | 'enrol.v1'
  | 'member-key.v1'
  | 'suspend.v1'
  | 'permit.v1'
  | 'grant.v1'
  | 'grant-verdict.v1'
  | 'succession.v1'
  | 'release-manifest.v1';

/** Everything the engine does. In the browser it is reached through {@link createCryptoClient}. */
export interface CryptoApi {
  /** Without WebAssembly (Tor Browser's "Safer", iOS Lockdown) there is no Argon2id for a vault on this device. */
  capabilities(): Promise<{ readonly argon2id: boolean }>;
  /** Words of a list of 7,776: seven (90 bits) unless said, as a recovery kit needs them. */
  generatePassphrase(request?: { readonly words: number }): Promise<string>;
  /** By the number of guesses it would take, never by rules. Loads its dictionaries when first asked. */
  judgePassphrase(request: { readonly passphrase: string }): Promise<PassphraseVerdict>;

  generateKey(): Promise<UnlockedKey>;
  /** Raw or armored bytes of somebody's public key. For armored input `publicKey` is the raw form to keep. */
  checkPublicKey(request: { readonly key: Uint8Array | string }): Promise<KeyCheck>;
  describeKey(request: { readonly key: KeyHandle }): Promise<UnlockedKey>;
  /** Armored words to be decrypted in the tool somebody will really use. */
  sealCanary(request: {
    readonly publicKey: Uint8Array;
  }): Promise<{ readonly canary: CanaryRef; readonly armored: string }>;
  /** Whether these are the words. After a few wrong answers the canary is gone. */
  checkCanary(request: { readonly canary: CanaryRef; readonly words: string }): Promise<boolean>;

  createVault(request: {
    readonly key: KeyHandle;
    readonly passphrase: string;
    readonly kdf?: VaultKdf | undefined;
  }): Promise<Vault>;
  openVault(request: { readonly vault: StoredVault; readonly passphrase: string }): Promise<UnlockedKey>;
  /** Re-makes every passphrase slot, so that two states of a vault do not tell which was real. Passkeys stay. */
  changePassphrase(request: {
    readonly vault: StoredVault;
    readonly passphrase: string;
    readonly newPassphrase: string;
  }): Promise<Vault>;
  /** The latest version of a stored vault. Needs no secret, for what it adds holds none. */
  upgradeVault(request: { readonly vault: StoredVault }): Promise<Vault>;

  passkeyRequests(request: { readonly vault: StoredVault }): Promise<readonly PasskeyRequest[]>;
  /** @param request `output` is what the authenticator's pseudo-random function gave; its memory is taken over and wiped. */
  openVaultByPasskey(request: {
    readonly vault: StoredVault;
    readonly slot: number;
    readonly output: Uint8Array;
  }): Promise<UnlockedKey>;
  addPasskey(request: {
    readonly vault: StoredVault;
    readonly passphrase: string;
    readonly credentialId: Uint8Array;
    readonly salt: Uint8Array;
    readonly output: Uint8Array;
  }): Promise<{ readonly vault: Vault; readonly passkeys: readonly VaultPasskey[] }>;
  /** Without `slot`, every passkey. The slots are made anew. */
  removePasskeys(request: {
    readonly vault: StoredVault;
    readonly passphrase: string;
    readonly slot?: number | undefined;
  }): Promise<{ readonly vault: Vault; readonly passkeys: readonly VaultPasskey[] }>;

  /** The locked vault under a share of its own. Without the share there is nothing to try a passphrase on. */
  sealVaultCopy(request: { readonly vault: StoredVault }): Promise<SealedVaultCopy>;
  /** The vault again, still locked. */
  openVaultCopy(request: { readonly copy: Uint8Array; readonly share: Uint8Array }): Promise<Vault>;

  /** Armored private key under iterated S2K: gpg imports it. */
  exportRecoveryKit(request: { readonly key: KeyHandle; readonly passphrase: string }): Promise<string>;
  restoreFromKit(request: {
    readonly armored: string;
    readonly kitPassphrase: string;
    readonly vaultPassphrase: string;
    readonly kdf?: VaultKdf | undefined;
  }): Promise<UnlockedKey & { readonly vault: Vault }>;
  /** Only opens the kit: the vault of this device gets a passphrase of its own, with `createVault`. */
  openKit(request: { readonly armored: string; readonly passphrase: string }): Promise<UnlockedKey>;
  lock(request: { readonly key: KeyHandle }): Promise<void>;
  /** Drops every private key, session key and verified roster. */
  lockAll(): Promise<void>;

  verifyRoster(request: RosterEvidence): Promise<RosterVerdict>;
  /** Who will be able to read, for the screen; pass their key hashes back as `shownReaders`. */
  planReaders(request: Destination): Promise<readonly Reader[]>;
  sealEntry(request: SealEntryRequest): Promise<SealedEntry>;
  /** Whose key this is, by the word of the responders (`member-key.v1`) and of nobody else. */
  judgeMemberKey(request: VouchRequest): Promise<VouchVerdict>;
  openEntry(request: OpenEntryRequest): Promise<OpenEntryResult>;
  /** Grants for readers who joined later, each with its signed statement; the entry's bulk stays as it is. */
  rewrapEntry(request: RewrapRequest): Promise<RewrapResult>;
  /**
   * Opens an entry (and a file's grant) and signs what came of it, for whoever keeps the grants. Empty where the grant is not the
   * matter: an entry that opens and is not what it claims to be needs no other grant.
   */
  judgeGrant(request: JudgeGrantRequest): Promise<readonly JudgedGrant[]>;

  startSealFile(request: StartSealFileRequest): Promise<FileToSeal>;
  /** Chunks are given in order; each but the last has exactly `chunkSize` bytes. */
  sealChunk(request: {
    readonly file: FileRef;
    readonly index: number;
    readonly bytes: Uint8Array;
  }): Promise<SealedChunk>;
  /** The manifest to seal as a `file` entry. */
  finishSealFile(request: { readonly file: FileRef }): Promise<FileManifest>;
  startOpenFile(request: StartOpenFileRequest): Promise<{ readonly file: FileRef }>;
  openChunk(request: {
    readonly file: FileRef;
    readonly index: number;
    readonly seipd: Uint8Array;
  }): Promise<OpenChunkResult>;
  /** Only after this said ok may the file be handed to the person. */
  finishOpenFile(request: { readonly file: FileRef }): Promise<FinishOpenFileResult>;
  dropFile(request: { readonly file: FileRef }): Promise<void>;

  /** Seals a draft to its author's own key: writing needs no secret. */
  sealDraft(request: { readonly publicKey: Uint8Array; readonly bytes: Uint8Array }): Promise<Uint8Array<ArrayBuffer>>;
  openDraft(request: { readonly key: KeyHandle; readonly message: Uint8Array }): Promise<Uint8Array<ArrayBuffer>>;

  /** Refuses bytes whose first field is not `ctx` with this purpose. Armored detached signature with the critical notation. */
  signForPurpose(request: {
    readonly key: KeyHandle;
    readonly bytes: Uint8Array;
    readonly purpose: SigningPurpose;
  }): Promise<string>;
  verifyForPurpose(request: {
    readonly bytes: Uint8Array;
    readonly signature: string | Uint8Array;
    readonly publicKey: Uint8Array;
    readonly purpose: SigningPurpose;
  }): Promise<'good' | 'bad' | 'wrong_purpose' | 'unknown_signer'>;
}
