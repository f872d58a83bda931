import { LANGUAGES, type Language } from '@sos/domain';

import type { SaveSettingInput } from '@sos/schema';
import type { SettingsQuery } from './settings.generated.js';

export type SettingEntry = SettingsQuery['settings'][number];

/** What is in the fields of one setting, as typed. */
export interface SettingDraft {
  readonly texts: Readonly<Record<Language, string>>;
  /** A number, an address or a time zone. */
  readonly line: string;
}

export function draftOf({ texts, number, text }: SettingEntry): SettingDraft {
  const inLanguage = (language: Language): string => texts.find((one) => one.language === language)?.text ?? '';
  return {
    texts: { en: inLanguage('en'), es: inLanguage('es') },
    line: number === null ? (text ?? '') : String(number),
  };
}

export function isSame(one: SettingDraft, other: SettingDraft): boolean {
  return one.line === other.line && LANGUAGES.every((language) => one.texts[language] === other.texts[language]);
}

/** Only what this kind of setting is made of; the server checks what it says. */
export function toInput({ key, kind, version }: SettingEntry, { texts, line }: SettingDraft): SaveSettingInput {
  if (kind === 'texts')
    return { key, version, texts: LANGUAGES.map((language) => ({ language, text: texts[language] })) };
  if (kind === 'number') return { key, version, number: /^\d{1,6}$/.test(line.trim()) ? Number(line) : -1 };
  return { key, version, text: line.trim() };
}
