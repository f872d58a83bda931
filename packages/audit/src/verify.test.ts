import { AUDIT_EVENTS, AUDIT_SUBJECTS, NO_PREVIOUS_AUDIT, type AuditHead } from '@sos/domain';
import fc from 'fast-check';

import { auditHash } from './append.js';
import { verifyAudit, type AuditFinding, type StoredAuditEntry } from './verify.js';

type Content = Omit<StoredAuditEntry, 'sequence' | 'previous' | 'hash'>;

const code = fc.stringMatching(/^[A-Za-z0-9_.:,-]{0,20}$/);
const content: fc.Arbitrary<Content> = fc.record({
  at: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  event: fc.constantFrom(...AUDIT_EVENTS),
  actorId: fc.option(fc.uuid()),
  subject: fc.constantFrom(...AUDIT_SUBJECTS),
  subjectId: fc.option(code),
  facts: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), code, { maxKeys: 3 }),
});

function chained(contents: readonly Content[], from = { sequence: 0, hash: NO_PREVIOUS_AUDIT }): StoredAuditEntry[] {
  let last = from;
  return contents.map((one) => {
    const record = { ...one, sequence: last.sequence + 1, previous: last.hash };
    const entry = { ...record, hash: auditHash(record).toString('hex') };
    last = entry;
    return entry;
  });
}
const chain = (least = 1) =>
  fc.array(content, { minLength: least, maxLength: 12 }).map((contents) => chained(contents));
const headOf = (entries: readonly StoredAuditEntry[]): AuditHead => {
  const last = entries.at(-1);
  if (!last) throw new Error('an empty chain has no head');
  return { sequence: last.sequence, hash: last.hash };
};

async function* stream<T>(entries: readonly T[]): AsyncGenerator<T> {
  for (const entry of entries) yield entry;
}
async function findings(entries: readonly StoredAuditEntry[], heads: readonly AuditHead[] = []) {
  const found: AuditFinding[] = [];
  const verdict = await verifyAudit(stream(entries), { heads, onFinding: (finding) => found.push(finding) });
  expect(verdict.findings).toBe(found.length);
  return found;
}
const kinds = async (entries: readonly StoredAuditEntry[], heads?: readonly AuditHead[]) =>
  (await findings(entries, heads)).map(({ kind }) => kind);

/** One act of somebody who owns the database. `place` and `other` choose entries, whatever the length. */
type Mutation = (entries: readonly StoredAuditEntry[], place: number, other: Content) => readonly StoredAuditEntry[];

const changed = (entries: readonly StoredAuditEntry[], place: number, change: Partial<StoredAuditEntry>) =>
  entries.map((entry, index) => (index === place ? { ...entry, ...change } : entry));
const rehashed = (entry: StoredAuditEntry) => ({ ...entry, hash: auditHash(entry).toString('hex') });

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'an edit': (entries, place, other) => changed(entries, place, other),
  'an edit whose hash was made again': (entries, place, other) =>
    entries.map((entry, index) => (index === place ? rehashed({ ...entry, ...other }) : entry)),
  'another hash': (entries, place) => changed(entries, place, { hash: 'ab'.repeat(32) }),
  'another link': (entries, place) => changed(entries, place, { previous: 'cd'.repeat(32) }),
  'another number': (entries, place) => changed(entries, place, { sequence: 10_000 }),
  'a cut in the middle or at an end': (entries, place) => entries.filter((_, index) => index !== place),
  'a cut of the tail': (entries, place) => entries.slice(0, place),
  'an inserted copy': (entries, place) =>
    entries.flatMap((entry, index) => (index === place ? [entry, entry] : [entry])),
  'an inserted entry, well made': (entries, place, other) =>
    entries.flatMap((entry, index) => (index === place ? [entry, ...chained([other], entry)] : [entry])),
  'an exchange of two neighbours': (entries, place) =>
    entries.flatMap((entry, index) =>
      index === place ? (entries[index + 1] ?? []) : index === place + 1 ? (entries[index - 1] ?? []) : entry,
    ),
  'an exchange of contents': (entries, place) => {
    const [one, two] = [entries[place], entries[(place + 1) % entries.length]];
    if (!one || !two) return entries;
    const swapped = changed(entries, place, { ...two, sequence: one.sequence });
    return changed(swapped, (place + 1) % entries.length, { ...one, sequence: two.sequence });
  },
  'everything from one entry on written again': (entries, place, other) => {
    const kept = entries.slice(0, place);
    return [...kept, ...chained([other, ...entries.slice(place + 1)], kept.at(-1))];
  },
};

/** What only goes on from the chain as it was is what the service itself does every day. */
const isTouched = (after: readonly StoredAuditEntry[], entries: readonly StoredAuditEntry[]): boolean =>
  JSON.stringify(after.slice(0, entries.length)) !== JSON.stringify(entries);

test('a chain that nobody touched is accepted, with any of its heads', async () => {
  await fc.assert(
    fc.asyncProperty(chain(), fc.nat(), async (entries, pick) => {
      expect(await findings(entries, [headOf(entries), headOf(entries.slice(0, 1 + (pick % entries.length)))])).toEqual(
        [],
      );
    }),
  );
  expect(await verifyAudit(stream([]), { onFinding: () => undefined })).toEqual({ head: null, findings: 0 });
});

test.each(Object.entries(MUTATIONS))('%s is found', async (_name, mutate) => {
  await fc.assert(
    fc.asyncProperty(chain(2), fc.nat(), content, async (entries, pick, other) => {
      const after = mutate(entries, pick % entries.length, other);
      fc.pre(isTouched(after, entries));
      expect(await findings(after, [headOf(entries)])).not.toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('several of them after each other are found', async () => {
  const steps = fc.array(fc.tuple(fc.constantFrom(...Object.values(MUTATIONS)), fc.nat(), content), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(chain(2), steps, async (entries, mutations) => {
      const after = mutations.reduce<readonly StoredAuditEntry[]>(
        (now, [mutate, pick, other]) => (now.length === 0 ? now : mutate(now, pick % now.length, other)),
        entries,
      );
      fc.pre(isTouched(after, entries));
      expect(await findings(after, [headOf(entries)])).not.toEqual([]);
    }),
    { numRuns: 300 },
  );
});

describe('what is said about it', () => {
  const entries = chained(
    [1, 2, 3, 4, 5].map((number) => ({
      at: `2026-11-2${number}T10:00:00.000Z`,
      event: 'session.signedIn',
      actorId: null,
      subject: 'session',
      subjectId: `s${number}`,
      facts: {},
    })),
  );
  const head = headOf(entries);

  test('each kind by its name', async () => {
    expect(await findings(changed(entries, 1, { event: 'session.signedOut' }))).toEqual([
      { kind: 'changed', sequence: 2 },
    ]);
    expect(await findings(entries.filter((_, index) => index !== 1 && index !== 2))).toEqual([
      { kind: 'missing', from: 2, to: 3 },
    ]);
    expect(await kinds(entries.slice(0, 3), [head])).toEqual(['cut']);
    expect(await findings([], [head])).toEqual([{ kind: 'cut', kept: 5, last: 0 }]);
    expect(await kinds([...entries.slice(0, 2), ...entries.slice(1)])).toEqual(['fork']);
    const rewritten = chained(entries.map((entry) => ({ ...entry, subjectId: 'another' })));
    expect(await kinds(rewritten)).toEqual([]);
    expect(await findings(rewritten, [head])).toEqual([{ kind: 'rewritten', sequence: 5 }]);
  });

  test('a chain that goes on has the heads it had', async () => {
    const longer = [...entries, ...chained([entries[0] as StoredAuditEntry], entries.at(-1))];
    expect(await kinds(longer, [head])).toEqual([]);
    expect(await kinds(longer, [head, { ...head, hash: 'ef'.repeat(32) }])).toEqual(['rewritten']);
  });
});
