import { Button, Notice, PageHeading, Section, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { CodeForm } from '../../shared/sign-form/code-form.js';
import { codeIssueOf, type PageResult } from '../../shared/sign-form/page-state.js';
import { SiteLink } from '../../shared/site-link.js';
import styles from './signature-pages.module.css';
import type { SignatureScreenQuery } from './signature-screen.generated.js';

interface PageProps {
  /** Null when the link does not say which. */
  campaign: SignatureScreenQuery['campaign'] | null;
}

const CODE_ACTION = '/signatures/code';

/** The same words whether the address is new or signed already: nobody learns who has signed. */
export function SentPage({ result, campaign }: PageProps & { result: PageResult }) {
  const { t } = useTranslation('signatures');
  return (
    <>
      <PageHeading title={t('sent.title')} lede={t('sent.body')}>
        <CampaignTitle campaign={campaign} />
      </PageHeading>
      <p>
        <strong>{t('sent.notYet')}</strong>
      </p>
      <Section id="enter-code" heading={t('sent.codeHeading')}>
        <CodeForm action={CODE_ACTION} slug={result.slug ?? ''} reference={result.ref} issue={codeIssueOf(result)} />
      </Section>
      <Section id="nothing" heading={t('sent.nothing')}>
        <p>{t('sent.nothingBody')}</p>
        <BackLink campaign={campaign} />
      </Section>
    </>
  );
}

/** A button, because programs that read mail follow links. The form posts to the address it stands at, which holds the secret. */
export function ConfirmPage({ campaign }: PageProps) {
  const { t } = useTranslation('signatures');
  return (
    <>
      <PageHeading title={t('confirm.title')} lede={t('confirm.body')}>
        <CampaignTitle campaign={campaign} />
      </PageHeading>
      <Stack>
        <form method="post" className={styles['form']}>
          <Button type="submit">{t('confirm.button')}</Button>
        </form>
        <p>{t('confirm.notYou')}</p>
      </Stack>
    </>
  );
}

export function ConfirmedPage({ campaign }: PageProps) {
  const { t } = useTranslation('signatures');
  return (
    <>
      <PageHeading title={t('confirmed.title')} lede={t('confirmed.body')}>
        <CampaignTitle campaign={campaign} />
      </PageHeading>
      <Stack>
        <p>{t('confirmed.share')}</p>
        <BackLink campaign={campaign} />
        <p>{t('confirmed.withdrawNote')}</p>
      </Stack>
    </>
  );
}

export function WithdrawPage({ campaign }: PageProps) {
  const { t } = useTranslation('signatures');
  return (
    <>
      <PageHeading title={t('withdraw.title')} lede={t('withdraw.body')}>
        <CampaignTitle campaign={campaign} />
      </PageHeading>
      <form method="post">
        <Stack>
          <p>{t('withdraw.deliveredNote')}</p>
          <Button type="submit" name="action" value="withdraw">
            {t('withdraw.button')}
          </Button>
          <p>{t('withdraw.notYou')}</p>
          <Button type="submit" name="action" value="disown" variant="secondary">
            {t('withdraw.disown')}
          </Button>
        </Stack>
      </form>
    </>
  );
}

export function WithdrawnPage({ step, campaign }: PageProps & { step: 'withdrawn' | 'disowned' }) {
  const { t } = useTranslation('signatures');
  return (
    <>
      <PageHeading title={t(`${step}.title`)} lede={t(`${step}.body`)}>
        <CampaignTitle campaign={campaign} />
      </PageHeading>
      <BackLink campaign={campaign} />
    </>
  );
}

export function ProblemPage({ problem, campaign }: PageProps & { problem: 'too_late' | 'not_valid' }) {
  const { t } = useTranslation('signatures');
  return (
    <>
      <PageHeading title={t(`problem.${problem}.title`)} />
      <Stack>
        <Notice tone="warning" title={t(`problem.${problem}.body`)} />
        <BackLink campaign={campaign} />
      </Stack>
    </>
  );
}

function CampaignTitle({ campaign }: PageProps) {
  if (campaign === null) return null;
  return (
    <p className={styles['title']} lang={campaign.text.language}>
      {campaign.text.title}
    </p>
  );
}

function BackLink({ campaign }: PageProps) {
  const { t } = useTranslation('signatures');
  // A whole page load: the campaign's form needs a token that only the server gives.
  if (campaign === null)
    return (
      <p>
        <SiteLink to="/campaigns">{t('problem.list')}</SiteLink>
      </p>
    );
  return (
    <p>
      <SiteLink to={`/campaigns/${campaign.slug}`} reloadDocument>
        {t('problem.back')}
      </SiteLink>
    </p>
  );
}
