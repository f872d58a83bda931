import { PageHeading } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { PageHead } from '../shared/page-head.js';

export function AppNotFound() {
  const { t } = useTranslation(['errors', 'common']);
  const title = t('errors:page.notFound.title');
  return (
    <>
      <PageHead title={title} />
      <PageHeading title={title} lede={t('errors:page.notFound.text')}>
        <Link to="/app">{t('common:app.dashboard')}</Link>
      </PageHeading>
    </>
  );
}
