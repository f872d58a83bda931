import { CAMPAIGN_STATUSES } from '@sos/domain';
import { buttonClass, Row, Section } from '@sos/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useVocabulary } from '../../shared/vocabulary.js';
import styles from './dashboard.module.css';
import type { DashboardScreenQuery } from './dashboard-screen.generated.js';

export interface DeskSectionProps {
  campaigns: NonNullable<DashboardScreenQuery['deskCampaigns']>;
  mayApprove: boolean;
  mayWrite: boolean;
}

export function DeskSection({ campaigns, mayApprove, mayWrite }: DeskSectionProps) {
  const { t } = useTranslation('dashboard');
  const words = useVocabulary();
  const counts = CAMPAIGN_STATUSES.map((status) => ({
    status,
    count: campaigns.filter((campaign) => campaign.status === status).length,
  }));
  const review = campaigns.filter(({ status, isAuthor }) => status === 'in_review' && !isAuthor).length;
  return (
    <Section id="desk" heading={t('desk.heading')}>
      {mayApprove && review > 0 ? (
        <p>
          <strong>{t('desk.review', { count: review })}</strong>
        </p>
      ) : null}
      {campaigns.length === 0 ? (
        <p>{t('desk.none')}</p>
      ) : (
        <ul className={styles['figures']}>
          {counts
            .filter(({ count }) => count > 0)
            .map(({ status, count }) => (
              <li key={status}>{t('desk.statusCount', { status: words.campaignStatus(status), count })}</li>
            ))}
        </ul>
      )}
      <Row>
        <Link className={buttonClass({ variant: 'secondary' })} to="/app/campaigns">
          {t('desk.open')}
        </Link>
        {mayWrite ? (
          <Link className={buttonClass({ variant: 'quiet' })} to="/app/campaigns/new">
            {t('desk.write')}
          </Link>
        ) : null}
      </Row>
    </Section>
  );
}
