import { createInstance, type BackendModule, type i18n, type ThirdPartyModule } from 'i18next';

import { isLanguage, LANGUAGES, type Language } from './languages.js';
import { LOADERS, NAMESPACES, type Namespace } from './namespaces.js';
import type {} from './typed-keys.js';

/** Reads words from the bundle itself; nothing is fetched from anywhere but our own built files. */
const bundledWords: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, namespace, callback) {
    const known = NAMESPACES.find((name) => name === namespace);
    if (!isLanguage(language) || known === undefined) {
      callback(new Error('unknown words'), false);
      return;
    }
    LOADERS[language][known]().then(
      (words) => callback(null, words.default),
      () => callback(new Error('words did not load'), true),
    );
  },
};

/**
 * A translator of its own (no global instance: two languages are rendered side by side on the server).
 * Namespaces that are not named here load when first used.
 */
export async function createI18n(
  language: Language,
  namespaces: readonly Namespace[] = ['common'],
  ...plugins: ThirdPartyModule[]
): Promise<i18n> {
  const instance = createInstance();
  for (const plugin of [bundledWords, ...plugins]) instance.use(plugin);
  await instance.init({
    lng: language,
    // No fallback: a check holds every key in every language, and a second language would be a second download.
    fallbackLng: false,
    supportedLngs: [...LANGUAGES],
    ns: [...namespaces],
    defaultNS: 'common',
    returnNull: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: true },
  });
  return instance;
}
