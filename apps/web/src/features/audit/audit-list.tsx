import { Button, Row, Stack } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { PageLoading } from '../../shared/page-loading.js';
import type { AuditTable_EntryFragment } from './audit-entry.generated.js';
import { AuditTable, type AuditTableProps } from './audit-table.js';
import styles from './audit.module.css';

export interface AuditListProps extends Omit<AuditTableProps, 'entries'> {
  /** What is shown while the next page is on its way: the one before. */
  page: { entries: readonly AuditTable_EntryFragment[]; next: number | null } | undefined;
  loading: boolean;
  error: Error | undefined;
  onRetry: () => void;
  isFirst: boolean;
  onGo: (before: number | null) => void;
  label: string;
}

/** Entries, newest first, a page at a time. */
export function AuditList({ page, loading, error, onRetry, isFirst, onGo, label, ...table }: AuditListProps) {
  const { t } = useTranslation('audit');
  if (error) return <ErrorNotice error={error} onRetry={onRetry} />;
  if (!page) return <PageLoading />;
  return (
    <section aria-busy={loading} aria-label={label} className={loading ? styles['busy'] : undefined}>
      <Stack>
        <p role="status">{loading ? t('screen.loading') : null}</p>
        <AuditTable {...table} entries={page.entries} />
        <Row>
          {isFirst ? null : (
            <Button variant="quiet" onClick={() => onGo(null)}>
              {t('screen.newest')}
            </Button>
          )}
          {page.next === null ? null : (
            <Button variant="secondary" onClick={() => onGo(page.next)}>
              {t('screen.older')}
            </Button>
          )}
        </Row>
      </Stack>
    </section>
  );
}
