import { inspectPublicKey, PUBLIC_KEY_MAX_BYTES } from '@sos/crypto/inspect';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';
import type { GivenProof } from './key-proofs.js';

const PROOF_MOST = { statement: 4096, seal: 128, signature: 8192 } as const;

const keyBytes = z
  .base64()
  .min(1)
  .max(Math.ceil(PUBLIC_KEY_MAX_BYTES / 3) * 4)
  .transform(fromBase64);

const proofSchema = z.object({
  statement: z.base64().max(PROOF_MOST.statement).transform(fromBase64),
  seal: z.base64().max(PROOF_MOST.seal).transform(fromBase64),
  signature: z
    .string()
    .max(PROOF_MOST.signature)
    .regex(/^-----BEGIN PGP SIGNATURE-----\r?\n/),
});

const startSchema = z.object({ bytes: keyBytes });
const enrolSchema = z.object({ bytes: keyBytes, proof: proofSchema.nullish() });

export interface EnrolRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** There for a key that stays in a tool of its owner's. */
  readonly proof: GivenProof | null;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

export function parseEnrol(input: unknown): EnrolRequest {
  const { data } = enrolSchema.safeParse(input);
  if (!data) throw new AppError('INVALID_INPUT');
  return { bytes: data.bytes, proof: data.proof ?? null };
}

export function parseStart(input: unknown): Uint8Array<ArrayBuffer> {
  const { data } = startSchema.safeParse(input);
  if (!data) throw new AppError('INVALID_INPUT');
  return data.bytes;
}

export type KeyToEnrol =
  | { readonly ok: true; readonly fingerprint: string; readonly keySha256: string; readonly encryptionSubkeyId: string }
  | { readonly ok: false; readonly code: string };

/** What can be said of a key without verifying anything: its shape, and that it has one place to encrypt to. */
export function inspectToEnrol(bytes: Uint8Array, now: Date): KeyToEnrol {
  const check = inspectPublicKey(bytes, now);
  if (!check.ok) return { ok: false, code: check.code };
  const [encryptionSubkeyId, ...others] = check.encryptionSubkeyIds;
  if (encryptionSubkeyId === undefined) return { ok: false, code: 'no_encryption_subkey' };
  if (others.length > 0) return { ok: false, code: 'several_encryption_subkeys' };
  return { ok: true, fingerprint: check.fingerprint, keySha256: check.keySha256, encryptionSubkeyId };
}
