import { z } from 'zod';

import { LIMITS } from './limits.js';

export const emailSchema = z.string().trim().toLowerCase().max(LIMITS.email).pipe(z.email());

/** Domains whose mailboxes ignore dots and what follows a plus sign. */
const DOTLESS = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
]);

/** One mailbox, one form: used only to recognise a second signature, never to send mail. */
export function canonicalAddress(address: string): string {
  const [local = '', domain = ''] = address.trim().toLowerCase().split('@');
  const plain = local.split('+')[0] ?? local;
  const dotless = DOTLESS.get(domain);
  if (dotless) return `${plain.replaceAll('.', '')}@${dotless}`;
  return `${plain}@${domain}`;
}
