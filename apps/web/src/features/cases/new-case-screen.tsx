import type { SignedSuccession } from '@sos/crypto';
import { Button, ErrorSummary, Notice, PageHeading, Row, Stack } from '@sos/ui/plain';
import { useEffect, useMemo, useRef, useState, type SyntheticEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';

import { fromBase64 } from '../../platform/keys/base64.js';
import { ErrorNotice } from '../../shared/error-boundary.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { useTeam, type TeamState } from '../../shared/team/use-team.js';
import { WhoWillRead } from '../../shared/team/who-will-read.js';
import { useVault } from '../../shared/vault/use-vault.js';
import { UnlockPanel } from '../../shared/vault/unlock-panel.js';
import styles from './cases.module.css';
import { EMPTY_INTAKE, INTAKE_FORM, missingIn, type IntakeState, type QuestionId, type Step } from './intake-form.js';
import { intakeMemory, useIntake } from './intake-memory.js';
import { IntakePaused } from './intake-paused.js';
import { Danger } from './new-case-danger.js';
import { filesFit, QuestionField } from './question-field.js';
import { ReviewStep } from './review-step.js';
import { useNotices } from './use-notices.js';
import { useReaders } from './use-readers.js';

const LAST = INTAKE_FORM.steps.length;
/** A case that is being opened knows its opener by one key. */
const NO_SUCCESSIONS: readonly SignedSuccession[] = [];

/** Route: /app/cases/new. What cannot work is said before anything is typed. */
export function NewCaseScreen() {
  const { t } = useTranslation('cases');
  const { checking, notices, refresh } = useNotices();
  // Who has begun to write goes on: what they seal waits on their device until reports are taken again.
  const [begun] = useState(() => intakeMemory.read() !== EMPTY_INTAKE);
  if (checking) return <PageLoading />;
  const paused = notices?.intakePaused === true ? notices : null;
  return (
    <>
      <PageHead title={t('new.title')} />
      {paused === null ? null : <IntakePaused text={paused.intakePausedText} begun={begun} onLookAgain={refresh} />}
      {paused === null || begun ? <NewCase /> : null}
    </>
  );
}

function NewCase() {
  const vault = useVault();
  return (
    <>
      {vault.state.status === 'checking' ? <PageLoading /> : null}
      {vault.state.status === 'failed' ? (
        <ErrorNotice error={vault.state.error} onRetry={() => void vault.refresh()} />
      ) : null}
      {vault.state.status === 'none' || vault.state.status === 'unregistered' ? <NeedsKey /> : null}
      {vault.state.status === 'own_tool' ? <OwnToolWrites /> : null}
      {vault.state.status === 'elsewhere' ? <BringKey onBrought={() => void vault.refresh()} /> : null}
      {vault.state.status === 'here' ? (
        <Intake publicKey={vault.state.vault.publicKey} fingerprint={vault.state.vault.fingerprint} />
      ) : null}
    </>
  );
}

function NeedsKey() {
  const { t } = useTranslation('cases');
  return (
    <>
      <PageHeading title={t('new.title')} />
      <Stack>
        <Danger />
        <Notice title={t('new.keyFirst')}>
          <p>{t('new.keyFirstText')}</p>
        </Notice>
        <Row>
          <Link to="/app/vault">{t('new.makeKey')}</Link>
        </Row>
      </Stack>
    </>
  );
}

/** Said before anything is typed. */
function OwnToolWrites() {
  const { t } = useTranslation('cases');
  const { t: keys } = useTranslation('keys');
  return (
    <>
      <PageHeading title={t('new.title')} />
      <Stack>
        <Danger />
        <Notice tone="warning" title={keys('ownKey.noWriting')}>
          <p>{keys('ownKey.noWritingText')}</p>
        </Notice>
      </Stack>
    </>
  );
}

function BringKey({ onBrought }: { onBrought: () => void }) {
  const { t } = useTranslation('cases');
  return (
    <>
      <PageHeading title={t('new.title')} />
      <Stack>
        <Danger />
        <p>{t('new.bringKey')}</p>
        <UnlockPanel onUnlocked={onBrought} />
      </Stack>
    </>
  );
}

function useStep(): readonly [number, (step: number) => void] {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const asked = Number(search.get('step') ?? '1');
  const step = Number.isInteger(asked) && asked >= 1 && asked <= LAST + 1 ? asked - 1 : 0;
  return [step, (next) => void navigate(`?step=${next + 1}`)];
}

interface IntakeProps {
  publicKey: string;
  fingerprint: string;
}

function Intake({ publicKey, fingerprint }: IntakeProps) {
  const intake = useIntake();
  const [step, goTo] = useStep();
  const { state: team, check } = useTeam();
  const participants = useMemo(() => [fromBase64(publicKey)], [publicKey]);
  const readers = useReaders(team, 'case', participants, NO_SUCCESSIONS);
  const current = INTAKE_FORM.steps[step];
  const reading = <Readers team={team} readers={readers} fingerprint={fingerprint} onRetry={() => void check()} />;
  if (!current)
    return (
      <ReviewStep
        intake={intake}
        readers={readers}
        reading={reading}
        participants={participants}
        onEdit={goTo}
        onTeamCheck={check}
      />
    );
  return (
    <QuestionStep
      key={step}
      step={current}
      number={step + 1}
      intake={intake}
      reading={reading}
      onNext={() => goTo(step + 1)}
    />
  );
}

interface ReadersProps {
  team: TeamState;
  readers: ReturnType<typeof useReaders>;
  fingerprint: string;
  onRetry: () => void;
}

function Readers({ team, readers, fingerprint, onRetry }: ReadersProps) {
  const { t } = useTranslation('cases');
  if (team.status === 'refused' || team.status === 'unreachable')
    return <TeamProblem verdict={team} onRetry={onRetry} />;
  if (team.status === 'checking' || readers === null) return <p role="status">{t('new.checkingTeam')}</p>;
  return <WhoWillRead team={team.team} readers={readers} ownFingerprint={fingerprint} />;
}

interface QuestionStepProps {
  step: Step;
  number: number;
  intake: IntakeState;
  reading: ReactNode;
  onNext: () => void;
}

function QuestionStep({ step, number, intake, reading, onNext }: QuestionStepProps) {
  const { t } = useTranslation('cases');
  const { t: common } = useTranslation('common');
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const [missing, setMissing] = useState<readonly QuestionId[]>([]);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (missing.length > 0) summary.current?.focus();
  }, [missing]);
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    const blank = missingIn(step, intake);
    setMissing(blank);
    if (blank.length === 0 && filesFit(intake)) onNext();
  }
  const errors = missing.map((id) => ({
    fieldId: id,
    message: afterQuestion(t(`question.${id}.label`), t('form.missing')),
  }));
  return (
    <form onSubmit={handleSubmit} noValidate className={styles['step']}>
      <p className={styles['count']}>{t('new.step', { number, count: LAST + 1 })}</p>
      <h1 ref={heading} tabIndex={-1}>
        {t(`step.${step.id}`)}
      </h1>
      {step.id === 'safety' ? <Danger /> : null}
      {step.id === 'safety' ? <p>{t('new.notSaved')}</p> : null}
      <ErrorSummary ref={summary} title={common('form.errorTitle', { count: errors.length })} errors={errors} />
      {step.questions.map((question) => (
        <QuestionField
          key={question.id}
          question={question}
          intake={intake}
          isMissing={missing.includes(question.id)}
          onChange={intakeMemory.change}
        />
      ))}
      {step.id === 'safety' && intake.values.deviceSafe === 'no' ? (
        <Notice tone="warning" title={t('new.unsafeTitle')} role="status">
          <p>{t('new.unsafeText')}</p>
        </Notice>
      ) : null}
      <Row>
        <Button type="submit">{common('actions.continue')}</Button>
        {number > 1 ? (
          <Button variant="quiet" onClick={() => void navigate(`?step=${number - 1}`)}>
            {common('actions.back')}
          </Button>
        ) : null}
      </Row>
      {reading}
    </form>
  );
}

/** “When? We need this.” and “Your name: we need this.” */
function afterQuestion(question: string, words: string): string {
  return question.endsWith('?') ? `${question} ${words}` : `${question}: ${words}`;
}
