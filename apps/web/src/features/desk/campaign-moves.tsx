import { CAMPAIGN_STATUSES, isOneOf, LANGUAGES, LIMITS, type CampaignStatus } from '@sos/domain';
import { Button, Dialog, Notice, Row, Section, TextArea } from '@sos/ui';
import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { CharacterCount } from './character-count.js';
import type { DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';
import styles from './desk.module.css';
import { inBoth } from './draft.js';
import { useMoveCampaign, type Reasons } from './use-move-campaign.js';

export interface CampaignMovesProps {
  campaign: DeskCampaign_CampaignFragment;
  /** Words that are not saved would not be part of what is submitted. */
  dirty: boolean;
}

type Asked = { readonly to: CampaignStatus; readonly needsReason: boolean; readonly seenHash: string } | null;

export function CampaignMoves({ campaign, dirty }: CampaignMovesProps) {
  const { t } = useTranslation('desk');
  const [asked, setAsked] = useState<Asked>(null);
  const { state, move, reload } = useMoveCampaign();
  const outcome = useRef<HTMLDivElement>(null);
  const moves = campaign.moves.flatMap(({ to, needsReason }) =>
    isOneOf(CAMPAIGN_STATUSES, to) ? [{ to, needsReason, seenHash: campaign.textsHash }] : [],
  );

  async function handleConfirm(reasons: Reasons | null): Promise<void> {
    if (asked === null) return;
    await move({ id: campaign.id, to: asked.to, seenHash: asked.seenHash }, reasons);
    flushSync(() => setAsked(null));
    // The button that opened the dialog is often gone now, and focus would fall off the page with it.
    outcome.current?.focus();
  }

  return (
    <Section id="steps" heading={t('moves.heading')}>
      <div ref={outcome} tabIndex={-1} className={styles['outcome']}>
        <Outcome state={state} onReload={() => void reload(campaign.id)} />
      </div>
      {dirty && moves.length > 0 ? (
        <p>
          <strong>{t('moves.saveFirst')}</strong>
        </p>
      ) : null}
      {moves.length === 0 ? (
        <p>{t('moves.none')}</p>
      ) : (
        <ul className={styles['moves']}>
          {moves.map((one) => (
            <li key={one.to}>
              <Button
                variant={one.to === 'suspended' ? 'danger' : 'secondary'}
                disabled={dirty}
                onClick={() => setAsked(one)}
              >
                {t(`moves.to.${one.to}`)}
              </Button>
              <span className={styles['soft']}>{t(`moves.explain.${one.to}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {asked === null ? null : (
        <Confirm
          asked={asked}
          busy={state.status === 'moving'}
          onConfirm={(reasons) => void handleConfirm(reasons)}
          onCancel={() => setAsked(null)}
        />
      )}
    </Section>
  );
}

interface ConfirmProps {
  asked: NonNullable<Asked>;
  busy: boolean;
  onConfirm: (reasons: Reasons | null) => void;
  onCancel: () => void;
}

function Confirm({ asked, busy, onConfirm, onCancel }: ConfirmProps) {
  const { t } = useTranslation('desk');
  const { languageName } = useFormatters();
  const [reasons, setReasons] = useState<Reasons>(inBoth(() => ''));
  const [tried, setTried] = useState(false);
  const fieldId = useId();
  const missing = asked.needsReason ? LANGUAGES.find((language) => reasons[language].trim() === '') : undefined;
  const move = t(`moves.to.${asked.to}`);

  function handleConfirm(): void {
    setTried(true);
    if (missing === undefined) onConfirm(asked.needsReason ? reasons : null);
    else document.getElementById(`${fieldId}-${missing}`)?.focus();
  }

  return (
    <Dialog
      isOpen
      title={move}
      role="alertdialog"
      wide={asked.needsReason}
      onClose={busy ? undefined : onCancel}
      closeLabel={t('moves.cancel')}
    >
      <p>{t(`moves.explain.${asked.to}`)}</p>
      {asked.needsReason
        ? LANGUAGES.map((language) => (
            <TextArea
              key={language}
              id={`${fieldId}-${language}`}
              lang={language}
              rows={3}
              value={reasons[language]}
              label={t('moves.reason', { language: languageName(language) })}
              hint={
                <>
                  {t('moves.reasonHint')}{' '}
                  <CharacterCount length={reasons[language].trim().length} most={LIMITS.campaignSummary} />
                </>
              }
              error={tried && reasons[language].trim() === '' ? t('moves.reasonsNeeded') : undefined}
              onChange={(event) => setReasons({ ...reasons, [language]: event.target.value })}
            />
          ))
        : null}
      <Row>
        <Button variant={asked.to === 'suspended' ? 'danger' : 'primary'} busy={busy} onClick={handleConfirm}>
          {busy ? t('moves.working') : t('moves.confirm', { move })}
        </Button>
        <Button variant="secondary" disabled={busy} onClick={onCancel}>
          {t('moves.cancel')}
        </Button>
      </Row>
    </Dialog>
  );
}

const REFUSALS = [
  'not_allowed_from_here',
  'not_your_role',
  'author_cannot_approve',
  'not_approved',
  'text_incomplete',
  'text_changed_since',
  'reason_required',
] as const;
/** Somebody else was there meanwhile: the page shows what is no longer so. */
const OUTDATED: readonly string[] = ['not_allowed_from_here', 'text_changed_since'];

interface OutcomeProps {
  state: ReturnType<typeof useMoveCampaign>['state'];
  onReload: () => void;
}

function Outcome({ state, onReload }: OutcomeProps) {
  const { t } = useTranslation(['desk', 'campaigns']);
  const words = useVocabulary();
  switch (state.status) {
    case 'done':
      return (
        <Notice tone="success" role="status" title={t('desk:moves.done', { status: words.campaignStatus(state.to) })} />
      );
    case 'refused':
      return (
        <Notice tone="danger" role="alert" title={t('desk:moves.refusedTitle')}>
          <p>{t(`campaigns:refusal.${isOneOf(REFUSALS, state.code) ? state.code : 'unknown'}`)}</p>
          {OUTDATED.includes(state.code) ? (
            <Button variant="secondary" onClick={onReload}>
              {t('desk:moves.reload')}
            </Button>
          ) : null}
        </Notice>
      );
    case 'failed':
      return <Notice tone="danger" role="alert" title={t('desk:moves.failed')} />;
    case 'idle':
    case 'moving':
      return null;
  }
}
