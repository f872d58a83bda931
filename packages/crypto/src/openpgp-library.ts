import * as openpgp from 'openpgp';
import { copyBytes, type Bytes } from './bytes.js';
import { CONTEXT_NOTATION } from './notation.js';

export { CONTEXT_NOTATION };

const MIB = 1024 * 1024;

/**
 * Set once, for every call: a call that forgot its own configuration would fall back to defaults that accept short RSA keys,
 * unbounded decompression and a terabyte of Argon2.
 */
Object.assign(openpgp.config, {
  minRSABits: 3071,
  maxDecompressedMessageSize: 32 * MIB,
  maxArgon2MemoryExponent: 18,
  knownNotations: [CONTEXT_NOTATION],
  rejectHashAlgorithms: new Set([openpgp.enums.hash.md5, openpgp.enums.hash.ripemd, openpgp.enums.hash.sha1]),
  preferredCompressionAlgorithm: openpgp.enums.compression.uncompressed,
  preferredSymmetricAlgorithm: openpgp.enums.symmetric.aes256,
  aeadProtect: false,
  v6Keys: false,
  allowUnauthenticatedMessages: false,
  allowUnauthenticatedStream: false,
  showVersion: false,
  showComment: false,
  s2kIterationCountByte: 255,
} satisfies openpgp.PartialConfig);

/**
 * With its checksum line, which the library leaves out unless asked: without it, and where the body needs no padding, GnuPG 2.2 reads
 * the dashes of the last line as data and fails one time in three.
 */
export function armorPackets(type: openpgp.enums.armor, packets: Uint8Array): string {
  return openpgp.armor(type, copyBytes(packets), undefined, undefined, undefined, true);
}

/** The library answers bytes with bytes, but declares that a stream may come. A copy, for what it gives may be a view of more. */
export function givenBytes(value: unknown): Bytes {
  if (!(value instanceof Uint8Array)) throw new TypeError('stream');
  return copyBytes(value);
}

export { openpgp };
