import { useTranslation } from 'react-i18next';

import { useLanguage } from '../../shared/locale.js';

interface Titled {
  readonly language: string;
  readonly original: boolean;
  readonly title: string;
}

/** A campaign's title in the reader's language, else in the original. */
export function useTitle(): (texts: readonly Titled[]) => string {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  return (texts) => {
    const own = texts.find((text) => text.language === language)?.title;
    return own || (texts.find(({ original }) => original)?.title ?? '') || t('list.untitled');
  };
}
