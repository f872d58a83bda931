import { useTranslation } from 'react-i18next';

import styles from './page-loading.module.css';

/** Quiet lines where the page will be, and the word for those who do not see them. No react-aria, no motion that matters. */
export function PageLoading() {
  const { t } = useTranslation('common');
  return (
    <div className={styles['loading']} role="status">
      <p>{t('loading')}</p>
      <span className={styles['wide']} aria-hidden="true" />
      <span className={styles['line']} aria-hidden="true" />
      <span className={styles['line']} aria-hidden="true" />
    </div>
  );
}
