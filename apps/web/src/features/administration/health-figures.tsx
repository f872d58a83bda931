import { DefinitionList, Section, Table, VisuallyHidden } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import type { HealthFigures } from './health-figures.types.js';

interface Part {
  health: HealthFigures;
}

export function HealthDatabase({ health: { database, countAsOf } }: Part) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section id="health-database" heading={t('health.database')}>
      <DefinitionList
        items={[
          { term: t('health.kind'), description: `${database.kind} ${database.version}` },
          { term: t('health.size'), description: format.bytes(database.bytes) },
          {
            term: t('health.problems'),
            description: database.problems.length === 0 ? t('health.none') : database.problems.join(', '),
          },
          { term: t('health.migrations'), description: format.number(database.pendingMigrations) },
          {
            term: t('health.countAsOf'),
            description: countAsOf === null ? t('health.never') : format.dateTime(countAsOf),
          },
        ]}
      />
    </Section>
  );
}

export function HealthProcesses({ health: { processes } }: Part) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section id="health-processes" heading={t('health.processes')}>
      <Table
        stacks
        caption={<VisuallyHidden>{t('health.processes')}</VisuallyHidden>}
        rows={processes}
        rowKey={({ id }) => id}
        empty={<p>{t('health.noProcesses')}</p>}
        columns={[
          { key: 'role', header: t('health.role'), cell: ({ role }) => role, rowHeader: true },
          { key: 'build', header: t('health.build'), cell: ({ build }) => <code>{build}</code> },
          { key: 'started', header: t('health.started'), cell: ({ startedAt }) => format.dateTime(startedAt) },
          { key: 'seen', header: t('health.seen'), cell: ({ seenAt }) => format.dateTime(seenAt) },
        ]}
      />
    </Section>
  );
}

export function HealthQueues({ health: { queues } }: Part) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section id="health-queues" heading={t('health.queues')}>
      <Table
        stacks
        caption={<VisuallyHidden>{t('health.queues')}</VisuallyHidden>}
        rows={queues}
        rowKey={({ name }) => name}
        empty={<p>{t('health.none')}</p>}
        columns={[
          { key: 'name', header: t('health.job'), cell: ({ name }) => <code>{name}</code>, rowHeader: true },
          { key: 'waiting', header: t('health.waiting'), cell: ({ waiting }) => format.number(waiting), numeric: true },
          {
            key: 'failed',
            header: t('health.failedToday'),
            cell: ({ failed }) => format.number(failed),
            numeric: true,
          },
        ]}
      />
    </Section>
  );
}

export function HealthRoster({ health: { roster } }: Part) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section id="health-roster" heading={t('health.roster')}>
      {roster === null ? (
        <p>{t('health.none')}</p>
      ) : (
        <DefinitionList
          items={[
            { term: t('health.version'), description: format.number(roster.version) },
            { term: t('health.renewBy'), description: format.dateTime(roster.renewBy) },
            { term: t('health.notAfter'), description: format.dateTime(roster.notAfter) },
          ]}
        />
      )}
    </Section>
  );
}

export function HealthStorage({ health: { storage, lastBackup } }: Part) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  return (
    <Section id="health-storage" heading={t('health.storage')}>
      <DefinitionList
        items={[
          { term: t('health.files'), description: format.bytes(storage.blobBytes) },
          {
            term: t('health.free'),
            description: t('health.freeOf', {
              free: format.bytes(storage.freeBytes),
              total: format.bytes(storage.totalBytes),
            }),
          },
          {
            term: t('health.lastBackup'),
            description:
              lastBackup === null
                ? t('health.noBackup')
                : t('health.backupAt', { date: format.dateTime(lastBackup.at), size: format.bytes(lastBackup.bytes) }),
          },
        ]}
      />
    </Section>
  );
}
