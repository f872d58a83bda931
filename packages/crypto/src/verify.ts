import { readKeyForVerifying } from './engine-public-key.js';
import { verifyForPurpose, type SignatureVerdict } from './engine-signature.js';
import type { SigningPurpose } from './types.js';

/**
 * A door for the server: whether a statement carries its author's signature. It holds public keys only and can open nothing; browsers
 * verify for themselves all the same, for they do not take the server's word.
 */
export async function verifyStatement(
  statement: {
    readonly bytes: Uint8Array;
    readonly signature: string;
    readonly publicKey: Uint8Array;
    readonly purpose: SigningPurpose;
  },
  now: Date,
): Promise<SignatureVerdict> {
  const key = await readKeyForVerifying(statement.publicKey);
  return key ? verifyForPurpose(statement, key, statement.purpose, now) : 'unknown_signer';
}
