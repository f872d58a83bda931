import type { Roster } from '@sos/domain';

declare const rosterBrand: unique symbol;
/** Stands for a roster this engine has verified itself. Nothing can be sealed without one. */
export type RosterRef = string & { readonly [rosterBrand]: 'RosterRef' };

export interface SignedBytes {
  readonly bytes: Uint8Array;
  /** Detached OpenPGP signatures, armored or binary. */
  readonly signatures: readonly (string | Uint8Array)[];
}

export interface RosterEvidence {
  readonly roster: SignedBytes;
  /** The chain of root sets, oldest first, beginning with the pinned first one. */
  readonly rootSets: readonly SignedBytes[];
  /** Raw bytes of the roots' public keys. */
  readonly rootKeys: readonly Uint8Array[];
  /** Raw bytes, as served, of the holders' public keys. */
  readonly holderKeys: readonly Uint8Array[];
  /** SHA-256 (hex) of the first and the latest root set this build knows. */
  readonly pinned: { readonly first: string; readonly latest: string };
  /** ISO instant the build was made: the device's clock may be slow, but not slower than this. */
  readonly buildDate: string;
  /** The least roster version acceptable (build, link fragment, highest seen). */
  readonly minimumVersion: number;
  /** The roster this browser trusted last; the new one must descend from it. */
  readonly previous?: { readonly version: number; readonly sha256: string } | undefined;
  /** Exact bytes of the rosters between `previous` and this one, in any order. */
  readonly history?: readonly Uint8Array[] | undefined;
  /** `read` accepts a superseded or run-out roster, to judge old entries; nothing can be sealed with it. */
  readonly use: 'seal' | 'read';
}

export type RosterProblem =
  | 'malformed'
  | 'broken_chain'
  | 'unknown_root'
  | 'wrong_purpose'
  | 'not_enough_signatures'
  | 'rolled_back'
  | 'not_yet_valid'
  | 'expired'
  | 'key_missing'
  | 'key_mismatch'
  | 'key_unusable';

export interface VerifiedHolder {
  readonly teamId: string;
  readonly role: 'responder' | 'partner_desk' | 'recovery';
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly encryptionSubkeyId: string;
}

export interface VerifiedRoster {
  readonly ref: RosterRef;
  readonly version: number;
  readonly sha256: string;
  readonly roster: Roster;
  readonly use: 'seal' | 'read';
  /** Past `renewBy`: still good, and loud for those who can renew. */
  readonly renewalDue: boolean;
  readonly notAfter: string;
  /** The holders active now, their keys checked. */
  readonly holders: readonly VerifiedHolder[];
}

export type RosterVerdict =
  | ({ readonly ok: true } & VerifiedRoster)
  /** `deviceClock` is set when a wrong clock on this device explains the refusal. */
  | { readonly ok: false; readonly problem: RosterProblem; readonly deviceClock?: true };
