import { useQuery } from '@apollo/client/react';
import { PageHeading } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { PageHead } from '../../shared/page-head.js';
import { AuditList } from './audit-list.js';
import { MyAuditScreenDocument } from './my-audit-screen.generated.js';

/** Route: /app/account/history. Whoever sees a sign-in that was not theirs can say so. */
export function MyAuditScreen() {
  const { t } = useTranslation('audit');
  const [before, setBefore] = useState<number | null>(null);
  const { data, previousData, error, loading, refetch } = useQuery(MyAuditScreenDocument, {
    variables: { before },
    fetchPolicy: 'network-only',
  });
  return (
    <>
      <PageHead title={t('mine.title')} />
      <PageHeading title={t('mine.title')} lede={t('mine.lede')} />
      <AuditList
        page={(data ?? previousData)?.myAuditEntries}
        loading={loading}
        error={error}
        onRetry={() => void refetch()}
        isFirst={before === null}
        onGo={setBefore}
        label={t('mine.title')}
        caption={t('mine.caption')}
        empty={t('mine.none')}
      />
    </>
  );
}
