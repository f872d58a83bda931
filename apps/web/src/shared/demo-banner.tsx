import { useTranslation } from 'react-i18next';

import styles from './demo-banner.module.css';

/** On every page of a demo, so that nobody in need takes it for the real service. */
export function DemoBanner() {
  const { t } = useTranslation('common');
  return (
    <p className={styles['banner']}>
      <strong>{t('demo.label')}</strong> {t('demo.text')}
    </p>
  );
}
