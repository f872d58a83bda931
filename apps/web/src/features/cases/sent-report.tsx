import { ACKNOWLEDGE_WITHIN_HOURS } from '@sos/domain';
import { Button, Notice, Row } from '@sos/ui/plain';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';

import { useCaseWords } from './case-words.js';
import { useOutbox } from './case-outbox.js';
import styles from './cases.module.css';
import { openCase } from './open-case.js';
import { OutboxNotice } from './outbox-notice.js';
import type { SubmitState } from './use-submit-report.js';

export interface SentReportProps {
  state: Extract<SubmitState, { status: 'queued' | 'sending' }>;
}

/** Whether it has arrived, and what happens next. */
export function SentReport({ state }: SentReportProps) {
  const { t } = useTranslation('cases');
  const { severity } = useCaseWords();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const { delivered } = useOutbox();
  const textWaits = !delivered.includes(state.reportId);
  useEffect(() => heading.current?.focus(), []);
  function handleOpen(): void {
    openCase(state.caseId);
    void navigate('/app/cases/open');
  }
  return (
    <div className={styles['step']}>
      <h1 ref={heading} tabIndex={-1}>
        {textWaits ? t('sent.waitingTitle') : t('sent.title')}
      </h1>
      {textWaits ? (
        <p>{t('sent.waiting')}</p>
      ) : (
        <Notice tone="success" title={t('sent.arrived')} role="status">
          <p>{t('sent.arrivedText')}</p>
        </Notice>
      )}
      <OutboxNotice />
      {state.status === 'queued' && state.filesFailed ? (
        <Notice tone="warning" title={t('sent.filesFailed')} role="alert" />
      ) : null}
      <h2>{t('sent.next')}</h2>
      <p>
        {t('sent.answerWithin', { level: severity(state.severity), count: ACKNOWLEDGE_WITHIN_HOURS[state.severity] })}
      </p>
      <p>{t('sent.ifNoAnswer')}</p>
      <Row>
        {textWaits ? null : <Button onClick={handleOpen}>{t('sent.open')}</Button>}
        <Link to="/app/cases">{t('sent.list')}</Link>
      </Row>
    </div>
  );
}
