import { Notice } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import type { SignInState } from './use-sign-in.js';

/** One answer for a wrong address and a wrong password: nobody can try out who has an account. */
export function SignInOutcome({ state }: { state: SignInState }) {
  const { t } = useTranslation('account');
  switch (state.status) {
    case 'idle':
    case 'sending':
      return null;
    case 'wait':
      return (
        <Notice tone="warning" role="alert" title={t('signIn.waitTitle')}>
          <p>{t('signIn.wait', { count: Math.max(1, Math.ceil(state.seconds / 60)) })}</p>
        </Notice>
      );
    case 'noPasskey':
      return (
        <Notice tone="warning" role="alert" title={t('passkey.noneTitle')}>
          <p>{t('passkey.noneText')}</p>
        </Notice>
      );
    case 'wrongCode':
      return (
        <Notice tone="danger" role="alert" title={t('factor.wrongTitle')}>
          <p>{t('factor.wrongText')}</p>
        </Notice>
      );
    case 'startAgain':
    case 'failed':
    case 'offline':
    case 'broken':
      return (
        <Notice tone="danger" role="alert" title={t(`signIn.${state.status}Title`)}>
          <p>{t(`signIn.${state.status}Body`)}</p>
        </Notice>
      );
  }
}
