import type { TokenScope } from '@sos/domain';

/** A dot in a key would be a level of the words. */
const NAMES = {
  'campaigns.read': 'campaigns',
  'resources.read': 'resources',
  'embeds.readOwnCounts': 'ownCounts',
} as const satisfies Record<TokenScope, string>;

export function scopeName(scope: TokenScope): (typeof NAMES)[TokenScope] {
  return NAMES[scope];
}
