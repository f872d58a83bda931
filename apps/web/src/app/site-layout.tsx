import { SkipLink } from '@sos/ui/plain';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router-dom';

import { DemoBanner } from '../shared/demo-banner.js';
import { ErrorBoundary } from '../shared/error-boundary.js';
import { NotFoundPage } from '../shared/error-pages.js';
import { PageLoading } from '../shared/page-loading.js';
import { QuickExitLink } from '../shared/quick-exit-link.js';
import { ServiceBanner } from '../shared/service-banner.js';
import { useService } from '../shared/service.js';
import { useArrival } from '../shared/use-arrival.js';
import { SiteFooter } from './site-footer.js';
import { SiteHeader } from './site-header.js';
import styles from './site-layout.module.css';

export function SiteLayout() {
  const { t } = useTranslation('common');
  const { demo } = useService();
  const { pathname } = useLocation();
  useArrival('main');
  return (
    <>
      <SkipLink>{t('skipToContent')}</SkipLink>
      <header>
        <QuickExitLink />
        {demo ? <DemoBanner /> : null}
        <ServiceBanner />
        <SiteHeader />
      </header>
      <main id="main" tabIndex={-1} className={styles['main']}>
        <ErrorBoundary notFound={<NotFoundPage />} resetKey={pathname}>
          <Suspense fallback={<PageLoading />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <SiteFooter />
    </>
  );
}
