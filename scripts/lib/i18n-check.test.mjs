import { compareLocales } from './i18n-locales.mjs';
import { compareSources } from './i18n-sources.mjs';

const locales = (en, es) => ({ en: { cases: en }, es: { cases: es } });

describe('between languages', () => {
  it.each([
    ['accepts what agrees', { a: { b: 'Hello {{name}}' } }, { a: { b: 'Hola {{ name }}' } }, []],
    ['a key missing in the translation', { a: 'x', b: 'y' }, { a: 'z' }, ['cases:b is missing in es']],
    ['a key missing in the original', { a: 'x' }, { a: 'z', b: 'y' }, ['cases:b is missing in en']],
    ['an empty text', { a: 'x' }, { a: ' ' }, ['cases:a is empty in es']],
    [
      'a missing plural form',
      { n_one: '{{count}} case', n_other: '{{count}} cases' },
      { n_one: '{{count}} caso', n_other: '{{count}} casos' },
      ['cases:n has no form _many in es'],
    ],
    [
      'a plural form the language does not have',
      { n_one: 'a', n_few: 'b', n_other: 'c' },
      { n_one: 'd', n_many: 'e', n_other: 'f' },
      ['cases:n has a form _few that en does not know'],
    ],
    [
      'plural forms on one side only',
      { n_one: 'a', n_other: 'c' },
      { n: 'd' },
      ['cases:n has plural forms in one language only'],
    ],
    [
      'another variable',
      { a: 'Hi {{name}}' },
      { a: 'Hola {{nombre}}' },
      ['cases:a has {name} in en and {nombre} in es'],
    ],
    ['a lost tag', { a: 'Read <link>this</link>' }, { a: 'Lee esto' }, ['cases:a has {<link>} in en and {} in es']],
    [
      'a text left in the original language',
      { a: 'Write to the team' },
      { a: 'Write to the team' },
      ['cases:a is not translated in es: "Write to the team"'],
    ],
    ['lets a name stay as it is', { a: 'Signal' }, { a: 'Signal' }, []],
    ['a gender shorthand', { a: 'Dear all' }, { a: 'Estimados/as' }, ['cases:a uses a gender shorthand in es']],
    ['an address is no shorthand', { a: 'Mail ana@sos.example' }, { a: 'Correo ana@sos.example' }, []],
  ])('%s', (_name, en, es, expected) => {
    expect(compareLocales(locales(en, es))).toEqual(expected);
  });

  it('accepts a listed text that stays the same, and refuses a list that has gone stale', () => {
    const both = locales({ a: 'Write to the team' }, { a: 'Write to the team' });
    expect(compareLocales(both, { same: ['Write to the team'] })).toEqual([]);
    expect(compareLocales(both, { same: ['Write to the team', 'Gone'] })).toHaveLength(1);
  });
});

describe('between words and sources', () => {
  const check = (words, text, name = 'a.tsx') => compareSources(words, [{ name, text }]);

  it.each([
    ['the namespace of useTranslation', "const { t } = useTranslation('cases'); t('a');"],
    ['another name for t', "const { t: words } = useTranslation('cases'); words('a');"],
    ['a namespace in the key', "i18n.t('cases:a');"],
    ['a namespace as an option', "i18n.t('a', { ns: 'cases' });"],
    ['a fixed translator', "const say = i18n.getFixedT('es', 'cases'); say('a');"],
    ['a translator handed on', "function line(t: TFunction<'cases'>) { return t('a'); }"],
    ['either side of a condition', "const { t } = useTranslation('cases'); t(open ? 'a' : 'a');"],
    ['rich text', '<Trans i18nKey="cases:a" />'],
    ['a table of keys', "const ROWS = [{ label: 'cases:a' }];"],
  ])('follows %s', (_name, text) => {
    expect(check({ cases: { a: 'x' } }, text)).toEqual([]);
  });

  it('counts every key a template can name', () => {
    const words = { cases: { state: { open: 'x', closed: 'y' }, other: 'z' } };
    const text = "const { t } = useTranslation('cases'); t(`state.${state}`);";
    expect(check(words, text)).toEqual(['cases:other is used nowhere']);
  });

  it('takes a plural by its base', () => {
    expect(
      check({ cases: { n_one: 'a', n_other: 'b' } }, "const { t } = useTranslation('cases'); t('n', { count });"),
    ).toEqual([]);
  });

  it('says where a key is used that is not there', () => {
    const text = "const { t } = useTranslation('cases');\nt('a'); t('gone'); t(`lost.${x}`);";
    expect(check({ cases: { a: 'x' } }, text)).toEqual([
      'a.tsx:2 uses gone, which is in no cases',
      'a.tsx:2 uses a key like lost\\..+, which is in no cases',
    ]);
  });

  it('does not take a key of another namespace for the wanted one', () => {
    const faults = check({ cases: { a: 'x' }, keys: { b: 'y' } }, "const { t } = useTranslation('cases'); t('b');");
    expect(faults).toContain('a.tsx:1 uses b, which is in no cases');
  });
});
