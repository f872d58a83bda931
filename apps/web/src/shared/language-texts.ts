import type { LanguageText } from './service.js';
import { useLanguage } from './locale.js';

/** An administrator's words in the reader's language; null where nothing is said. */
export function useTextIn(texts: readonly LanguageText[]): string | null {
  const language = useLanguage();
  return texts.find((one) => one.language === language)?.text ?? null;
}
