import fc from 'fast-check';
import { isBucket } from '@sos/domain';
import { createKeyRing, type HeldKey } from './engine-key-ring.js';
import { verifyRoster, type TrustedRoster } from './engine-roster.js';
import { sealEntry } from './engine-seal-entry.js';
import { inspectSeipd } from './inspect.js';
import { foreignKey, type KeyKind } from './testing/keys.js';
import { BUILD, createWorld, evidenceFor, NOW, TEAM, type World } from './testing/world.js';
import type { SealEntryRequest } from './types.js';

const KINDS: readonly KeyKind[] = ['ed25519', 'p256', 'rsa3072'];

describe('padding', () => {
  let world: World;
  let trusted: TrustedRoster;
  const authors = new Map<KeyKind, HeldKey>();

  beforeAll(async () => {
    world = await createWorld();
    const result = await verifyRoster(await evidenceFor(world), NOW);
    if (!result.ok) throw new Error(result.problem);
    trusted = result.trusted;
    const ring = createKeyRing(() => NOW);
    for (const kind of KINDS) {
      const { privateKey, publicKey } = await foreignKey(kind);
      authors.set(kind, ring.use((await ring.add(privateKey, publicKey)).key));
    }
  });

  async function bodyLength(kind: KeyKind, characters: number): Promise<number> {
    const held = authors.get(kind);
    if (!held) throw new Error(kind);
    const participants = [held.publicKey.publicKey];
    const shownReaders = [
      ...trusted.holders.filter(({ role }) => role !== 'partner_desk').map(({ keySha256 }) => keySha256),
      held.publicKey.keySha256,
    ];
    // The engine's own parts are called here, below the handles, so that authors of every kind can be had.
    const unused = { key: 'unused' as SealEntryRequest['key'], roster: 'unused' as SealEntryRequest['roster'] };
    const request: SealEntryRequest = {
      ...unused,
      teamId: TEAM,
      audience: 'case',
      participants,
      caseId: crypto.randomUUID(),
      entryId: crypto.randomUUID(),
      draft: { kind: 'message', body: { text: 'ñ'.repeat(characters) } },
      sequence: 1,
      heads: [],
      build: BUILD,
      shownReaders,
    };
    const sealed = await sealEntry(request, held, trusted, NOW);
    const inspected = inspectSeipd(sealed.seipd);
    return inspected.ok ? inspected.seipd.bodyLength : -1;
  }

  it('always ends on a bucket, whatever the length of the text and the kind of the author’s key', async () => {
    const lengths = fc.oneof(fc.integer({ min: 1, max: 2200 }), fc.integer({ min: 1, max: 100_000 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KINDS), lengths, async (kind, characters) =>
        isBucket(await bodyLength(kind, characters)),
      ),
      { numRuns: 60 },
    );
  });

  it.each(KINDS)('meets the edges of the smallest bucket exactly (%s)', async (kind) => {
    const seen = new Set<number>();
    for (let characters = 1150; characters < 1450; characters += 23) seen.add(await bodyLength(kind, characters));
    expect([...seen].every(isBucket)).toBe(true);
  });

  it('tells an Ed25519 author from an RSA author by nothing', async () => {
    expect(await bodyLength('ed25519', 700)).toBe(4096);
    expect(await bodyLength('rsa3072', 700)).toBe(4096);
  });
});
