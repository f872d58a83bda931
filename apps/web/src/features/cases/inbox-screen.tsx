import { useQuery } from '@apollo/client/react';
import { Button, Notice, PageHeading, Row, Stack, Table, Tag, type Column } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { RosterDue } from '../../shared/team/roster-due.js';
import { useNow } from '../../shared/use-now.js';
import styles from './cases.module.css';
import { InboxDocument, type InboxQuery } from './cases-lists.generated.js';
import { DutyNotice } from './duty-notice.js';
import { LetInPanel } from './let-in-panel.js';
import { MoveCasesPanel } from './move-cases-panel.js';
import { openCase } from './open-case.js';
import { OutboxNotice } from './outbox-notice.js';
import { SeverityTag, StatusTag } from './severity-tag.js';

const POLL_MS = 15_000;
const HOUR_MS = 3_600_000;
type InboxCase = InboxQuery['inbox'][number];

/** Route: /app/inbox. A table where there is room, a list on a phone. */
export function InboxScreen() {
  const { t } = useTranslation('cases');
  const { data, error, refetch } = useQuery(InboxDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
    skipPollAttempt: () => document.hidden,
  });
  return (
    <>
      <PageHead title={t('inbox.title')} />
      <PageHeading title={t('inbox.title')} lede={t('inbox.lede')} />
      <Stack>
        <RosterDue />
        <OutboxNotice />
        <DutyNotice />
        <MoveCasesPanel onDone={() => void refetch()} />
        <LetInPanel onDone={() => void refetch()} />
        {data ? (
          <Inbox cases={data.inbox} />
        ) : error ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : (
          <PageLoading />
        )}
      </Stack>
    </>
  );
}

function Inbox({ cases }: { cases: readonly InboxCase[] }) {
  const { t } = useTranslation('cases');
  const columns = useColumns();
  if (cases.length === 0)
    return (
      <Notice title={t('inbox.empty')}>
        <p>{t('inbox.emptyText')}</p>
      </Notice>
    );
  return (
    <>
      <div className={styles['wide-only']}>
        <Table
          caption={t('inbox.caption', { count: cases.length })}
          columns={columns}
          rows={cases}
          rowKey={({ id }) => id}
        />
      </div>
      <ul className={styles['narrow-only']} aria-label={t('inbox.caption', { count: cases.length })}>
        {cases.map((one) => (
          <li key={one.id}>
            <Stack gap="small">
              <Row>
                {columns.slice(0, TAGS).map(({ key, cell }) => (
                  <span key={key}>{cell(one)}</span>
                ))}
              </Row>
              {columns.slice(TAGS).map(({ key, cell }) => (
                <div key={key}>{cell(one)}</div>
              ))}
            </Stack>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The first columns are a word each and stand side by side on a phone. */
const TAGS = 2;

function useColumns(): readonly Column<InboxCase>[] {
  const { t } = useTranslation('cases');
  const { dateTime } = useFormatters();
  const now = useNow();
  const navigate = useNavigate();
  function handleOpen(id: string): void {
    openCase(id);
    void navigate('/app/cases/open');
  }
  return [
    { key: 'severity', header: t('inbox.severity'), cell: ({ severity }) => <SeverityTag severity={severity} /> },
    { key: 'status', header: t('inbox.status'), cell: ({ status }) => <StatusTag status={status} /> },
    { key: 'due', header: t('inbox.due'), cell: ({ dueAt }) => <Due dueAt={dueAt} now={now} /> },
    { key: 'age', header: t('inbox.age'), cell: ({ openedHour }) => <Age openedHour={openedHour} now={now} /> },
    {
      key: 'assignee',
      header: t('inbox.assignee'),
      cell: ({ assignee }) => assignee?.displayName ?? t('inbox.nobody'),
    },
    {
      key: 'open',
      header: t('inbox.open'),
      rowHeader: true,
      cell: ({ id, openedHour }) => (
        <Button
          variant="secondary"
          aria-label={t('inbox.openCase', { date: dateTime(openedHour) })}
          onClick={() => handleOpen(id)}
        >
          {t('inbox.open')}
        </Button>
      ),
    },
  ];
}

interface DueProps {
  dueAt: string | null;
  now: number;
}

function Due({ dueAt, now }: DueProps) {
  const { t } = useTranslation('cases');
  const { dateTime, relative } = useFormatters();
  if (dueAt === null) return <>{t('inbox.answered')}</>;
  const words = { date: dateTime(dueAt), when: relative(dueAt, now) };
  if (Date.parse(dueAt) < now) return <Tag tone="danger">{t('inbox.late', words)}</Tag>;
  return (
    <>
      <strong>{t('inbox.dueIn', words)}</strong> <span className={styles['small']}>{t('inbox.dueBy', words)}</span>
    </>
  );
}

interface AgeProps {
  openedHour: string;
  now: number;
}

/** Only the hour is known, so nothing finer is said. */
function Age({ openedHour, now }: AgeProps) {
  const { t } = useTranslation('cases');
  const { relative } = useFormatters();
  if (now - Date.parse(openedHour) < HOUR_MS) return <>{t('inbox.openedThisHour')}</>;
  return <>{t('inbox.opened', { when: relative(openedHour, now) })}</>;
}
