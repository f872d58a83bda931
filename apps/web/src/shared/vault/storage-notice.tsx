import { Notice } from '@sos/ui/plain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { storageHealth, type StorageHealth } from '../../platform/keys/storage-health.js';

/** Says what this browser will keep before anybody depends on it; silent where there is nothing to say. */
export function StorageNotice() {
  const { t } = useTranslation('keys');
  const [health, setHealth] = useState<StorageHealth | null>(null);
  useEffect(() => {
    let current = true;
    void storageHealth().then((found) => current && setHealth(found));
    return () => {
      current = false;
    };
  }, []);
  if (health !== 'refused') return null;
  return (
    <Notice tone="danger" title={t('storage.refused')} role="alert">
      <p>{t('storage.refusedText')}</p>
    </Notice>
  );
}
