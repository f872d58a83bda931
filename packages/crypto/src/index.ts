/** The door for the web's main thread: types, the client of the worker, and pure helpers. No OpenPGP library is reachable from here. */
export { createCryptoClient, type CryptoClient, type CryptoPort } from './client.js';
export { CRYPTO_ERROR_CODES, CryptoError, type CryptoErrorCode } from './errors.js';
export { sha256Hex } from './bytes.js';
export { caseIdFor, newCaseNonce } from './case-id.js';
export { joinMessage } from './framing.js';
export { CONTEXT_NOTATION } from './notation.js';
export { checkThread, headsFor, nextSequence, type ThreadFinding } from './thread.js';
export { checkChunkHashes, chunkCountFor, FILE_CHUNK_SIZE } from './chunks.js';
export type * from './types.js';
