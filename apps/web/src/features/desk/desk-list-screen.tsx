import { useSuspenseQuery } from '@apollo/client/react';
import { CAMPAIGN_STATUSES, mayDo, type CampaignStatus } from '@sos/domain';
import { buttonClass, PageHeading, Section, Table, VisuallyHidden, type Column } from '@sos/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';

import { useViewer } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { DeskListScreenDocument, type DeskListScreenQuery } from './desk-list-screen.generated.js';
import { useTitle } from './use-title.js';

type Row = DeskListScreenQuery['deskCampaigns'][number];

/** Route: /app/campaigns. By status, in the order a campaign lives through. */
export function DeskListScreen() {
  const { t } = useTranslation('desk');
  const { roles } = useViewer();
  const { data } = useSuspenseQuery(DeskListScreenDocument, { fetchPolicy: 'cache-and-network' });
  const groups = CAMPAIGN_STATUSES.map((status) => ({
    status,
    rows: data.deskCampaigns.filter((row) => row.status === status),
  }));
  return (
    <>
      <PageHead title={t('list.title')} />
      <PageHeading title={t('list.title')} lede={t('list.intro')}>
        {mayDo('campaigns.write', roles) ? (
          <Link className={buttonClass()} to="/app/campaigns/new">
            {t('list.new')}
          </Link>
        ) : null}
      </PageHeading>
      {data.deskCampaigns.length === 0 ? <p>{t('list.none')}</p> : null}
      {groups
        .filter(({ rows }) => rows.length > 0)
        .map(({ status, rows }) => (
          <Group key={status} status={status} rows={rows} />
        ))}
    </>
  );
}

function Group({ status, rows }: { status: CampaignStatus; rows: Row[] }) {
  const { t } = useTranslation('desk');
  const words = useVocabulary();
  const columns = useColumns();
  const name = words.campaignStatus(status);
  return (
    <Section id={`status-${status}`} heading={t('list.groupCount', { status: name, count: rows.length })}>
      <Table
        caption={<VisuallyHidden>{t('list.caption', { status: name })}</VisuallyHidden>}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
      />
    </Section>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('desk');
  const words = useVocabulary();
  const format = useFormatters();
  const title = useTitle();
  return [
    {
      key: 'title',
      header: t('list.column.title'),
      cell: (row) => <Link to={`/app/campaigns/${row.id}`}>{title(row.texts)}</Link>,
      rowHeader: true,
    },
    { key: 'type', header: t('list.column.type'), cell: (row) => words.campaignType(row.type) },
    { key: 'author', header: t('list.column.author'), cell: (row) => row.authorName || t('former') },
    {
      key: 'signatures',
      header: t('list.column.signatures'),
      cell: (row) => format.number(row.count.confirmed),
      numeric: true,
    },
    {
      key: 'closes',
      header: t('list.column.closes'),
      cell: (row) => (row.closesAt === null ? t('list.noDate') : format.date(row.closesAt)),
    },
    { key: 'changed', header: t('list.column.changed'), cell: (row) => format.date(row.changedAt) },
  ];
}
