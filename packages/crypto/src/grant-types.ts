import type { EntryRefusal, Grant, OpenEntryRequest, SignedStatement } from './types.js';
import type { RosterRef } from './roster-types.js';

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
