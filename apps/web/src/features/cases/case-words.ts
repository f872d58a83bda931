import { CASE_STATUSES, isOneOf, SEVERITIES } from '@sos/domain';
import { useTranslation } from 'react-i18next';

export interface CaseWords {
  status(value: string): string;
  /** Null: the sender hid it, and it counts as high. */
  severity(value: string | null): string;
}

export function useCaseWords(): CaseWords {
  const { t } = useTranslation('cases');
  return {
    status: (value) => (isOneOf(CASE_STATUSES, value) ? t(`status.${value}`) : value),
    severity: (value) =>
      value === null ? t('severity.hidden') : isOneOf(SEVERITIES, value) ? t(`severity.${value}`) : value,
  };
}
