import { useSuspenseQuery } from '@apollo/client/react';
import { Breadcrumb, Notice, PageHeading } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router-dom';

import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useSubmission } from '../../shared/response.js';
import { parsePageState } from '../../shared/sign-form/page-state.js';
import { useSitePath } from '../../shared/site-link.js';
import { sitePath } from '../../shared/site-path.js';
import { CampaignAction } from './campaign-action.js';
import { CampaignScreenDocument } from './campaign-screen.generated.js';
import { CampaignShare } from './campaign-share.js';
import { CampaignStatus } from './campaign-status.js';
import { CampaignSupport } from './campaign-support.js';
import { CampaignDemands, CampaignLanguages, CampaignLetter, CampaignProof } from './campaign-text.js';
import { CampaignUpdates } from './campaign-updates.js';
import styles from './campaigns.module.css';

/** Route: /campaigns/:slug. Also what a refused sign form comes back to, with what was typed and what to mend. */
export function CampaignScreen() {
  const { t } = useTranslation(['campaigns', 'common']);
  const { slug = '' } = useParams();
  const [params] = useSearchParams();
  const language = useLanguage();
  const path = useSitePath();
  const state = parsePageState(useSubmission());
  const { data } = useSuspenseQuery(CampaignScreenDocument, { variables: { slug, language } });
  const { campaign, service } = data;
  const address = `${service.siteOrigin}${sitePath(language, `/campaigns/${campaign.slug}`)}`;
  return (
    <>
      <PageHead title={campaign.text.title} description={campaign.text.summary} />
      <OEmbedLink origin={service.siteOrigin} address={address} title={campaign.text.title} />
      <Breadcrumb label={t('common:pages.breadcrumb')} items={[{ label: t('page.back'), href: path('/campaigns') }]} />
      <article lang={campaign.text.language}>
        <PageHeading title={campaign.text.title} lede={campaign.text.summary}>
          <div lang={language}>
            <CampaignStatus campaign={campaign} />
          </div>
        </PageHeading>
        <div lang={language}>
          <div className={styles['intro']}>
            {campaign.fictional ? (
              <Notice tone="warning" title={t('page.example')}>
                <p>{campaign.text.disclaimer ?? t('page.fictional')}</p>
              </Notice>
            ) : null}
            <CampaignLanguages campaign={campaign} />
          </div>
          <CampaignAction
            campaign={campaign}
            state={state}
            appOrigin={service.appOrigin}
            paused={service.signingPaused ? { text: service.signingPausedText } : null}
            partnerKey={params.get('partner')}
          />
          <CampaignLetter campaign={campaign} />
          <CampaignDemands campaign={campaign} />
          <CampaignSupport campaign={campaign} type={campaign.type} />
          <CampaignUpdates campaign={campaign} />
          <CampaignShare address={address} title={campaign.text.title} suspended={campaign.status === 'suspended'} />
          <CampaignProof campaign={campaign} />
        </div>
      </article>
    </>
  );
}

/** Lets WordPress and others turn a pasted address into the petition itself. */
function OEmbedLink({ origin, address, title }: { origin: string; address: string; title: string }) {
  return (
    <link
      rel="alternate"
      type="application/json+oembed"
      href={`${origin}/oembed?format=json&url=${encodeURIComponent(address)}`}
      title={title}
    />
  );
}
