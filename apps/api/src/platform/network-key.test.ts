import { createNetworkKey, networkPrefix } from './network-key.js';
import type { Vaulted } from './platform.types.js';
import { createHmac } from 'node:crypto';

test.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:0db8:0001::/48'],
  ['2001:db8::1', '2001:0db8:0000::/48'],
  ['fe80::1%eth0', 'fe80:0000:0000::/48'],
  ['::1', '0000:0000:0000::/48'],
])('%s is counted as %s', (address, prefix) => {
  expect(networkPrefix(address)).toBe(prefix);
});

test('neighbours share a key for a day, and tomorrow it is another', () => {
  const vaulted = {
    hmac: (purpose: string, value: string) => createHmac('sha256', purpose).update(value).digest(),
  } as Vaulted;
  let now = new Date('2026-12-01T23:59:00Z');
  const keyOf = createNetworkKey(vaulted, { now: () => now });
  const today = keyOf('203.0.113.7');
  expect(keyOf('203.0.113.99')).toBe(today);
  expect(keyOf('203.0.114.7')).not.toBe(today);
  now = new Date('2026-12-02T00:01:00Z');
  expect(keyOf('203.0.113.7')).not.toBe(today);
});
