import { Notice } from '@sos/ui';
import { useTranslation } from 'react-i18next';

/** A new password must not look like a new key: what opens cases is elsewhere, and nobody here can replace it. */
export function CasesStayClosed() {
  const { t } = useTranslation('account');
  return (
    <Notice title={t('closed.title')}>
      <p>{t('closed.text')}</p>
    </Notice>
  );
}
