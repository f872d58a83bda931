import { isOneOf, SEVERITIES } from '@sos/domain';
import { Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

/** Vermilion is for what is urgent; the words say so to everybody. */
export function SeverityTag({ severity }: { severity: string | null }) {
  const { t } = useTranslation('campaigns');
  if (!isOneOf(SEVERITIES, severity)) return null;
  const urgent = severity === 'critical' || severity === 'high';
  return <Tag tone={urgent ? 'danger' : 'neutral'}>{t(`severity.${severity}`)}</Tag>;
}
