import { createFormatters, DEFAULT_LANGUAGE, type Formatters, type Language } from '@sos/i18n';
import { createContext, useContext, useMemo, type ReactNode } from 'react';

interface Locale {
  readonly language: Language;
  /** `UTC` on public pages, which the server renders for everybody; the device's own behind sign-in. */
  readonly timeZone: string;
}

const LocaleContext = createContext<Locale>({ language: DEFAULT_LANGUAGE, timeZone: 'UTC' });

export function LocaleProvider({ language, timeZone, children }: Locale & { children: ReactNode }) {
  const locale = useMemo(() => ({ language, timeZone }), [language, timeZone]);
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

export function useLanguage(): Language {
  return useContext(LocaleContext).language;
}

/** @param timeZone where a date belongs to a place (a campaign's deadline), not to the reader. */
export function useFormatters(timeZone?: string): Formatters {
  const locale = useContext(LocaleContext);
  const zone = timeZone ?? locale.timeZone;
  return useMemo(() => createFormatters(locale.language, zone), [locale.language, zone]);
}
