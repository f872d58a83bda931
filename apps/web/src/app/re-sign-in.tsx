import { Dialog } from '@sos/ui';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { SignInForm } from '../features/account/sign-in-form.js';
import { useIsExpired } from '../platform/session-expiry.js';
import { useSession } from '../platform/session.js';
import { PageLoading } from '../shared/page-loading.js';
import { useSessionExpiry } from './session-expiry-context.js';

/** A session that ended while somebody was writing: sign in on top of the page, which stays as it is underneath. */
export function ReSignIn() {
  const { t } = useTranslation('common');
  const expiry = useSessionExpiry();
  const expired = useIsExpired(expiry);
  const { viewer, refresh } = useSession();
  async function handleSignedIn(): Promise<void> {
    expiry.set(false);
    await refresh();
  }
  return (
    <Dialog isOpen={expired && viewer !== null} title={t('app.expired.title')} role="alertdialog">
      <p>{t('app.expired.text')}</p>
      {/* Its words load here and not further up, where the page underneath would be hidden meanwhile. */}
      <Suspense fallback={<PageLoading />}>
        <SignInForm onSignedIn={() => void handleSignedIn()} />
      </Suspense>
    </Dialog>
  );
}
