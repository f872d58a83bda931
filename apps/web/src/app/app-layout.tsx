import { Notice, SkipLink } from '@sos/ui';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation } from 'react-router-dom';

import { useSession } from '../platform/session.js';
import { useOnline } from '../platform/use-online.js';
import { DemoBanner } from '../shared/demo-banner.js';
import { ErrorBoundary } from '../shared/error-boundary.js';
import { PageLoading } from '../shared/page-loading.js';
import { QuickExitLink } from '../shared/quick-exit-link.js';
import { ServiceBanner } from '../shared/service-banner.js';
import { useService } from '../shared/service.js';
import { LogAlarm } from '../shared/team/log-alarm.js';
import { StepUpDialog } from '../shared/step-up/step-up-dialog.js';
import { useArrival } from '../shared/use-arrival.js';
import { AppHeader } from './app-header.js';
import { AppNotFound } from './app-not-found.js';
import styles from './app-layout.module.css';
import { LockNotice } from './lock-state.js';
import { ReSignIn } from './re-sign-in.js';

export const SIGN_IN_PATH = '/app/sign-in';
/** Drawn for whoever holds a link, with an account or before they have one. */
const INVITATION_PATH = '/app/invitation';

/** Screens for somebody who cannot sign in yet. */
const OPEN_PATHS: readonly string[] = [SIGN_IN_PATH, INVITATION_PATH, '/app/forgotten', '/app/new-password'];

/** Where a session gets the second factor without which it may do nothing else. */
const SECURITY_PATH = '/app/account/security';

export function AppLayout() {
  const { t } = useTranslation('common');
  const { demo } = useService();
  const { viewer } = useSession();
  const { pathname } = useLocation();
  const online = useOnline();
  useArrival('main');
  if (viewer === null && !OPEN_PATHS.includes(pathname))
    return <Navigate to={SIGN_IN_PATH} replace state={{ from: pathname }} />;
  if (viewer?.awaitsSecondFactor === true && pathname !== SECURITY_PATH) return <Navigate to={SECURITY_PATH} replace />;
  return (
    <>
      <SkipLink>{t('skipToContent')}</SkipLink>
      <header>
        <QuickExitLink />
        {demo ? <DemoBanner /> : null}
        <ServiceBanner />
        <AppHeader />
      </header>
      <main id="main" tabIndex={-1} className={styles['main']}>
        {online ? null : <Notice tone="warning" title={t('app.offline')} role="status" />}
        <LockNotice />
        {viewer ? <LogAlarm /> : null}
        <ErrorBoundary notFound={<AppNotFound />} resetKey={pathname}>
          <Suspense fallback={<PageLoading />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <ReSignIn />
      <StepUpDialog />
    </>
  );
}
