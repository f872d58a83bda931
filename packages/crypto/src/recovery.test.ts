import fc from 'fast-check';
import { EFF_LARGE_WORDLIST } from './eff-large-wordlist.js';
import { createEngine } from './engine.js';
import { combineRecovery, newRecoveryPassphrase, splitRecovery } from './recovery.js';

const counts = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 4 }), fc.nat())
  .map(([threshold, more, seed]) => ({ threshold, shares: threshold + more, seed }));

/** Some `count` of them, in an order of the test's choosing. */
function pick<T>(all: readonly T[], count: number, seed: number): T[] {
  const rest = [...all];
  return Array.from({ length: count }, (_, at) => rest.splice((seed + at * 7) % rest.length, 1)).flat();
}

const wordsOf = (shares: readonly { words: string }[]): string[] => shares.map(({ words }) => words);

describe('the parts of a recovery key', () => {
  it('any of them, as many as it takes, in any order, give the passphrase back, and one fewer never', async () => {
    await fc.assert(
      fc.asyncProperty(counts, async ({ threshold, shares, seed }) => {
        const passphrase = newRecoveryPassphrase();
        const parts = wordsOf(await splitRecovery(passphrase, { threshold, shares }));
        expect(await combineRecovery(pick(parts, threshold, seed))).toEqual({ ok: true, passphrase });
        expect(await combineRecovery(parts)).toEqual({ ok: true, passphrase });
        expect(await combineRecovery(pick(parts, threshold - 1, seed))).toEqual({
          ok: false,
          problem: 'too_few',
          needed: threshold,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('a word in the place of another is always noticed', async () => {
    const [first = '', second = ''] = wordsOf(
      await splitRecovery(newRecoveryPassphrase(), { threshold: 2, shares: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 19 }), fc.constantFrom(...EFF_LARGE_WORDLIST), async (place, word) => {
        const words = first.split(' ');
        fc.pre(words[place] !== word);
        const result = await combineRecovery([words.with(place, word).join(' '), second]);
        expect(result).toMatchObject({ ok: false, share: 0 });
      }),
      { numRuns: 300 },
    );
  });

  it('is read as people type it, and refused when it is no share at all', async () => {
    const passphrase = newRecoveryPassphrase();
    const [first = '', second = ''] = wordsOf(await splitRecovery(passphrase, { threshold: 2, shares: 2 }));
    const typed = first.replaceAll(' ', '\n  ').toUpperCase();
    expect(await combineRecovery([typed, second])).toEqual({ ok: true, passphrase });
    for (const text of ['', 'hello', first.split(' ').slice(1).join(' '), `${first} abacus`])
      expect(await combineRecovery([text, second])).toMatchObject({ problem: 'not_a_share', share: 0 });
  });

  it('of two keys do not go together, nor does one part twice', async () => {
    const [one, two] = [
      wordsOf(await splitRecovery(newRecoveryPassphrase(), { threshold: 2, shares: 3 })),
      wordsOf(await splitRecovery(newRecoveryPassphrase(), { threshold: 2, shares: 3 })),
    ];
    expect(await combineRecovery([one[0] ?? '', two[1] ?? ''])).toMatchObject({ problem: 'other_set', share: 1 });
    expect(await combineRecovery([one[0] ?? '', one[0] ?? ''])).toMatchObject({ problem: 'repeated', share: 1 });
  });

  it.each([
    [1, 3],
    [4, 3],
    [2, 21],
    [2.5, 3],
  ])('is not made as %d of %d', async (threshold, shares) => {
    await expect(splitRecovery(newRecoveryPassphrase(), { threshold, shares })).rejects.toThrow(RangeError);
  });

  it('opens the key it locks', async () => {
    const engine = createEngine();
    const passphrase = newRecoveryPassphrase();
    const { key, fingerprint } = await engine.generateKey();
    const kit = await engine.exportRecoveryKit({ key, passphrase });
    const parts = wordsOf(await splitRecovery(passphrase, { threshold: 3, shares: 5 }));
    const combined = await combineRecovery(pick(parts, 3, 4));
    const opened = await engine.restoreFromKit({
      armored: kit,
      kitPassphrase: combined.ok ? combined.passphrase : '',
      vaultPassphrase: await engine.generatePassphrase(),
      kdf: 'iterated',
    });
    expect(opened.fingerprint).toBe(fingerprint);
  });
});
