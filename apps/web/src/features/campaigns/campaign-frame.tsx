import { Notice, Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { CodeForm } from '../../shared/sign-form/code-form.js';
import { codeIssueOf, type PageState } from '../../shared/sign-form/page-state.js';
import { SignForm } from '../../shared/sign-form/sign-form.js';
import { sitePath } from '../../shared/site-path.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import type { CampaignFrameQuery } from './campaign-frame.generated.js';
import { SignatureCount } from './campaign-support.js';
import styles from './campaigns.module.css';
import { SigningPaused } from './signing-paused.js';

export interface CampaignFrameProps {
  data: CampaignFrameQuery;
  state: PageState;
  partnerKey: string | null;
  partnerName: string | null;
  /** Where the two forms post; both work without a script. */
  signAction: string;
  codeAction: string;
}

/** The same campaign, count and form as on our own page, small enough for somebody else's. */
export function CampaignFrame(props: CampaignFrameProps) {
  const { t } = useTranslation('signatures');
  const words = useVocabulary();
  const language = useLanguage();
  const { campaign, service } = props.data;
  const page = `${service.siteOrigin}${sitePath(language, `/campaigns/${campaign.slug}`)}`;
  return (
    <main className={styles['frame']} aria-label={t('frame.label', { title: campaign.text.title })}>
      <p className={styles['meta']}>
        <strong>{words.campaignType(campaign.type)}</strong>
        {service.demo || campaign.fictional ? <Tag tone="warning">{t('frame.demo')}</Tag> : null}
      </p>
      <h2 lang={campaign.text.language}>{campaign.text.title}</h2>
      <p lang={campaign.text.language}>{campaign.text.summary}</p>
      <p>
        <a href={page} target="_blank" rel="noopener">
          {t('frame.more')}
        </a>
      </p>
      <SignatureCount campaign={campaign} />
      <div data-sos-stage="" className={styles['stage']}>
        <Stage {...props} page={page} />
      </div>
      <footer className={styles['soft']}>
        {props.partnerName === null ? null : <p>{t('frame.via', { partner: props.partnerName })}</p>}
        <p>{t('frame.by')}</p>
      </footer>
    </main>
  );
}

/** The form, or what came of it. */
function Stage({ data, state, partnerKey, signAction, codeAction, page }: CampaignFrameProps & { page: string }) {
  const { t } = useTranslation('signatures');
  const language = useLanguage();
  const { campaign, service } = data;
  const { result } = state;
  if (result?.kind === 'code_confirmed')
    return (
      <Notice tone="success" title={t('confirmed.title')} role="status">
        <p>{t('confirmed.body')}</p>
      </Notice>
    );
  if (result?.kind === 'signed' || result?.kind === 'code') {
    return (
      <>
        <Notice title={t('sent.title')} role="status">
          <p>{t('sent.body')}</p>
          <p>{t('sent.notYet')}</p>
        </Notice>
        <CodeForm action={codeAction} slug={campaign.slug} reference={result.ref} issue={codeIssueOf(result)} />
      </>
    );
  }
  if (!campaign.takesSignatures || !campaign.signers.includes('individual')) return <Closed campaign={campaign} />;
  const refused = result?.kind === 'sign_errors' ? result : null;
  const paused = service.signingPaused ? <SigningPaused text={service.signingPausedText} /> : null;
  // Who pressed the button just as it closed keeps the form, with what they typed.
  if (paused !== null && refused === null) return paused;
  return (
    <>
      {paused}
      <SignForm
        slug={campaign.slug}
        textVersion={campaign.text.version}
        formToken={state.formToken}
        action={signAction}
        partnerKey={partnerKey}
        inFrame
        pageHref={page}
        privacyHref={`${service.siteOrigin}${sitePath(language, '/privacy')}`}
        values={refused?.values}
        issues={result?.issues}
      />
    </>
  );
}

function Closed({ campaign }: { campaign: CampaignFrameQuery['campaign'] }) {
  const { t } = useTranslation('signatures');
  const format = useFormatters(campaign.timeZone);
  if (campaign.status === 'suspended') return <Notice tone="danger" title={t('frame.suspended')} />;
  if (campaign.takesSignatures) return <Notice title={t('frame.organisations')} />;
  return (
    <Notice title={t('frame.closed')}>
      {campaign.closesAt === null ? null : <p>{format.date(campaign.closesAt)}</p>}
    </Notice>
  );
}
