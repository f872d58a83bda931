import { ProgressMeter, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { countryName } from '../../shared/sign-form/countries.js';
import type { CampaignSupport_CampaignFragment } from './campaign-support.generated.js';
import styles from './campaigns.module.css';

export interface CampaignSupportProps {
  campaign: CampaignSupport_CampaignFragment;
  type: string;
}

export function CampaignSupport({ campaign, type }: CampaignSupportProps) {
  const { t } = useTranslation('campaigns');
  if (type === 'network_statement') return null;
  return (
    <Section id="support" heading={t('page.support')}>
      <SignatureCount campaign={campaign} />
      {campaign.organisations.length > 0 ? <Organisations campaign={campaign} /> : null}
    </Section>
  );
}

/** The number, the goal, and the moment for which the number is exact. */
export function SignatureCount({
  campaign,
}: {
  campaign: Pick<CampaignSupport_CampaignFragment, 'goal' | 'timeZone' | 'count'>;
}) {
  const { t } = useTranslation('campaigns');
  const format = useFormatters(campaign.timeZone);
  const { confirmed, asOf } = campaign.count;
  const label = t('page.confirmed', { count: confirmed, formatted: format.number(confirmed) });
  const caption = t('page.asOf', { date: format.dateTime(asOf) });
  if (campaign.goal === null)
    return (
      <p>
        <strong>{label}</strong>
        <br />
        <span className={styles['soft']}>{caption}</span>
      </p>
    );
  const goal = format.number(campaign.goal);
  const towards = confirmed >= campaign.goal ? t('page.goalReached', { goal }) : t('page.goal', { goal });
  return (
    <ProgressMeter
      value={confirmed}
      max={campaign.goal}
      label={
        <>
          <strong>{label}</strong>. {towards}
        </>
      }
      caption={caption}
    />
  );
}

function Organisations({ campaign }: { campaign: CampaignSupport_CampaignFragment }) {
  const { t } = useTranslation('campaigns');
  const language = useLanguage();
  const { organisations } = campaign;
  return (
    <details className={styles['details']} open={organisations.length <= 12}>
      <summary>{t('page.organisations', { count: organisations.length })}</summary>
      <ul className={styles['organisations']} aria-label={t('page.organisationsShow')}>
        {organisations.map(({ id, name, country }) => (
          <li key={id}>
            {name}{' '}
            <span className={styles['soft']} suppressHydrationWarning>
              {countryName(country, language)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
