import { createHash } from 'node:crypto';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';

const MAX_STATEMENT = 6000;
const MAX_ARMOR = 8192;

const statementSchema = z.object({
  bytes: z.base64().min(1).max(MAX_STATEMENT),
  signature: z.string().min(1).max(MAX_ARMOR).startsWith('-----BEGIN PGP SIGNATURE-----'),
});

export interface SignedStatement {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly signature: string;
}

/** @throws INVALID_INPUT */
export function readStatement(input: unknown): SignedStatement {
  const parsed = statementSchema.safeParse(input);
  if (!parsed.success) throw new AppError('INVALID_INPUT');
  const bytes = new Uint8Array(Buffer.from(parsed.data.bytes, 'base64'));
  const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest());
  return { bytes, sha256, signature: parsed.data.signature };
}
