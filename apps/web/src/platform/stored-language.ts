import { isLanguage, negotiateLanguage, type Language } from '@sos/i18n';

export const LANGUAGE_KEY = 'sos.language';

/** The app's language: what was chosen here, else what the browser asks for. A browser that forbids storage asks each time. */
export function readLanguage(): Language {
  try {
    const stored = localStorage.getItem(LANGUAGE_KEY);
    if (isLanguage(stored)) return stored;
  } catch {
    // Storage is off; the browser's wish still counts.
  }
  return negotiateLanguage(navigator.languages.join(','));
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // Storage is off; the choice holds until the page is left.
  }
}

/** Leaves nothing in the browser's small stores; databases are deleted by those who made them. */
export function clearSmallStores(): void {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // Storage is off, so nothing was kept.
  }
}
