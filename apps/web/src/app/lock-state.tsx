import { Button, Icon, Notice } from '@sos/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useCrypto } from '../platform/crypto/use-crypto.js';
import styles from './app-layout.module.css';

/** Always says, in words, whether a key is open in this browser. */
export function LockState() {
  const { t } = useTranslation('common');
  const { key, lock } = useCrypto();
  if (key === null) {
    return (
      <Link to="/app/vault" className={styles['lock']}>
        <Icon name="lock" /> {t('app.locked')}
      </Link>
    );
  }
  return (
    <span className={styles['lock']}>
      <Icon name="unlock" /> {t('app.unlocked')}
      <Button variant="quiet" onClick={lock}>
        {t('app.lock')}
      </Button>
    </span>
  );
}

/** Why the key was closed, when nobody here closed it. */
export function LockNotice() {
  const { t } = useTranslation('common');
  const { lockState } = useCrypto();
  if (lockState.status === 'unlocked') return null;
  if (lockState.reason === 'idle') return <Notice title={t('app.lockedByIdle')} role="status" />;
  if (lockState.reason === 'elsewhere') return <Notice title={t('app.lockedElsewhere')} role="status" />;
  return null;
}
