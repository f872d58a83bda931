import { AUDIT_EVENTS, AUDIT_SUBJECTS, isOneOf } from '@sos/domain';
import { useTranslation } from 'react-i18next';

export interface AuditWords {
  event(value: string): string;
  subject(value: string): string;
}

/** A word newer than this build is shown as it came rather than hidden. */
export function useAuditWords(): AuditWords {
  const { t } = useTranslation('audit');
  return {
    event: (value) => (isOneOf(AUDIT_EVENTS, value) ? t(`event.${value}`) : value),
    subject: (value) => (isOneOf(AUDIT_SUBJECTS, value) ? t(`subject.${value}`) : value),
  };
}
