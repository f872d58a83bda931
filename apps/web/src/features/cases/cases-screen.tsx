import { useQuery } from '@apollo/client/react';
import { buttonClass, Button, PageHeading, Row, RuledList, Stack } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { PageLoading } from '../../shared/page-loading.js';
import { MyCasesDocument, type MyCasesQuery } from './cases-lists.generated.js';
import { DutyNotice } from './duty-notice.js';
import { LetInPanel } from './let-in-panel.js';
import { MoveCasesPanel } from './move-cases-panel.js';
import { openCase } from './open-case.js';
import { OutboxNotice } from './outbox-notice.js';
import { SeverityTag, StatusTag } from './severity-tag.js';

const POLL_MS = 15_000;

/** Route: /app/cases. */
export function CasesScreen() {
  const { t } = useTranslation('cases');
  const { data, error, refetch } = useQuery(MyCasesDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
    skipPollAttempt: () => document.hidden,
  });
  return (
    <>
      <PageHead title={t('list.title')} />
      <PageHeading title={t('list.title')} lede={t('list.lede')}>
        <Row>
          <Link to="/app/cases/new" className={buttonClass()}>
            {t('list.new')}
          </Link>
        </Row>
      </PageHeading>
      <Stack>
        <OutboxNotice />
        <DutyNotice />
        <MoveCasesPanel onDone={() => void refetch()} />
        <LetInPanel onDone={() => void refetch()} />
        {data ? (
          <CaseList cases={data.myCases} />
        ) : error ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : (
          <PageLoading />
        )}
      </Stack>
    </>
  );
}

function CaseList({ cases }: { cases: MyCasesQuery['myCases'] }) {
  const { t } = useTranslation('cases');
  const { dateTime } = useFormatters();
  const navigate = useNavigate();
  if (cases.length === 0) return <p>{t('list.empty')}</p>;
  function handleOpen(id: string): void {
    openCase(id);
    void navigate('/app/cases/open');
  }
  return (
    <RuledList>
      {cases.map((one) => (
        <li key={one.id}>
          <Stack gap="small">
            <Row>
              <SeverityTag severity={one.severity} />
              <StatusTag status={one.status} />
            </Row>
            <p>
              {t('list.opened', { date: dateTime(one.openedHour) })} · {t('list.entries', { count: one.entryCount })}
            </p>
            {one.dueAt === null ? null : <p>{t('list.due', { date: dateTime(one.dueAt) })}</p>}
            <Row>
              <Button variant="secondary" onClick={() => handleOpen(one.id)}>
                {t('list.open', { date: dateTime(one.openedHour) })}
              </Button>
            </Row>
          </Stack>
        </li>
      ))}
    </RuledList>
  );
}
