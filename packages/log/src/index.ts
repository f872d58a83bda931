export { fromBase64, sameBytes, toBase64, toHex } from './bytes.js';
export * from './checkpoint.js';
export * from './follow.js';
export * from './http-source.js';
export * from './leaf.js';
export * from './note.js';
export * from './proof.js';
export * from './tree.js';
