import { useTranslation } from 'react-i18next';

import { useLanguage } from '../../shared/locale.js';
import { countryName } from './countries.js';
import { isOptionId, isQuestionId } from './intake-form.js';

type Answer = string | number | boolean | null | readonly string[] | undefined;

export interface AnswerWords {
  question(id: string): string;
  answer(id: string, value: Answer): string;
}

/** A signed answer in the reader's language. What this build does not know is shown as it was written, never hidden. */
export function useAnswerWords(): AnswerWords {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  function choice(value: string): string {
    return isOptionId(value) ? t(`option.${value}`) : value;
  }
  return {
    question: (id) => (isQuestionId(id) ? t(`question.${id}.label`) : id),
    answer(id, value) {
      if (value === undefined || value === null || value === '') return t('review.none');
      if (typeof value === 'boolean') return value ? t('option.yes') : t('option.no');
      if (typeof value === 'number') return String(value);
      if (typeof value === 'object') return value.length === 0 ? t('review.none') : value.map(choice).join(' · ');
      return id === 'country' ? countryName(value, language) : choice(value);
    },
  };
}
