import { z } from 'zod';

import { emailSchema } from './email.js';
import { LANGUAGES, type Language } from './language.js';

/** The same words in every language: whoever reads it cannot choose which one the administrator speaks. */
export type Texts = Readonly<Record<Language, string>>;

interface TextsSetting {
  readonly kind: 'texts';
  readonly longest: number;
}
interface NumberSetting {
  readonly kind: 'number';
  readonly least: number;
  readonly most: number;
  readonly preset: number;
}
interface AddressSetting {
  readonly kind: 'address';
}
interface ZoneSetting {
  readonly kind: 'zone';
  readonly preset: string;
}
export type SettingDefinition = TextsSetting | NumberSetting | AddressSetting | ZoneSetting;

/**
 * What an administrator may change while the service runs. What a deployment is made of (origins, database, mail server, proxies)
 * stays in its environment: a stolen account must not be able to move it.
 */
export const SETTINGS = {
  /** Shown publicly; empty: the deployment's own. */
  contactAddress: { kind: 'address' },
  /** On every page of the site and the app; empty: none. */
  banner: { kind: 'texts', longest: 300 },
  /** What is said, and done instead, while new reports are stopped. */
  intakeStopped: { kind: 'texts', longest: 1_000 },
  /** What is said while signing is stopped; empty: our own words alone. */
  signingStopped: { kind: 'texts', longest: 600 },
  /** Who answers, and when, for those who are signed in; empty: nothing. */
  dutyInformation: { kind: 'texts', longest: 1_000 },
  /** Months of thirty days after an archived campaign closed. */
  signatureRetentionMonths: { kind: 'number', least: 1, most: 24, preset: 6 },
  /** Days the record of a mail that left, or failed for good, is kept. */
  mailRetentionDays: { kind: 'number', least: 7, most: 90, preset: 30 },
  /** Of campaigns that are begun from now on. */
  timeZone: { kind: 'zone', preset: 'UTC' },
} as const satisfies Record<string, SettingDefinition>;
export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[]; // The object above has no other keys.

interface ValueOf {
  readonly texts: Texts;
  readonly number: number;
  readonly address: string;
  readonly zone: string;
}
export type SettingValue = ValueOf[keyof ValueOf];
export type SettingValues = { readonly [Key in SettingKey]: ValueOf[(typeof SETTINGS)[Key]['kind']] };

/** Line breaks are text; every other control character is somebody's trick. */
const PLAIN = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;
const isPlain = (text: string): boolean => PLAIN.test(text.replaceAll('\n', ''));

function textsSchema({ longest }: TextsSetting): z.ZodType<Texts> {
  const text = z
    .string()
    .transform((value) => value.replaceAll('\r\n', '\n').replaceAll('\t', ' ').trim())
    .pipe(z.string().max(longest).refine(isPlain));
  const languages: Record<string, typeof text> = Object.fromEntries(LANGUAGES.map((language) => [language, text]));
  return z
    .strictObject(languages)
    .refine((texts) => new Set(LANGUAGES.map((language) => texts[language] === '')).size === 1, 'one_language_missing')
    .transform((texts): Texts => ({ en: texts['en'] ?? '', es: texts['es'] ?? '' }));
}

export function isTimeZone(value: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '' && /^[A-Za-z]/.test(value)
    );
  } catch {
    return false;
  }
}

function schemaOf(definition: SettingDefinition): z.ZodType<SettingValue> {
  switch (definition.kind) {
    case 'texts':
      return textsSchema(definition);
    case 'number':
      return z.int().min(definition.least).max(definition.most);
    case 'address':
      return z.union([z.literal(''), emailSchema]);
    case 'zone':
      return z.string().max(64).refine(isTimeZone);
  }
}

/** Made when first used: a browser that only knows the names must not run zod, which tries out whether it may compile code. */
const schemas = new Map<SettingKey, z.ZodType<SettingValue>>();

function schemaFor(key: SettingKey): z.ZodType<SettingValue> {
  const schema = schemas.get(key) ?? schemaOf(SETTINGS[key]);
  schemas.set(key, schema);
  return schema;
}

export type SettingIssue = 'one_language_missing' | 'invalid';
export type ParsedSetting =
  { readonly ok: true; readonly value: SettingValue } | { readonly ok: false; readonly issue: SettingIssue };

/** Whatever comes: a value that may be kept under this key, or why not. */
export function parseSetting(key: SettingKey, input: unknown): ParsedSetting {
  const parsed = schemaFor(key).safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const halfSaid = parsed.error.issues.some(({ message }) => message === 'one_language_missing');
  return { ok: false, issue: halfSaid ? 'one_language_missing' : 'invalid' };
}

const NO_TEXTS: Texts = { en: '', es: '' };

export const SETTING_PRESETS: SettingValues = {
  contactAddress: '',
  banner: NO_TEXTS,
  intakeStopped: NO_TEXTS,
  signingStopped: NO_TEXTS,
  dutyInformation: NO_TEXTS,
  signatureRetentionMonths: SETTINGS.signatureRetentionMonths.preset,
  mailRetentionDays: SETTINGS.mailRetentionDays.preset,
  timeZone: SETTINGS.timeZone.preset,
};

/** From rows to values. A row that this code does not know, or would not accept any more, counts as not set. */
export function toSettingValues(rows: readonly { readonly key: string; readonly value: unknown }[]): SettingValues {
  const kept = rows.flatMap(({ key, value }) => {
    const known = SETTING_KEYS.find((one) => one === key);
    const parsed = known === undefined ? null : parseSetting(known, value);
    return parsed?.ok === true ? [[key, parsed.value] as const] : [];
  });
  // Each value was parsed under its own key.
  return { ...SETTING_PRESETS, ...(Object.fromEntries(kept) as Partial<SettingValues>) };
}
