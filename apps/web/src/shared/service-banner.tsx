import { useTranslation } from 'react-i18next';

import { useTextIn } from './language-texts.js';
import { useService } from './service.js';
import styles from './service-banner.module.css';

/** What an administrator says on every page, if anything. */
export function ServiceBanner() {
  const { t } = useTranslation('common');
  const text = useTextIn(useService().banner);
  if (text === null) return null;
  return (
    <p className={styles['banner']}>
      <strong>{t('banner.label')}</strong> {text}
    </p>
  );
}
