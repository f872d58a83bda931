import { Notice, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { Fingerprint } from '../team/fingerprint.js';
import type { OwnToolState } from './use-vault.js';

/** For somebody whose key no browser holds: what works, and where. */
export function OwnTool({ state }: { state: OwnToolState }) {
  const { t } = useTranslation('keys');
  return (
    <Stack>
      <Notice tone="success" title={t('ownKey.enrolled')} role="status">
        <p>{t('ownKey.enrolledText')}</p>
      </Notice>
      <p>
        {t('vault.fingerprint')} <Fingerprint value={state.fingerprint} />
      </p>
    </Stack>
  );
}
