import { useMutation } from '@apollo/client/react';
import { Button, DefinitionList, Section, Stack, Table, useStatus, VisuallyHidden } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import type { HealthFigures } from './health-figures.types.js';
import { RetryMailDocument } from './health.generated.js';

export interface HealthMailProps {
  mail: HealthFigures['mail'];
  onRetried: () => void;
}

/** What waits, and what failed for good: by code, never by address. */
export function HealthMail({ mail, onRetried }: HealthMailProps) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section id="health-mail" heading={t('health.mail')}>
      <Stack>
        <DefinitionList
          items={[
            { term: t('health.pending'), description: format.number(mail.pending) },
            {
              term: t('health.oldestDue'),
              description: mail.oldestDue === null ? t('health.none') : format.dateTime(mail.oldestDue),
            },
          ]}
        />
        <Table
          stacks
          caption={t('health.failuresByDay')}
          rows={mail.byDay}
          rowKey={({ day, code }) => `${day} ${code}`}
          columns={[
            { key: 'day', header: t('health.day'), cell: ({ day }) => format.date(day), rowHeader: true },
            { key: 'code', header: t('health.code'), cell: ({ code }) => <code>{code}</code> },
            { key: 'count', header: t('health.count'), cell: ({ count }) => format.number(count), numeric: true },
          ]}
          empty={<p>{t('health.noFailures')}</p>}
        />
        {mail.failed.length > 0 ? <Failed mail={mail} onRetried={onRetried} /> : null}
      </Stack>
    </Section>
  );
}

function Failed({ mail, onRetried }: HealthMailProps) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  const announce = useStatus();
  const place = useCaughtFocus(mail.failed.length);
  const [run, { loading }] = useMutation(RetryMailDocument);
  const [failure, setFailure] = useState<Error | null>(null);
  async function handleRetry(id: string): Promise<void> {
    try {
      await run({ variables: { id } });
      setFailure(null);
      announce({ tone: 'success', text: t('health.retried') });
      onRetried();
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error('UNKNOWN'));
    }
  }
  return (
    <div ref={place} tabIndex={-1}>
      {failure === null ? null : <ErrorNotice error={failure} />}
      <Table
        stacks
        caption={t('health.failedMails')}
        rows={mail.failed}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'template',
            header: t('health.template'),
            cell: ({ template }) => <code>{template}</code>,
            rowHeader: true,
          },
          { key: 'code', header: t('health.code'), cell: ({ code }) => <code>{code}</code> },
          { key: 'created', header: t('health.queuedAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
          {
            key: 'retry',
            header: t('health.action'),
            cell: ({ id, template, createdAt }) => (
              <Button variant="quiet" busy={loading} onClick={() => void handleRetry(id)}>
                {t('health.retry')}
                <VisuallyHidden>
                  {' '}
                  {template}, {format.dateTime(createdAt)}
                </VisuallyHidden>
              </Button>
            ),
          },
        ]}
      />
    </div>
  );
}
