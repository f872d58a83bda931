import { entryDraftSchema, parseEntry } from '@sos/domain';
import { createHash, randomBytes } from 'node:crypto';
import { caseIdFor, newCaseNonce } from './case-id.js';

const KEY = 'ab'.repeat(32);
const NONCE = '0123456789abcdef'.repeat(2);

/** The same, by another library and another way of setting the bits. */
function expectedId(key: string, nonce: string): string {
  const hash = createHash('sha256').update('sos case v1').update(key, 'hex').update(nonce, 'hex').digest('hex');
  const variant = '89ab'[Number.parseInt(hash.charAt(16), 16) % 4] ?? '';
  const hex = `${hash.slice(0, 12)}4${hash.slice(13, 16)}${variant}${hash.slice(17, 32)}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

describe('the id of a case', () => {
  it('is one value for one key and one nonce, for ever', () => {
    expect(caseIdFor(KEY, NONCE)).toBe('c45f2a4e-d409-4f29-8bb5-c40e5d65a677');
    expect(caseIdFor(KEY, NONCE)).toBe(expectedId(KEY, NONCE));
  });

  it('has the form of a random UUID, and follows from nothing but key and nonce', () => {
    for (let round = 0; round < 200; round += 1) {
      const [key, nonce] = [randomBytes(32).toString('hex'), newCaseNonce()];
      const id = caseIdFor(key, nonce);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(id).toBe(expectedId(key, nonce));
    }
  });

  it('is another one for another key or another nonce', () => {
    const ids = [
      caseIdFor(KEY, NONCE),
      caseIdFor('ac'.repeat(32), NONCE),
      caseIdFor(KEY, NONCE.replace('0', '1')),
      caseIdFor(KEY, newCaseNonce()),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['a short nonce', KEY, NONCE.slice(2)],
    ['a short key hash', KEY.slice(2), NONCE],
    ['octets moved from one part to the other', KEY + NONCE.slice(0, 2), NONCE.slice(2)],
    ['capitals', KEY.toUpperCase(), NONCE],
    ['no hex', KEY, 'zz'.repeat(16)],
  ])('is not made from %s', (_, key, nonce) => {
    expect(() => caseIdFor(key, nonce)).toThrow('ENTRY_INVALID');
  });

  it.each([undefined, '', NONCE.slice(1), NONCE.toUpperCase()])('needs its nonce in every report (%s)', (caseNonce) => {
    const body = { severity: 'high', answers: {}, caseNonce };
    expect(entryDraftSchema.safeParse({ kind: 'report', body }).success).toBe(false);
    expect(parseEntry(new TextEncoder().encode(JSON.stringify({ ctx: 'entry.v1', kind: 'report', body })))).toBe(
      undefined,
    );
  });
});
