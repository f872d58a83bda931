import { Notice } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useTextIn } from '../../shared/language-texts.js';
import styles from './cases.module.css';
import { useNotices } from './use-notices.js';

const NOTHING: [] = [];

/** Who answers, and when, in the administrators' words; nothing where they say nothing. */
export function DutyNotice() {
  const { t } = useTranslation('cases');
  const text = useTextIn(useNotices().notices?.duty ?? NOTHING);
  if (text === null) return null;
  return (
    <Notice title={t('duty.title')}>
      <p className={styles['as-written']}>{text}</p>
    </Notice>
  );
}
