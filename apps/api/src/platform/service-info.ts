import { LANGUAGES, type Language, type SettingValues, type Texts } from '@sos/domain';

import type { Config } from './platform.types.js';

export interface LanguageText {
  readonly language: Language;
  readonly text: string;
}

/** What every page must know about the service it belongs to. */
export interface ServiceInfo {
  readonly demo: boolean;
  readonly siteOrigin: string;
  readonly appOrigin: string;
  readonly contactAddress: string;
  /** One per language, or none at all. */
  readonly banner: LanguageText[];
}

export function inLanguages(texts: Texts): LanguageText[] {
  return LANGUAGES.filter((language) => texts[language] !== '').map((language) => ({
    language,
    text: texts[language],
  }));
}

export function serviceInfo(config: Config, values: SettingValues): ServiceInfo {
  const { mode, siteOrigin, appOrigin } = config;
  const contactAddress = values.contactAddress === '' ? config.contactAddress : values.contactAddress;
  return { demo: mode === 'demo', siteOrigin, appOrigin, contactAddress, banner: inLanguages(values.banner) };
}
