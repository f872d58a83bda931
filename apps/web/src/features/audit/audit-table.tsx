import { Table, VisuallyHidden, type Column } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import type { AuditTable_EntryFragment } from './audit-entry.generated.js';
import { useAuditWords } from './audit-words.js';
import styles from './audit.module.css';

export interface AuditTableProps {
  entries: readonly AuditTable_EntryFragment[];
  caption: string;
  empty: string;
}

export function AuditTable({ entries, caption, empty }: AuditTableProps) {
  const columns = useColumns();
  return (
    <Table
      stacks
      caption={<VisuallyHidden>{caption}</VisuallyHidden>}
      columns={columns}
      rows={entries}
      rowKey={({ sequence }) => String(sequence)}
      empty={<p>{empty}</p>}
    />
  );
}

function useColumns(): Column<AuditTable_EntryFragment>[] {
  const { t } = useTranslation('audit');
  const words = useAuditWords();
  const format = useFormatters();
  return [
    { key: 'number', header: '#', cell: ({ sequence }) => format.number(sequence), numeric: true },
    {
      key: 'when',
      header: t('column.when'),
      cell: ({ at }) => <span className={styles['when']}>{format.dateTime(at)}</span>,
    },
    { key: 'who', header: t('column.who'), cell: (entry) => <Who entry={entry} /> },
    {
      key: 'what',
      header: t('column.what'),
      cell: ({ event, facts }) => (
        <>
          {words.event(event)}
          <Facts facts={facts} />
        </>
      ),
      rowHeader: true,
    },
    {
      key: 'about',
      header: t('column.about'),
      cell: ({ subject, subjectId, subjectName }) => (
        <>
          {words.subject(subject)}
          {subjectName === null ? null : `: ${subjectName}`}
          {subjectName === null && subjectId !== null ? <code className={styles['id']}>{subjectId}</code> : null}
        </>
      ),
    },
  ];
}

function Who({ entry: { actorId, actorName } }: { entry: AuditTable_EntryFragment }) {
  const { t } = useTranslation('audit');
  const { id } = useViewer();
  if (actorId === null) return t('who.service');
  if (actorId === id) return t('who.you');
  if (actorName !== null) return actorName;
  return (
    <>
      {t('who.former')}
      <code className={styles['id']}>{actorId}</code>
    </>
  );
}

/** Codes, counts and hashes, as they are stored: they are for comparing. */
function Facts({ facts }: Pick<AuditTable_EntryFragment, 'facts'>) {
  if (facts.length === 0) return null;
  return (
    <span className={styles['facts']}>
      {facts.map(({ name, value }) => (
        <code key={name}>
          {name}={value}
        </code>
      ))}
    </span>
  );
}
