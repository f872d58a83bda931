import type { KeyRef, MemberKey, RootSet, Roster } from '@sos/domain';

declare const brand: unique symbol;
/** Stands for a roster this engine has verified itself. Nothing can be sealed without one. */
export type RosterRef = string & { readonly [brand]: 'RosterRef' };

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
  /**
   * Earlier rosters, in any order: those between `previous` and this one, and for a renewal that the renewers signed those back to
   * what the roots signed.
   */
  readonly history?: readonly SignedBytes[] | undefined;
  /** Statements that take a key out of the roster at once (`suspend.v1`). Those that do not count are left aside, and named. */
  readonly suspensions?: readonly SignedBytes[] | undefined;
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
  | 'key_unusable'
  /** Enough renewers signed, but something else than later dates. */
  | 'renewal_changes_content'
  /** Renewed by the renewers more often in a row than they may. */
  | 'renewed_too_often';

export type SuspensionProblem =
  | 'malformed'
  /** For another roster, or for one that has been followed by a new one. */
  | 'other_roster'
  | 'not_a_holder'
  | 'not_yet_valid'
  | 'not_enough_signatures';

export interface VerifiedSuspension extends KeyRef {
  /** When those who signed say it began. */
  readonly at: string;
  /** Fingerprints; the holder alone, or two responders. */
  readonly signers: readonly string[];
}

/** Who really signed, as the engine found it: never what a server lists. */
export interface RosterSigners {
  readonly by: 'roots' | 'renewers';
  readonly fingerprints: readonly string[];
  readonly needed: number;
  readonly outOf: number;
}

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
  readonly signedBy: RosterSigners;
  /** The root set it was signed under, to be compared out of band. */
  readonly rootSet: RootSet;
  /** Who is among the roster's holders but receives nothing any more. */
  readonly suspended: readonly VerifiedSuspension[];
  /** Why the others of the given statements do not count, in the order given. */
  readonly suspensionProblems: readonly SuspensionProblem[];
}

export type RosterVerdict =
  | ({ readonly ok: true } & VerifiedRoster)
  /** `deviceClock` is set when a wrong clock on this device explains the refusal. */
  | { readonly ok: false; readonly problem: RosterProblem; readonly deviceClock?: true };

export interface VouchRequest {
  readonly roster: RosterRef;
  readonly statements: readonly SignedBytes[];
  /** Raw bytes of the key in question, as it was carried by a signed report: never as a server gave it. */
  readonly key: Uint8Array;
  /** Whom the server says it belongs to today: only a statement about exactly this person counts. */
  readonly accountId: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly organisationName: string | null;
}

export interface VouchVerdict {
  /** Enough responders of the team have said so. */
  readonly verified: boolean;
  /** Fingerprints of those who signed the statement that most of them signed. */
  readonly vouchers: readonly string[];
  readonly statement: MemberKey | undefined;
  /** Exact bytes of that statement: what the next one signs. */
  readonly bytes: Uint8Array | undefined;
}
