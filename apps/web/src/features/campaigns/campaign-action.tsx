import { ButtonLink, Notice, Prose, Section, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { Markdown } from '../../shared/markdown.js';
import type { PageState } from '../../shared/sign-form/page-state.js';
import { SignForm } from '../../shared/sign-form/sign-form.js';
import { useSitePath } from '../../shared/site-link.js';
import type { LanguageText } from '../../shared/service.js';
import type { CampaignAction_CampaignFragment } from './campaign-action.generated.js';
import styles from './campaigns.module.css';
import { SigningPaused } from './signing-paused.js';

export interface CampaignActionProps {
  campaign: CampaignAction_CampaignFragment;
  state: PageState;
  appOrigin: string;
  /** Stopped for everybody for a while; null: it is not. */
  paused: { readonly text: readonly LanguageText[] } | null;
  /** Whose site led here, so that it is counted for them. */
  partnerKey: string | null;
}

/** What a reader can do now, or why nothing can be done. */
export function CampaignAction(props: CampaignActionProps) {
  const { t } = useTranslation('campaigns');
  const { campaign } = props;
  const urgent = campaign.type === 'urgent_appeal' && campaign.takesSignatures;
  return (
    <div className={styles['act']}>
      {campaign.text.callToAction && campaign.takesSignatures ? <Write campaign={campaign} /> : null}
      <Section id="sign" heading={useSignHeading(campaign)} urgent={urgent}>
        {campaign.takesSignatures ? <Sign {...props} /> : <State campaign={campaign} />}
      </Section>
      {campaign.text.additionalInformation ? (
        <Section id="more" heading={t('page.moreInformation')}>
          <Prose lang={campaign.text.language}>
            <Markdown source={campaign.text.additionalInformation} />
          </Prose>
        </Section>
      ) : null}
    </div>
  );
}

function useSignHeading({ type, takesSignatures, signers }: CampaignAction_CampaignFragment): string {
  const { t } = useTranslation('campaigns');
  if (!takesSignatures) return t('page.actHeading');
  if (!signers.includes('individual')) return t('page.organisationsOnly');
  if (type === 'urgent_appeal') return t('page.signHeadingAppeal');
  return t(type === 'sign_on_letter' ? 'page.signHeadingLetter' : 'page.signHeading');
}

function Write({ campaign }: { campaign: CampaignAction_CampaignFragment }) {
  const { t } = useTranslation('campaigns');
  const { callToAction, language } = campaign.text;
  const salutations = campaign.addressees.flatMap(({ id, office, salutation }) =>
    salutation === null ? [] : [{ id, office, salutation }],
  );
  return (
    <Section id="write" heading={t('page.writeHeading')} urgent>
      <Prose lang={language}>
        <Markdown source={callToAction ?? ''} />
      </Prose>
      {salutations.length > 0 ? (
        <ul className={styles['addressees']} lang={language}>
          {salutations.map(({ id, office, salutation }) => (
            <li key={id}>
              <strong>{office}</strong>
              <br />
              {t('page.salutation', { salutation })}
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function Sign({ campaign, state, appOrigin, paused, partnerKey }: CampaignActionProps) {
  const { t } = useTranslation('campaigns');
  const path = useSitePath();
  const page = path(`/campaigns/${campaign.slug}`);
  const refused = state.result?.kind === 'sign_errors' ? state.result : null;
  const forOrganisations = campaign.signers.includes('organisation');
  // Who pressed the button just as it closed keeps the form, with what they typed.
  if (paused !== null && refused === null) return <SigningPaused text={paused.text} />;
  return (
    <Stack>
      {paused === null ? null : <SigningPaused text={paused.text} />}
      {campaign.signers.includes('individual') ? (
        <SignForm
          slug={campaign.slug}
          textVersion={campaign.text.version}
          formToken={state.formToken}
          action={`/campaigns/${campaign.slug}/sign`}
          pageHref={page}
          privacyHref={path('/privacy')}
          partnerKey={partnerKey}
          values={refused?.values}
          issues={refused?.issues}
        />
      ) : (
        <p>{t('page.organisationsOnlyBody')}</p>
      )}
      {forOrganisations ? (
        <p>
          {campaign.signers.includes('individual') ? (
            <>
              {t('page.organisationsToo')}
              <br />
            </>
          ) : null}
          <ButtonLink variant={campaign.signers.includes('individual') ? 'quiet' : 'primary'} href={`${appOrigin}/app`}>
            {t('page.organisationsOnlyAction')}
          </ButtonLink>
        </p>
      ) : null}
    </Stack>
  );
}

const STATES = { closed: 'Closed', delivered: 'Delivered', followed_up: 'FollowedUp', archived: 'Archived' } as const;

function State({ campaign }: { campaign: CampaignAction_CampaignFragment }) {
  const { t } = useTranslation('campaigns');
  if (campaign.status === 'suspended') return <Suspended campaign={campaign} />;
  if (campaign.type === 'network_statement')
    return (
      <Notice title={t('page.statusStatement')}>
        <p>{t('page.statusStatementBody')}</p>
      </Notice>
    );
  const state = isEnded(campaign.status) ? STATES[campaign.status] : 'Closed';
  const outcome = campaign.updates.findLast(({ kind }) => kind === 'outcome');
  return (
    <Notice title={t(`page.status${state}`)}>
      <p>{t(`page.status${state}Body`)}</p>
      {outcome === undefined ? null : (
        <div lang={outcome.language}>
          <Markdown source={outcome.body} />
        </div>
      )}
    </Notice>
  );
}

function isEnded(status: string): status is keyof typeof STATES {
  return status in STATES;
}

function Suspended({ campaign }: { campaign: CampaignAction_CampaignFragment }) {
  const { t } = useTranslation('campaigns');
  const reason = campaign.updates.findLast(({ kind }) => kind === 'suspension' || kind === 'stop');
  return (
    <Notice tone="danger" title={t('page.statusSuspended')}>
      <p>{t(reason === undefined ? 'page.statusSuspendedNoReason' : 'page.statusSuspendedBody')}</p>
      {reason === undefined ? null : (
        <div lang={reason.language}>
          <Markdown source={reason.body} />
        </div>
      )}
    </Notice>
  );
}
