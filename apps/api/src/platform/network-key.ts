import { isIPv6 } from 'node:net';

import type { Clock, Vaulted } from './platform.types.js';

/** All eight groups of an IPv6 address, or of one that carries an IPv4 address. */
function ipv6Groups(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: Math.max(missing, 0) }, () => '0'), ...after].map((group) =>
    group.padStart(4, '0'),
  );
}

/** A /24 of IPv4 or a /48 of IPv6: enough to slow a flood, too little to name a person. */
export function networkPrefix(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIPv6(mapped)) return `${ipv6Groups(mapped).slice(0, 3).join(':')}::/48`;
  return `${mapped.split('.').slice(0, 3).join('.')}.0/24`;
}

/** Keyed by the day, so that yesterday's keys say nothing about today's. */
export function createNetworkKey(vaulted: Vaulted, clock: Clock): (address: string) => string {
  return (address) => {
    const day = clock.now().toISOString().slice(0, 10);
    return vaulted.hmac(`network.${day}`, networkPrefix(address)).toString('base64url');
  };
}
