import { buttonClass, Row, Section } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import styles from './dashboard.module.css';
import type { DashboardScreenQuery } from './dashboard-screen.generated.js';

const STATES = ['new', 'active', 'done'] as const;
type CaseState = (typeof STATES)[number];

function stateOf(status: string): CaseState {
  if (status === 'submitted') return 'new';
  return status === 'closed' || status === 'declined' ? 'done' : 'active';
}

export function CasesSection({ cases }: { cases: NonNullable<DashboardScreenQuery['myCases']> }) {
  const { t } = useTranslation('dashboard');
  const counts = STATES.map((state) => ({
    state,
    count: cases.filter(({ status }) => stateOf(status) === state).length,
  }));
  return (
    <Section id="cases" heading={t('cases.heading')}>
      {cases.length === 0 ? (
        <p>{t('cases.none')}</p>
      ) : (
        <>
          <p>
            <strong>{t('cases.count', { count: cases.length })}</strong>
          </p>
          <ul className={styles['figures']}>
            {counts
              .filter(({ count }) => count > 0)
              .map(({ state, count }) => (
                <li key={state}>{t('cases.stateCount', { count, state: t(`cases.state.${state}`) })}</li>
              ))}
          </ul>
        </>
      )}
      <Row>
        {cases.length === 0 ? null : (
          <Link className={buttonClass({ variant: 'secondary' })} to="/app/cases">
            {t('cases.open')}
          </Link>
        )}
        <Link className={buttonClass({ variant: cases.length === 0 ? 'primary' : 'secondary' })} to="/app/cases/new">
          {t('cases.report')}
        </Link>
      </Row>
    </Section>
  );
}

export function InboxSection({ cases }: { cases: NonNullable<DashboardScreenQuery['inbox']> }) {
  const { t } = useTranslation('dashboard');
  const [now] = useState(() => Date.now());
  const waiting = cases.filter(({ dueAt }) => dueAt !== null);
  const overdue = waiting.filter(({ dueAt }) => dueAt !== null && Date.parse(dueAt) < now).length;
  const mine = cases.filter((one) => one.mine).length;
  return (
    <Section id="inbox" heading={t('inbox.heading')} urgent={overdue > 0}>
      {waiting.length === 0 && mine === 0 ? (
        <p>{t('inbox.none')}</p>
      ) : (
        <ul className={styles['figures']}>
          {waiting.length > 0 ? (
            <li>
              <strong>{t('inbox.unacknowledged', { count: waiting.length })}</strong>
            </li>
          ) : null}
          {overdue > 0 ? <li className={styles['overdue']}>{t('inbox.overdue', { count: overdue })}</li> : null}
          {mine > 0 ? <li>{t('inbox.mine', { count: mine })}</li> : null}
        </ul>
      )}
      <Row>
        <Link className={buttonClass()} to="/app/inbox">
          {t('inbox.open')}
        </Link>
      </Row>
    </Section>
  );
}
