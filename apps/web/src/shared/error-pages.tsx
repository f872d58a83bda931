import { PageHeading, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { PageHead } from './page-head.js';
import { useResponseStatus } from './response.js';
import { SiteLink } from './site-link.js';

const PAGES = {
  403: 'forbidden',
  404: 'notFound',
  410: 'gone',
  413: 'tooLarge',
  415: 'mediaType',
  429: 'tooMany',
  500: 'broken',
} as const;

export type ErrorPageStatus = keyof typeof PAGES;

/** For an address that leads nowhere, and for a record that does not exist or is not yours: the two look the same. */
export function NotFoundPage() {
  return <ErrorPage status={404} />;
}

export function ErrorPage({ status }: { status: ErrorPageStatus }) {
  const page = PAGES[status];
  const { t } = useTranslation('errors');
  useResponseStatus(status);
  return (
    <>
      <PageHead title={t(`page.${page}.title`)} />
      <PageHeading title={t(`page.${page}.title`)} lede={t(`page.${page}.text`)} />
      <Stack gap="small">
        <SiteLink to="/">{t('page.home')}</SiteLink>
        <SiteLink to="/campaigns">{t('page.campaigns')}</SiteLink>
        <SiteLink to="/resources">{t('page.resources')}</SiteLink>
        <SiteLink to="/help-now">{t('page.helpNow')}</SiteLink>
      </Stack>
    </>
  );
}
