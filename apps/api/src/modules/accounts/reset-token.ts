import { isUuid } from '@sos/domain';
import { timingSafeEqual } from 'node:crypto';

import type { Vaulted } from '../../platform/platform.types.js';

const MAC_LENGTH = 43;

function macOf(vaulted: Vaulted, id: string): string {
  return vaulted.hmac('password-reset', id).toString('base64url');
}

/** Made again whenever the mail is written: the database holds the id alone, and the id alone opens nothing. */
export function resetToken(vaulted: Vaulted, id: string): string {
  return `${macOf(vaulted, id)}${id}`;
}

/** The id in a token of ours; null for anything else. */
export function readResetToken(vaulted: Vaulted, token: string): string | null {
  const [mac, id] = [token.slice(0, MAC_LENGTH), token.slice(MAC_LENGTH)];
  if (!isUuid(id)) return null;
  const [ours, theirs] = [Buffer.from(macOf(vaulted, id)), Buffer.from(mac)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? id : null;
}
