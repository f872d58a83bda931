import { useSuspenseQuery } from '@apollo/client/react';
import { CAMPAIGN_VISIBILITY, CAMPAIGN_STATUSES, isOneOf, mayDo } from '@sos/domain';
import { Notice, PageHeading, Section, Tag } from '@sos/ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';

import { useViewer } from '../../platform/session.js';
import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { sitePath } from '../../shared/site-path.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { CampaignEditor } from './campaign-editor.js';
import { CampaignEmbed } from './campaign-embed.js';
import { CampaignFacts } from './campaign-facts.js';
import { CampaignMoves } from './campaign-moves.js';
import { CampaignPreview } from './campaign-preview.js';
import { CampaignBreakdown, CampaignHistory } from './campaign-records.js';
import { DeskCampaignScreenDocument, type DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';
import styles from './desk.module.css';
import { draftOf } from './draft.js';
import { useTitle } from './use-title.js';

/** Route: /app/campaigns/:id. What comes next stands first; the text can be written while it is a draft. */
export function DeskCampaignScreen() {
  const { id = '' } = useParams();
  const { data } = useSuspenseQuery(DeskCampaignScreenDocument, { variables: { id } });
  const [dirty, setDirty] = useState(false);
  const { deskCampaign: campaign, service } = data;
  const title = useTitle()(campaign.texts);
  const writing = useWriting(campaign);
  const signed = campaign.type !== 'network_statement' && isPublic(campaign.status);
  return (
    <>
      <PageHead title={title} />
      <Heading campaign={campaign} title={title} siteOrigin={service.siteOrigin} />
      <CampaignMoves campaign={campaign} dirty={dirty} />
      {signed ? <CampaignBreakdown campaign={campaign} /> : null}
      {writing ? <CampaignEditor campaign={campaign} onDirty={setDirty} /> : <FrozenText campaign={campaign} />}
      <CampaignEmbed campaign={campaign} siteOrigin={service.siteOrigin} />
      <CampaignHistory campaign={campaign} />
    </>
  );
}

function useWriting(campaign: DeskCampaign_CampaignFragment): boolean {
  const { roles } = useViewer();
  return (
    campaign.status === 'draft' && mayDo('campaigns.write', roles) && (campaign.isAuthor || roles.has('coordinator'))
  );
}

function isPublic(status: string): boolean {
  return isOneOf(CAMPAIGN_STATUSES, status) && CAMPAIGN_VISIBILITY[status].public;
}

function Heading({
  campaign,
  title,
  siteOrigin,
}: {
  campaign: DeskCampaign_CampaignFragment;
  title: string;
  siteOrigin: string;
}) {
  const { t } = useTranslation('desk');
  const words = useVocabulary();
  const language = useLanguage();
  return (
    <PageHeading title={title} kicker={<Link to="/app/campaigns">{t('page.back')}</Link>}>
      <p className={styles['meta']}>
        <Tag tone={campaign.status === 'suspended' ? 'danger' : campaign.status === 'open' ? 'success' : 'info'}>
          {words.campaignStatus(campaign.status)}
        </Tag>
        <span>{words.campaignType(campaign.type)}</span>
        <span>
          {campaign.isAuthor ? t('page.you') : t('page.writtenBy', { name: campaign.authorName || t('former') })}
        </span>
        {isPublic(campaign.status) ? (
          <a href={`${siteOrigin}${sitePath(language, `/campaigns/${campaign.slug}`)}`}>{t('page.publicPage')}</a>
        ) : null}
      </p>
    </PageHeading>
  );
}

function FrozenText({ campaign }: { campaign: DeskCampaign_CampaignFragment }) {
  const { t } = useTranslation('desk');
  const draft = useMemo(() => draftOf(campaign), [campaign]);
  const reviewing = campaign.status === 'in_review' || campaign.status === 'approved';
  return (
    <Section id="text" heading={t('editor.texts')}>
      {campaign.status === 'draft' ? null : <Notice title={t(reviewing ? 'page.frozenReview' : 'page.frozen')} />}
      <CampaignFacts campaign={campaign} />
      <CampaignPreview draft={draft} />
    </Section>
  );
}
