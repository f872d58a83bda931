import { createHash } from 'node:crypto';

import type { Vaulted } from '../../platform/platform.types.js';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The secret of a link, made again whenever its mail leaves, from a key outside the database: nothing that opens an invitation is
 * stored. Each issue has one of its own, so a link that was sent again stops the older one.
 */
export function invitationToken(vaulted: Vaulted, id: string, issue: number): string {
  return vaulted.hmac('people.invitation', `${id} ${issue}`).toString('base64url');
}

/** What the database knows of it. Null for what was never a token of ours. */
export function invitationTokenHash(token: unknown): Uint8Array<ArrayBuffer> | null {
  if (typeof token !== 'string' || !TOKEN.test(token)) return null;
  return Uint8Array.from(createHash('sha256').update(token).digest());
}
