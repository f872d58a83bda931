import { useSuspenseQuery } from '@apollo/client/react';
import { Notice, PageHeading } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { PageHead } from '../../shared/page-head.js';
import { PasskeysSection } from './passkeys-section.js';
import { PasswordSection } from './password-section.js';
import { RecoveryCodesSection } from './recovery-codes-section.js';
import { SecurityScreenDocument } from './security.generated.js';
import { SessionsSection } from './sessions-section.js';
import { TotpSection } from './totp-section.js';

/** Route: /app/account/security */
export function SecurityScreen() {
  const { t } = useTranslation('account');
  const { awaitsSecondFactor } = useViewer();
  const { data } = useSuspenseQuery(SecurityScreenDocument);
  const { passkeys, totp, recoveryCodesLeft, passwordSince, sessions } = data.security;
  const hasFactor = passkeys.length > 0 || totp !== null;
  return (
    <>
      <PageHead title={t('security.title')} />
      <PageHeading title={t('security.title')} lede={t('security.intro')} />
      {awaitsSecondFactor ? (
        <Notice tone="warning" title={t('security.neededTitle')}>
          <p>{t('security.neededText')}</p>
        </Notice>
      ) : null}
      {!awaitsSecondFactor && !hasFactor ? (
        <Notice title={t('security.suggestTitle')}>
          <p>{t('security.suggestText')}</p>
        </Notice>
      ) : null}
      <PasskeysSection passkeys={passkeys} hasApp={totp !== null} />
      <TotpSection totp={totp} hasPasskey={passkeys.length > 0} />
      {hasFactor ? <RecoveryCodesSection left={recoveryCodesLeft} /> : null}
      <PasswordSection since={passwordSince} />
      <SessionsSection sessions={sessions} />
    </>
  );
}
