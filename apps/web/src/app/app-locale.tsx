import { directionOf, type Language } from '@sos/i18n';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { storeLanguage } from '../platform/stored-language.js';
import { LocaleProvider } from '../shared/locale.js';

const ChangeLanguageContext = createContext<(language: Language) => void>(() => undefined);

/** The language of everything behind sign-in. Switching keeps every screen mounted, and with it what was typed. */
export function AppLocale({ initial, children }: { initial: Language; children: ReactNode }) {
  const { i18n } = useTranslation();
  const [language, setLanguage] = useState(initial);
  const timeZone = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  const change = useMemo(
    () =>
      (next: Language): void => {
        storeLanguage(next);
        void i18n.changeLanguage(next).then(() => setLanguage(next));
      },
    [i18n],
  );
  return (
    <ChangeLanguageContext value={change}>
      <LocaleProvider language={language} timeZone={timeZone}>
        {children}
      </LocaleProvider>
    </ChangeLanguageContext>
  );
}

export function useChangeLanguage(): (language: Language) => void {
  return useContext(ChangeLanguageContext);
}
