import { fieldIssues } from './draft-issues.js';
import { emptyDraft, inBoth, toInput, type Draft } from './draft.js';

const text = (title: string) => ({ title, summary: '', country: '', body: '', callToAction: ' ' });

/** Spanish is the original; the second demand has no English yet. */
const draft: Draft = {
  ...emptyDraft('es'),
  region: 'africa',
  goal: '500',
  closesAt: '2026-12-24T18:00',
  texts: { en: text('Water'), es: text('Agua') },
  demands: [
    { key: 0, words: { en: '', es: '' } },
    { key: 1, words: { en: '', es: 'Publicar' } },
    { key: 4, words: { en: 'Stop', es: 'Detener' } },
  ],
  addressees: [{ key: 7, channel: 'letter', office: { en: '', es: 'Dirección' }, salutation: inBoth(() => '') }],
};

test('what is sent is what was typed: empty rows stay behind, the date is UTC, empty means none', () => {
  const input = toInput(null, draft);
  expect(input).not.toHaveProperty('id');
  expect(input.goal).toBe(500);
  expect(input.closesAt).toBe('2026-12-24T18:00:00.000Z');
  expect(input.texts.map(({ language, demands, callToAction }) => [language, demands, callToAction])).toEqual([
    ['en', ['Stop'], null],
    ['es', ['Publicar', 'Detener'], null],
  ]);
  expect(input.addressees).toEqual([
    { channel: 'letter', texts: [{ language: 'es', office: 'Dirección', salutation: null }] },
  ]);
});

test('a translation nobody has begun is not sent', () => {
  const input = toInput('c1', {
    ...draft,
    texts: { ...draft.texts, en: text('') },
    demands: [{ key: 0, words: { en: ' ', es: 'Detener' } }],
  });
  expect(input.id).toBe('c1');
  expect(input.texts.map(({ language }) => language)).toEqual(['es']);
});

test('a statement takes no signatures, whatever was ticked before', () => {
  expect(toInput(null, { ...draft, type: 'network_statement' }).signers).toEqual([]);
});

test.each(['12.5', 'many', '-3', '99999999999'])(
  'a goal that is no whole number (%s) is left to the server to refuse',
  (goal) => {
    expect(toInput(null, { ...draft, goal }).goal).toBeLessThanOrEqual(0);
  },
);

test('what the server says of a path lands on the field that shows it', () => {
  const paths = [
    'texts.1.title',
    'texts.1.demands.1',
    'texts.0.demands',
    'addressees.0.texts.0.office',
    'rights.3',
    'closesAt',
    'something.new',
  ];
  const issues = fieldIssues(
    draft,
    paths.map((path) => ({ path, code: 'too_long' })),
  );
  expect(issues.map(({ field }) => field)).toEqual([
    'title.es',
    'demand.4.es',
    'demands',
    'office.7.es',
    'rights',
    'closesAt',
    'type',
  ]);
});

test('one field has one fault, and an unknown code still has words', () => {
  const issues = fieldIssues(draft, [
    { path: 'goal', code: 'brand_new' },
    { path: 'goal', code: 'missing' },
  ]);
  expect(issues).toEqual([{ field: 'goal', code: 'invalid' }]);
});
