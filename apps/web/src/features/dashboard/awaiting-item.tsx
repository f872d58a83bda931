import { isOneOf } from '@sos/domain';
import { Button, Dialog, Notice, Row } from '@sos/ui';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { useService } from '../../shared/service.js';
import { sitePath } from '../../shared/site-path.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import type { AwaitingItem_AwaitingFragment } from './awaiting-item.generated.js';
import styles from './dashboard.module.css';
import { useSignForOrganisation, type OrganisationSigning } from './use-sign-for-organisation.js';

export interface AwaitingItemProps {
  awaiting: AwaitingItem_AwaitingFragment;
}

export function AwaitingItem({ awaiting }: AwaitingItemProps) {
  const { t } = useTranslation('dashboard');
  const words = useVocabulary();
  const language = useLanguage();
  const { siteOrigin } = useService();
  const { campaign, organisation, maySign } = awaiting;
  const format = useFormatters(campaign.timeZone);
  const signing = useSignForOrganisation();
  const titleId = useId();
  const names = { organisation: organisation.name, title: campaign.text.title };
  if (signing.state.status === 'signed')
    return <Notice tone="success" role="status" title={t('awaiting.signed', names)} />;
  return (
    <article className={styles['item']}>
      <p className={styles['meta']}>
        <strong>{words.campaignType(campaign.type)}</strong>
        <span>
          {campaign.closesAt === null
            ? t('awaiting.noEnd')
            : t('awaiting.closes', { date: format.dateTime(campaign.closesAt) })}
        </span>
      </p>
      <h3 id={titleId} lang={campaign.text.language}>
        {campaign.text.title}
      </h3>
      <p lang={campaign.text.language}>{campaign.text.summary}</p>
      {maySign ? <Failure signing={signing} /> : <p>{t('awaiting.forFocalPoints', names)}</p>}
      <Row>
        {maySign ? (
          <Button variant="secondary" aria-describedby={titleId} onClick={signing.ask}>
            {t('awaiting.sign', names)}
          </Button>
        ) : null}
        <a href={`${siteOrigin}${sitePath(language, `/campaigns/${campaign.slug}`)}`} target="_blank" rel="noopener">
          {t('awaiting.read')}
        </a>
      </Row>
      {maySign ? <Confirm awaiting={awaiting} signing={signing} /> : null}
    </article>
  );
}

function Confirm({ awaiting, signing }: AwaitingItemProps & { signing: OrganisationSigning }) {
  const { t } = useTranslation('dashboard');
  const { campaign, organisation } = awaiting;
  const names = { organisation: organisation.name, title: campaign.text.title };
  const sending = signing.state.status === 'sending';
  return (
    <Dialog
      isOpen={signing.state.status === 'asking' || sending}
      title={t('awaiting.confirmTitle', names)}
      role="alertdialog"
      onClose={sending ? undefined : signing.cancel}
      closeLabel={t('awaiting.cancel')}
    >
      <p>{t('awaiting.confirmBody', names)}</p>
      <Row>
        <Button
          busy={sending}
          onClick={() => void signing.sign({ campaignId: campaign.id, organisationId: organisation.id })}
        >
          {sending ? t('awaiting.signing') : t('awaiting.confirm', names)}
        </Button>
        <Button variant="secondary" onClick={signing.cancel} disabled={sending}>
          {t('awaiting.cancel')}
        </Button>
      </Row>
    </Dialog>
  );
}

const REFUSALS = ['closed', 'paused', 'not_for_organisations'] as const;

function Failure({ signing }: { signing: OrganisationSigning }) {
  const { t } = useTranslation('dashboard');
  const { state } = signing;
  if (state.status === 'failed') return <Notice tone="danger" role="alert" title={t('awaiting.failed')} />;
  if (state.status !== 'refused') return null;
  const code = isOneOf(REFUSALS, state.code) ? state.code : 'unknown';
  return (
    <Notice tone="danger" role="alert" title={t('awaiting.refused')}>
      <p>{t(`awaiting.refusal.${code}`)}</p>
    </Notice>
  );
}
