import { useTranslation } from 'react-i18next';

import { errorCodeOf, type ErrorCode } from '../platform/graphql/error-code.js';

export interface ErrorWords {
  title: string;
  /** What happened, and what the person can do now. */
  text: string;
}

/** The words for an error or its code, in the reader's language. */
export function useErrorWords(): (problem: ErrorCode | Error) => ErrorWords {
  const { t } = useTranslation('errors');
  return (problem) => {
    const code = problem instanceof Error ? errorCodeOf(problem) : problem;
    return { title: t(`code.${code}.title`), text: t(`code.${code}.text`) };
  };
}
