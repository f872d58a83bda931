import type { Reader } from '@sos/crypto';
import { Button, DefinitionList, Notice, Row, Stack } from '@sos/ui/plain';
import { Dialog, ProgressBar } from '@sos/ui';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Team } from '../../shared/team/use-team.js';
import { UnlockPanel } from '../../shared/vault/unlock-panel.js';
import { useAnswerWords } from './answer-words.js';
import styles from './cases.module.css';
import {
  CONSENT_USES,
  INTAKE_FORM,
  isBlank,
  missingIn,
  toConsent,
  type IntakeState,
  type Question,
  type Step,
} from './intake-form.js';
import { useSendFailureWords } from './send-failure.js';
import { SentReport } from './sent-report.js';
import { useSubmitReport, type SubmitState } from './use-submit-report.js';

export interface ReviewStepProps {
  intake: IntakeState;
  readers: readonly Reader[] | null;
  reading: ReactNode;
  participants: readonly Uint8Array[];
  onEdit: (step: number) => void;
  onTeamCheck: Team['check'];
}

/** Everything once more, who will read it, and the one button that sends. */
export function ReviewStep({ intake, readers, reading, participants, onEdit, onTeamCheck }: ReviewStepProps) {
  const { t } = useTranslation('cases');
  const { t: common } = useTranslation('common');
  const heading = useRef<HTMLHeadingElement>(null);
  const { state, submit } = useSubmitReport();
  const [unlocking, setUnlocking] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const incomplete = INTAKE_FORM.steps.findIndex((step) => missingIn(step, intake).length > 0);
  if (state.status === 'queued' || state.status === 'sending') return <SentReport state={state} />;
  function send(): void {
    setUnlocking(true);
    void submit({ intake, readers, participants, check: onTeamCheck });
  }
  const busy = state.status === 'checking' || state.status === 'sealing';
  return (
    <div className={styles['step']}>
      <p className={styles['count']}>
        {t('new.step', { number: INTAKE_FORM.steps.length + 1, count: INTAKE_FORM.steps.length + 1 })}
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {t('review.title')}
      </h1>
      {INTAKE_FORM.steps.map((step, index) => (
        <Reviewed key={step.id} step={step} intake={intake} onEdit={() => onEdit(index)} />
      ))}
      {reading}
      <SubmitProblem state={state} />
      {incomplete < 0 ? null : (
        <Notice tone="warning" title={t('review.incomplete')}>
          <Button variant="quiet" onClick={() => onEdit(incomplete)}>
            {t('review.goToMissing')}
          </Button>
        </Notice>
      )}
      <Row>
        <Button busy={busy} disabled={!busy && (incomplete >= 0 || readers === null)} onClick={send}>
          {busy ? t('review.sealing') : t('review.send')}
        </Button>
        <Button variant="quiet" disabled={busy} onClick={() => onEdit(INTAKE_FORM.steps.length - 1)}>
          {common('actions.back')}
        </Button>
      </Row>
      <Dialog
        isOpen={unlocking && state.status === 'unlock'}
        title={t('review.unlock')}
        onClose={() => setUnlocking(false)}
        closeLabel={common('actions.close')}
      >
        <UnlockPanel onUnlocked={() => setUnlocking(false)} />
        <p>{t('review.unlockThen')}</p>
      </Dialog>
    </div>
  );
}

function SubmitProblem({ state }: { state: SubmitState }) {
  const { t } = useTranslation('cases');
  const words = useSendFailureWords();
  if (state.status === 'failed')
    return (
      <Notice tone="danger" title={words(state.code)} role="alert">
        <p>{t('review.kept')}</p>
      </Notice>
    );
  if (state.status !== 'sealing' || state.progress === null) return null;
  const { file, files, chunk, chunks } = state.progress;
  return <ProgressBar label={t('review.sealingFile', { number: file + 1, count: files })} fraction={chunk / chunks} />;
}

function Reviewed({ step, intake, onEdit }: { step: Step; intake: IntakeState; onEdit: () => void }) {
  const { t } = useTranslation('cases');
  const words = useAnswerWords();
  const questions: readonly Question[] = step.questions;
  const items = questions.flatMap(({ id, kind }) => {
    if (kind === 'consent')
      return CONSENT_USES.map((use) => ({
        term: t(`consentUse.${use}`),
        description: t(`consentChoice.${toConsent(intake)[use]}`),
      }));
    if (kind === 'files')
      return [
        {
          term: t('question.files.label'),
          description: intake.files.map(({ name }) => name).join(', ') || t('review.none'),
        },
      ];
    return isBlank(intake.values[id])
      ? []
      : [{ term: words.question(id), description: words.answer(id, intake.values[id]) }];
  });
  return (
    <section aria-label={t(`step.${step.id}`)}>
      <Stack gap="small">
        <Row>
          <h2>{t(`step.${step.id}`)}</h2>
          <Button variant="quiet" onClick={onEdit}>
            {t('review.change', { step: t(`step.${step.id}`) })}
          </Button>
        </Row>
        {items.length === 0 ? <p>{t('review.none')}</p> : <DefinitionList items={items} />}
      </Stack>
    </section>
  );
}
