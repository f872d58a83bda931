import fc from 'fast-check';

import {
  parseSetting,
  SETTING_KEYS,
  SETTING_PRESETS,
  SETTINGS,
  toSettingValues,
  type SettingKey,
  type SettingValue,
} from './settings.js';

const anyKey = fc.constantFrom(...SETTING_KEYS);
const ofKind = (kind: string): SettingKey[] => SETTING_KEYS.filter((key) => SETTINGS[key].kind === kind);

test('every preset is a value of its own key', () => {
  for (const key of SETTING_KEYS)
    expect([key, parseSetting(key, SETTING_PRESETS[key])]).toMatchObject([key, { ok: true }]);
});

test('whatever comes is refused or becomes a value that parses to itself', () => {
  fc.assert(
    fc.property(anyKey, fc.oneof(fc.anything(), fc.record({ en: fc.string(), es: fc.string() })), (key, input) => {
      const once = parseSetting(key, input);
      expect(once.ok ? parseSetting(key, once.value) : once).toEqual(once);
    }),
  );
});

test('a number is taken exactly within its bounds', () => {
  for (const key of ofKind('number')) {
    const { least, most } = SETTINGS[key] as { least: number; most: number };
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 10_000 }), (value) => {
        expect(parseSetting(key, value).ok).toBe(value >= least && value <= most);
      }),
    );
    for (const value of [least + 0.5, String(least), Number.NaN, null]) expect(parseSetting(key, value).ok).toBe(false);
  }
});

test('words are said in every language or in none, within their length', () => {
  for (const key of ofKind('texts')) {
    const { longest } = SETTINGS[key] as { longest: number };
    expect(parseSetting(key, { en: 'x', es: ' ' })).toEqual({ ok: false, issue: 'one_language_missing' });
    expect(parseSetting(key, { en: 'x'.repeat(longest), es: 'y' }).ok).toBe(true);
    expect(parseSetting(key, { en: 'x'.repeat(longest + 1), es: 'y' })).toEqual({ ok: false, issue: 'invalid' });
    expect(parseSetting(key, { en: 'x', es: 'y', fr: 'z' }).ok).toBe(false);
    expect(parseSetting(key, { en: 'x' }).ok).toBe(false);
  }
});

test.each([
  ['turned round', 'a\u202Eb'],
  ['invisible', 'a\u200Bb'],
  ['a bell', 'a\u0007b'],
  ['another kind of line', 'a\u2028b'],
])('%s is no part of words for everybody', (_name, en) => {
  expect(parseSetting('banner', { en, es: 'y' }).ok).toBe(false);
});

test('line breaks stay, in one spelling, and edges are cut', () => {
  expect(parseSetting('intakeStopped', { en: ' a\r\nb\tc ', es: 'd' })).toEqual({
    ok: true,
    value: { en: 'a\nb c', es: 'd' },
  });
});

test.each(['UTC', 'America/Bogota', 'Asia/Kolkata'])('%s is a time zone', (zone) => {
  expect(parseSetting('timeZone', zone)).toEqual({ ok: true, value: zone });
});
test.each(['', 'Mars/Olympus', '+05:00', 'UTC; DROP'])('«%s» is no time zone', (zone) => {
  expect(parseSetting('timeZone', zone).ok).toBe(false);
});

test('rows of another version, or spoilt ones, leave the preset, and never anything else', () => {
  const rows = fc.array(
    fc.record({ key: fc.oneof(anyKey, fc.string(), fc.constant('__proto__')), value: fc.jsonValue() }),
  );
  fc.assert(
    fc.property(rows, (some) => {
      const values = toSettingValues(some);
      expect(Object.keys(values).sort()).toEqual([...SETTING_KEYS].sort());
      for (const key of SETTING_KEYS) {
        const value: SettingValue = values[key];
        expect(parseSetting(key, value)).toEqual({ ok: true, value });
      }
    }),
  );
});
