import { randomBytes, randomUUID } from 'node:crypto';

import {
  KEY_BYTES,
  newCampaignKeys,
  openCampaignKey,
  seal,
  sealedPlace,
  sealText,
  unseal,
  unsealText,
} from './seal.js';

const key = randomBytes(KEY_BYTES);

describe('seal', () => {
  it('gives the text back under the same key and place', () => {
    const place = sealedPlace.signature(randomUUID(), randomUUID(), 'name');
    expect(unsealText(key, sealText(key, 'Ñandú Áéí', place), place)).toBe('Ñandú Áéí');
  });

  it('never gives the same bytes twice', () => {
    expect(sealText(key, 'same', 'p')).not.toEqual(sealText(key, 'same', 'p'));
  });

  it.each([
    ['another row', (sealed: Uint8Array) => unseal(key, sealed, 'signature:a:2:name')],
    ['another key', (sealed: Uint8Array) => unseal(randomBytes(KEY_BYTES), sealed, 'signature:a:1:name')],
    ['a cut tag', (sealed: Uint8Array) => unseal(key, sealed.subarray(0, -4), 'signature:a:1:name')],
    ['nothing', () => unseal(key, new Uint8Array(), 'signature:a:1:name')],
  ])('refuses %s', (_what, open) => {
    const sealed = seal(key, Buffer.from('x'), 'signature:a:1:name');
    expect(() => open(sealed)).toThrow();
  });

  it('refuses every flipped bit', () => {
    const sealed = seal(key, Buffer.from('secret'), 'p');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(() => unseal(key, changed, 'p')).toThrow();
    }
  });

  it('opens a campaign key only for its campaign and use', () => {
    const campaign = { id: randomUUID(), ...newCampaignKeys(key, 'other') };
    const mine = { ...campaign, ...newCampaignKeys(key, campaign.id) };
    expect(openCampaignKey(key, mine, 'data')).toHaveLength(KEY_BYTES);
    expect(() => openCampaignKey(key, campaign, 'data')).toThrow();
    expect(() => openCampaignKey(key, { ...mine, dataKey: mine.duplicateKey }, 'data')).toThrow();
  });
});
