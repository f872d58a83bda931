import { Section } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { CopyField } from '../../shared/copy-field.js';
import type { DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';

export interface CampaignEmbedProps {
  campaign: DeskCampaign_CampaignFragment;
  siteOrigin: string;
}

/** The link works where the script does not: no script, no frame, no petition lost. */
export function embedLines(siteOrigin: string, slug: string, title: string): string {
  const words = title.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<a class="sos-petition" href="${siteOrigin}/campaigns/${slug}">${words}</a>\n<script async src="${siteOrigin}/embed.js"></script>`;
}

export function CampaignEmbed({ campaign, siteOrigin }: CampaignEmbedProps) {
  const { t } = useTranslation('desk');
  const copy = { copyLabel: t('embed.copy'), copiedLabel: t('embed.copied') };
  const title = campaign.texts.find(({ original }) => original)?.title ?? '';
  return (
    <Section id="embed" heading={t('embed.heading')}>
      {campaign.status === 'open' ? (
        <>
          <p>{t('embed.intro')}</p>
          <CopyField
            label={t('embed.snippet')}
            value={embedLines(siteOrigin, campaign.slug, title)}
            rows={4}
            {...copy}
          />
          <p>{t('embed.wordpress')}</p>
          <CopyField label={t('embed.address')} value={`${siteOrigin}/campaigns/${campaign.slug}`} {...copy} />
        </>
      ) : (
        <p>{t('embed.notYet')}</p>
      )}
    </Section>
  );
}
