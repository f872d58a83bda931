import { useQuery } from '@apollo/client/react';
import { PageHeading, Section, Stack } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { PageHead } from '../../shared/page-head.js';
import { AuditChain } from './audit-chain.js';
import { AuditExport } from './audit-export.js';
import { AuditFilterForm, NO_FILTER, type AuditFilter } from './audit-filter.js';
import { AuditList } from './audit-list.js';
import { AuditScreenDocument } from './audit-screen.generated.js';

interface Wanted {
  readonly filter: AuditFilter;
  readonly before: number | null;
}

/** Route: /app/audit. What is looked for stays out of the address: it can name a person. */
export function AuditScreen() {
  const { t } = useTranslation('audit');
  const [{ filter, before }, setWanted] = useState<Wanted>({ filter: NO_FILTER, before: null });
  return (
    <>
      <PageHead title={t('screen.title')} />
      <PageHeading title={t('screen.title')} lede={t('screen.lede')} />
      <AuditChain />
      <Section id="filter" heading={t('filter.heading')}>
        <Stack gap="large">
          <AuditFilterForm onChange={(wanted) => setWanted({ filter: wanted, before: null })} />
          <AuditExport filter={filter} />
        </Stack>
      </Section>
      <Entries filter={filter} before={before} onGo={(from) => setWanted({ filter, before: from })} />
    </>
  );
}

function Entries({ filter, before, onGo }: Wanted & { onGo: (before: number | null) => void }) {
  const { t } = useTranslation('audit');
  const { data, previousData, error, loading, refetch } = useQuery(AuditScreenDocument, {
    variables: { filter, before },
    fetchPolicy: 'network-only',
  });
  return (
    <AuditList
      page={(data ?? previousData)?.auditEntries}
      loading={loading}
      error={error}
      onRetry={() => void refetch()}
      isFirst={before === null}
      onGo={onGo}
      label={t('screen.entries')}
      caption={t('screen.caption')}
      empty={t('screen.none')}
    />
  );
}
