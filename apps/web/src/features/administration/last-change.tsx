import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import styles from './administration.module.css';

export interface LastChangeProps {
  entry: { readonly changedAt: string | null; readonly changedByName: string | null };
}

/** Who changed it last, and when. */
export function LastChange({ entry: { changedAt, changedByName } }: LastChangeProps) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  if (changedAt === null) return <p className={styles['soft']}>{t('change.never')}</p>;
  const date = format.dateTime(changedAt);
  return (
    <p className={styles['soft']}>
      {changedByName === null ? t('change.on', { date }) : t('change.by', { date, name: changedByName })}
    </p>
  );
}
