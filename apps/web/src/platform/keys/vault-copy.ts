import type { SealedVaultCopy } from '@sos/crypto';
import { VAULT_SHARE_BYTES } from '@sos/domain';

import { asErrorCode, type ErrorCode } from '../graphql/error-code.js';

/** What the server answered instead of taking or giving a copy. */
export class VaultCopyError extends Error {
  override readonly name = 'VaultCopyError';
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

async function refusalOf(answer: Response): Promise<VaultCopyError> {
  const body: unknown = await answer.json().catch(() => null);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  return new VaultCopyError(asErrorCode(code));
}

async function ask(path: string, request: RequestInit): Promise<Response> {
  const answer = await fetch(path, { credentials: 'same-origin', ...request }).catch(() => null);
  if (answer === null) throw new VaultCopyError('OFFLINE');
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

/** Share and copy travel together, and are kept apart. */
export async function putVaultCopy({ share, copy }: SealedVaultCopy): Promise<void> {
  const body = new Blob([share, copy]);
  await ask('/vault-copy', { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body });
}

export async function takeVaultCopy(): Promise<SealedVaultCopy> {
  const answer = await ask('/vault-copy/take', { method: 'POST' });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { share: bytes.slice(0, VAULT_SHARE_BYTES), copy: bytes.slice(VAULT_SHARE_BYTES) };
}
