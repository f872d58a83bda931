import { Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { SiteLink } from '../../shared/site-link.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import type { CampaignCard_CampaignFragment } from './campaign-card.generated.js';
import styles from './campaigns.module.css';
import { SeverityTag } from './severity-tag.js';

export interface CampaignCardProps {
  campaign: CampaignCard_CampaignFragment;
  /** h3 under a heading of the list; h2 where cards stand directly under the page's title. */
  level?: 2 | 3;
}

export function CampaignCard({ campaign, level = 3 }: CampaignCardProps) {
  const { t } = useTranslation('campaigns');
  const words = useVocabulary();
  const format = useFormatters(campaign.timeZone);
  const Title = level === 2 ? 'h2' : 'h3';
  const { confirmed } = campaign.count;
  const signatures = t('card.signatures', { count: confirmed, formatted: format.number(confirmed) });
  return (
    <article className={styles['card']}>
      <p className={styles['meta']}>
        <strong>{words.campaignType(campaign.type)}</strong>
        <span lang={campaign.text.language}>{campaign.text.country}</span>
        <SeverityTag severity={campaign.severity} />
        {campaign.fictional ? <Tag>{t('page.example')}</Tag> : null}
      </p>
      {/* A whole page load: the form on that page needs a token that only the server gives. */}
      <Title lang={campaign.text.language}>
        <SiteLink to={`/campaigns/${campaign.slug}`} reloadDocument>
          {campaign.text.title}
        </SiteLink>
      </Title>
      <p lang={campaign.text.language}>{campaign.text.summary}</p>
      <p className={styles['meta']}>
        <CardState campaign={campaign} />
        {campaign.type === 'network_statement' ? null : <span>{signatures}</span>}
      </p>
    </article>
  );
}

function CardState({ campaign }: { campaign: CampaignCard_CampaignFragment }) {
  const { t } = useTranslation('campaigns');
  const words = useVocabulary();
  const format = useFormatters(campaign.timeZone);
  if (campaign.status === 'suspended') return <strong className={styles['urgent']}>{t('card.suspended')}</strong>;
  if (campaign.status !== 'open') return <strong>{words.campaignStatus(campaign.status)}</strong>;
  if (campaign.closesAt === null) return null;
  const date = format.date(campaign.closesAt);
  if (campaign.type === 'urgent_appeal')
    return <strong className={styles['urgent']}>{t('card.actBefore', { date })}</strong>;
  return <strong>{t('card.openUntil', { date })}</strong>;
}
