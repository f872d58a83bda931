import { useTranslation } from 'react-i18next';

import styles from './desk.module.css';

/** Shown once it matters: in the last fifth, and beyond. Nothing is cut off; the server says no, and what was typed stays. */
export function CharacterCount({ length, most }: { length: number; most: number }) {
  const { t } = useTranslation('desk');
  if (length > most) return <span className={styles['over']}>{t('editor.over', { count: length - most })}</span>;
  if (length < most * 0.8) return null;
  return <span>{t('editor.left', { count: most - length })}</span>;
}
