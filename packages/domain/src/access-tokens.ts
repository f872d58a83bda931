import type { Action } from './actions.js';

/** What a partner's own programs may ask for. Each is an action that a partner may do in person; nothing here changes anything. */
export const TOKEN_SCOPES = [
  'campaigns.read',
  'resources.read',
  'embeds.readOwnCounts',
] as const satisfies readonly Action[];
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export const ACCESS_TOKEN = {
  prefix: 'sos_pat_',
  /** A year: whoever forgets a token does not leave it behind for ever. */
  mostDays: 365,
  /** Of one membership at a time. */
  most: 10,
  name: 80,
  perMinute: { count: 120, seconds: 60 },
} as const;
