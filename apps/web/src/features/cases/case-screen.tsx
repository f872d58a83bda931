import type { ThreadFinding, UnlockedKey } from '@sos/crypto';
import { SEVERITIES, severityForQueue } from '@sos/domain';
import { Notice, PageHeading, Row, Stack } from '@sos/ui/plain';
import { Tabs } from '@sos/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router-dom';

import { useCrypto } from '../../platform/crypto/use-crypto.js';
import { useViewer } from '../../platform/session.js';
import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { groupFingerprint } from '../../shared/team/fingerprint.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { useCryptoWords } from '../../shared/vault/crypto-words.js';
import { UnlockPanel } from '../../shared/vault/unlock-panel.js';
import { useVault } from '../../shared/vault/use-vault.js';
import { useCaseWords } from './case-words.js';
import styles from './cases.module.css';
import { GrantGapsNotice } from './grant-gaps-notice.js';
import { openCase, useOpenCase } from './open-case.js';
import { openedIn, type OpenedEntries } from './open-thread.js';
import { MemberKeyPanel } from './member-key-panel.js';
import { OutboxNotice } from './outbox-notice.js';
import { OwnToolThread } from './own-tool-thread.js';
import { ReplyForm } from './reply-form.js';
import { SeverityTag, StatusTag } from './severity-tag.js';
import { ThreadEntry } from './thread-entry.js';
import { TriageBar } from './triage-bar.js';
import { useThread, type ThreadState } from './use-thread.js';

/** Route: /app/cases/open. Which case it is, is in memory only; after a reload the list comes back. */
export function CaseScreen() {
  const { t } = useTranslation('cases');
  const caseId = useOpenCase();
  const { roles } = useViewer();
  const { key } = useCrypto();
  const back = roles.has('member') ? '/app/cases' : '/app/inbox';
  if (caseId === null) return <Navigate to={back} replace />;
  return (
    <>
      <PageHead title={t('thread.title')} />
      <p className={styles['back']}>
        <Link to={back} onClick={() => openCase(null)}>
          {t('thread.back')}
        </Link>
      </p>
      {key === null ? <Locked caseId={caseId} /> : <OpenThread key={key.key} caseId={caseId} unlocked={key} />}
    </>
  );
}

function Locked({ caseId }: { caseId: string }) {
  const { t } = useTranslation('cases');
  const { state } = useVault();
  if (state.status === 'own_tool') return <OwnToolThread caseId={caseId} />;
  return (
    <>
      <PageHeading title={t('thread.title')} lede={t('thread.locked')} />
      <UnlockPanel />
    </>
  );
}

interface OpenThreadProps {
  caseId: string;
  unlocked: UnlockedKey;
}

/** Mounted for one unlocked key: a lock takes it off the page, and everything decrypted with it. */
function OpenThread({ caseId, unlocked }: OpenThreadProps) {
  const { t } = useTranslation('cases');
  const words = useCryptoWords();
  const state = useThread(caseId, unlocked);
  const { thread } = state;
  const heading = useRef<HTMLDivElement>(null);
  const isThere = thread !== undefined;
  useEffect(() => {
    if (isThere) heading.current?.querySelector('h1')?.focus();
  }, [isThere]);
  if (!thread)
    return state.error ? <ErrorNotice error={state.error} onRetry={() => void state.refresh()} /> : <PageLoading />;
  return (
    <div ref={heading}>
      <CaseHeading state={{ ...state, thread }} />
      <Stack>
        <OutboxNotice />
        {state.team === null ? null : <TeamProblem verdict={state.team} onRetry={() => void state.refresh()} />}
        {state.problem === null ? null : <Notice tone="danger" title={words(state.problem)} role="alert" />}
        <Findings findings={state.findings} />
        <GrantGapsNotice metas={thread.entries} states={state.entries} />
        {thread.summary.mine ? null : <TriageBar caseId={caseId} state={{ ...state, thread }} />}
        {thread.summary.mine || state.memberKey === undefined ? null : (
          <MemberKeyPanel memberKey={state.memberKey} unlocked={unlocked} />
        )}
        <ol className={styles['thread']} aria-label={t('thread.entries')}>
          {thread.entries.map((meta) => (
            <li key={meta.id}>
              <ThreadEntry
                meta={meta}
                state={state.entries.get(meta.id)}
                unlocked={unlocked}
                onKeyFault={() => void state.reportFile(meta)}
              />
            </li>
          ))}
        </ol>
        <Answer caseId={caseId} state={state} isTeam={!thread.summary.mine} />
      </Stack>
    </div>
  );
}

type Loaded = ThreadState & { readonly thread: NonNullable<ThreadState['thread']> };

/** The signed level is the truth, the server's column an index: the higher one counts, and a difference is said. */
function signedSeverity(entries: OpenedEntries): string | undefined {
  const report = openedIn(entries).find(({ entry }) => entry.kind === 'report')?.entry;
  return report?.kind === 'report' ? report.body.severity : undefined;
}

function CaseHeading({ state }: { state: Loaded }) {
  const { t } = useTranslation('cases');
  const { summary } = state.thread;
  const words = useCaseWords();
  const { dateTime } = useFormatters();
  const signed = SEVERITIES.find((level) => level === signedSeverity(state.entries));
  const shown = SEVERITIES.find((level) => level === summary.severity) ?? null;
  const isHigher = signed !== undefined && SEVERITIES.indexOf(signed) < SEVERITIES.indexOf(severityForQueue(shown));
  return (
    <PageHeading title={t('thread.title')}>
      <Row>
        <SeverityTag severity={isHigher ? signed : summary.severity} />
        <StatusTag status={summary.status} />
        <span>{t('thread.opened', { date: dateTime(summary.openedHour) })}</span>
        {summary.assignee ? <span>{t('thread.assignee', { name: summary.assignee.displayName })}</span> : null}
      </Row>
      {isHigher && !summary.mine ? (
        <Notice tone="warning" title={t('thread.severityDiffers', { level: words.severity(signed) })} />
      ) : null}
    </PageHeading>
  );
}

function Findings({ findings }: { findings: readonly ThreadFinding[] }) {
  const { t } = useTranslation('cases');
  if (findings.length === 0) return null;
  return (
    <Notice tone="warning" title={t('thread.findings')} role="status">
      <ul>
        {findings.map((finding, index) => (
          <li key={index}>
            {t(`threadFinding.${finding.finding}`, {
              author: 'author' in finding ? groupFingerprint(finding.author).slice(0, 9) : '',
            })}
          </li>
        ))}
      </ul>
      <p>{t('thread.findingsText')}</p>
    </Notice>
  );
}

function Answer({ caseId, state, isTeam }: { caseId: string; state: ThreadState; isTeam: boolean }) {
  const { t } = useTranslation('cases');
  if (state.memberKey === undefined) return null;
  const { entries, memberKey, successions, refresh } = state;
  const shared = { caseId, entries, memberKey, successions, onSent: refresh };
  if (!isTeam) return <ReplyForm {...shared} audience="case" />;
  return (
    <Tabs
      label={t('reply.tabs')}
      tabs={[
        { id: 'case', title: t('reply.case.tab'), content: <ReplyForm {...shared} audience="case" /> },
        { id: 'team', title: t('reply.team.tab'), content: <ReplyForm {...shared} audience="team" /> },
      ]}
    />
  );
}
