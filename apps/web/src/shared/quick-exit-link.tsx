import { Icon, VisuallyHidden } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { harmlessAddress, QUICK_EXIT_KEY } from '../platform/quick-exit.js';
import { useLanguage } from './locale.js';
import styles from './quick-exit-link.module.css';

/** Always in reach, over an open dialog too (react-aria then leaves it alone). Without JavaScript it is what it looks like: a link to somewhere else. */
export function QuickExitLink() {
  const { t } = useTranslation('common');
  return (
    <a
      className={styles['exit']}
      href={harmlessAddress(useLanguage())}
      rel="noreferrer"
      data-quick-exit=""
      data-react-aria-top-layer="true"
      aria-keyshortcuts={QUICK_EXIT_KEY}
    >
      <Icon name="exit" />
      <span>{t('quickExit.label')}</span>
      <kbd className={styles['key']} aria-hidden="true">
        {QUICK_EXIT_KEY}
      </kbd>
      <VisuallyHidden>{t('quickExit.hint', { key: QUICK_EXIT_KEY })}</VisuallyHidden>
    </a>
  );
}
