import { Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import type { CampaignStatus_CampaignFragment } from './campaign-status.generated.js';
import styles from './campaigns.module.css';
import { SeverityTag } from './severity-tag.js';

export interface CampaignStatusProps {
  campaign: CampaignStatus_CampaignFragment;
}

/** What it is, where, how urgent, and until when: before a word of the text. */
export function CampaignStatus({ campaign }: CampaignStatusProps) {
  const { t } = useTranslation('campaigns');
  const words = useVocabulary();
  const format = useFormatters(campaign.timeZone);
  const rights = format.list(campaign.rights.map((right) => words.right(right)));
  return (
    <div className={styles['lines']}>
      <p className={styles['meta']}>
        <strong>{words.campaignType(campaign.type)}</strong>
        <span>{campaign.text.country}</span>
        <span>{words.region(campaign.region)}</span>
        <Tag tone={campaign.status === 'suspended' ? 'danger' : campaign.status === 'open' ? 'success' : 'neutral'}>
          {words.campaignStatus(campaign.status)}
        </Tag>
        <SeverityTag severity={campaign.severity} />
      </p>
      <Deadline campaign={campaign} />
      <p className={styles['meta']}>
        {campaign.reference === null ? null : <span>{t('page.reference', { reference: campaign.reference })}</span>}
        <span>
          {campaign.issuedBy === null ? t('page.issuedByNetwork') : t('page.issuedBy', { name: campaign.issuedBy })}
        </span>
        {campaign.rights.length > 0 ? <span>{t('page.rights', { rights })}</span> : null}
      </p>
    </div>
  );
}

function Deadline({ campaign }: CampaignStatusProps) {
  const { t } = useTranslation('campaigns');
  const format = useFormatters(campaign.timeZone);
  const { type, status, closesAt, opensAt, takesSignatures } = campaign;
  if (status === 'suspended' || type === 'network_statement') return null;
  if (status !== 'open')
    return closesAt === null ? null : (
      <p className={styles['deadline']}>{t('page.closedOn', { date: format.date(closesAt) })}</p>
    );
  if (!takesSignatures && opensAt !== null && closesAt === null)
    return <p className={styles['deadline']}>{t('page.opensOn', { date: format.dateTime(opensAt) })}</p>;
  if (closesAt === null) return <p className={styles['deadline']}>{t('page.openNoEnd')}</p>;
  if (!takesSignatures) return <p className={styles['deadline']}>{t('page.deadlinePassed')}</p>;
  const date = format.dateTime(closesAt);
  if (type === 'urgent_appeal') return <p className={styles['urgent']}>{t('page.actBefore', { date })}</p>;
  return <p className={styles['deadline']}>{t('page.openUntil', { date })}</p>;
}
