import { PageHeading, Stack } from '@sos/ui';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router-dom';

import { useSession } from '../../platform/session.js';
import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';
import { sitePath } from '../../shared/site-path.js';
import { SignInForm } from './sign-in-form.js';

/** Route: /app/sign-in */
export function SignInScreen() {
  const { t } = useTranslation('account');
  const { viewer, refresh } = useSession();
  const { contactAddress, siteOrigin } = useService();
  const language = useLanguage();
  const location = useLocation();
  if (viewer !== null) return <Navigate to={cameFrom(location.state)} replace />;
  return (
    <>
      <PageHead title={t('signIn.title')} />
      <PageHeading title={t('signIn.title')} lede={t('signIn.intro')} />
      <Stack gap="large">
        <SignInForm onSignedIn={() => void refresh()} />
        <Stack gap="small">
          <p>
            <Link to="/app/forgotten">{t('signIn.forgotten')}</Link>
          </p>
          <p>{t('signIn.help', { address: contactAddress })}</p>
          <p>
            <a href={`${siteOrigin}${sitePath(language, '/')}`}>{t('signIn.toSite')}</a>
          </p>
        </Stack>
      </Stack>
    </>
  );
}

/** Where the person was going when we asked them to sign in. Only ever a screen of this app. */
function cameFrom(state: unknown): string {
  const from: unknown = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' && /^\/app(?:\/|$)/.test(from) ? from : '/app';
}
