import { LANGUAGES } from '@sos/i18n';
import { useLocation } from 'react-router-dom';

import { useLanguage } from './locale.js';
import { sitePath, splitSitePath } from './site-path.js';

const NAMES = { en: 'English', es: 'Español' } as const;

/** Ordinary links to the same page, query and all: they work without JavaScript and can be shared. */
export function LanguageLinks() {
  const current = useLanguage();
  const { pathname, search } = useLocation();
  const { path } = splitSitePath(pathname);
  return LANGUAGES.filter((language) => language !== current).map((language) => (
    <a key={language} href={`${sitePath(language, path)}${search}`} hrefLang={language} lang={language}>
      {NAMES[language]}
    </a>
  ));
}
