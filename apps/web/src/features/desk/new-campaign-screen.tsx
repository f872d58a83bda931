import { PageHeading } from '@sos/ui';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';

import { PageHead } from '../../shared/page-head.js';
import { CampaignEditor } from './campaign-editor.js';

/** Route: /app/campaigns/new */
export function NewCampaignScreen() {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  return (
    <>
      <PageHead title={t('page.newTitle')} />
      <PageHeading title={t('page.newTitle')} kicker={<Link to="/app/campaigns">{t('page.back')}</Link>} />
      <CampaignEditor campaign={null} onSaved={({ id }) => void navigate(`/app/campaigns/${id}`, { replace: true })} />
    </>
  );
}
