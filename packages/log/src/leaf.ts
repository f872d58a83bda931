import { concatBytes, sha256, utf8 } from './bytes.js';
import { leafHash, type Hash } from './tree.js';

/** What goes into the log, as a hash that says nothing without its salt. */
export const LOG_KINDS = ['roots', 'roster', 'release', 'audit'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export const SALT_BYTES = 32;

export interface LeafPreimage {
  readonly kind: LogKind;
  readonly salt: Uint8Array;
  /** SHA-256 of the object's exact bytes. */
  readonly sha256: Uint8Array;
}

/**
 * The leaf's data. Who holds a roster holds its salt too and finds it in the log; who only sees the log learns nothing, not even
 * what kind of thing was added.
 */
export function leafData({ kind, salt, sha256: object }: LeafPreimage): Hash {
  if (salt.length !== SALT_BYTES || object.length !== SALT_BYTES) throw new Error('a salt and a hash have 32 bytes');
  return sha256(concatBytes(utf8(`sos-log-leaf.v1 ${kind}\n`), salt, object));
}

export const leafHashOf = (preimage: LeafPreimage): Hash => leafHash(leafData(preimage));
