import { DefinitionList, Section, Table } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import type { DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';
import styles from './desk.module.css';

interface RecordsProps {
  campaign: DeskCampaign_CampaignFragment;
}

/** Confirmed, waiting, gone; by day and by the site they came through. For the team alone. */
export function CampaignBreakdown({ campaign }: RecordsProps) {
  const { t } = useTranslation('desk');
  const format = useFormatters();
  const { breakdown, count, goal } = campaign;
  return (
    <Section id="signatures" heading={t('breakdown.heading')} note={t('breakdown.note')}>
      <DefinitionList
        items={[
          {
            term: t('breakdown.confirmed'),
            description: (
              <>
                <strong>{format.number(count.confirmed)}</strong>{' '}
                <span className={styles['soft']}>{t('breakdown.asOf', { date: format.dateTime(count.asOf) })}</span>
              </>
            ),
          },
          { term: t('breakdown.unconfirmed'), description: format.number(breakdown.unconfirmed) },
          { term: t('breakdown.removed'), description: format.number(breakdown.removed) },
          ...(goal === null ? [] : [{ term: t('breakdown.goal'), description: format.number(goal) }]),
        ]}
      />
      {breakdown.byDay.length === 0 ? <p>{t('breakdown.none')}</p> : <ByDayAndPartner campaign={campaign} />}
    </Section>
  );
}

function ByDayAndPartner({ campaign }: RecordsProps) {
  const { t } = useTranslation('desk');
  const format = useFormatters('UTC');
  const { byDay, byPartner } = campaign.breakdown;
  return (
    <>
      <Table
        caption={t('breakdown.byDay')}
        rows={byDay}
        rowKey={(row) => row.day}
        columns={[
          { key: 'day', header: t('breakdown.day'), cell: (row) => format.date(row.day), rowHeader: true },
          { key: 'count', header: t('breakdown.count'), cell: (row) => format.number(row.confirmed), numeric: true },
        ]}
      />
      <Table
        caption={t('breakdown.byPartner')}
        rows={byPartner}
        rowKey={(row) => row.name ?? ''}
        columns={[
          {
            key: 'partner',
            header: t('breakdown.partner'),
            cell: (row) => row.name ?? t('breakdown.ownPages'),
            rowHeader: true,
          },
          { key: 'count', header: t('breakdown.count'), cell: (row) => format.number(row.confirmed), numeric: true },
        ]}
      />
    </>
  );
}

export function CampaignHistory({ campaign }: RecordsProps) {
  const { t } = useTranslation('desk');
  const words = useVocabulary();
  const format = useFormatters();
  const { history, approvals } = campaign;
  return (
    <Section id="history" heading={t('history.heading')}>
      {history.length === 0 ? (
        <p>{t('history.none')}</p>
      ) : (
        <ol className={styles['list']}>
          {history.map(({ at, from, to, actorName }) => (
            <li key={`${at} ${to}`}>
              {t('history.step', { from: words.campaignStatus(from), to: words.campaignStatus(to) })}{' '}
              <span className={styles['soft']}>
                {t('history.by', { name: actorName || t('former'), date: format.dateTime(at) })}
              </span>
            </li>
          ))}
        </ol>
      )}
      <h3>{t('history.approvals')}</h3>
      {approvals.length === 0 ? (
        <p>{t('history.noApprovals')}</p>
      ) : (
        <ul className={styles['list']}>
          {approvals.map(({ at, version, approverName }) => (
            <li key={`${version} ${approverName}`}>
              {t('history.approval', { version, name: approverName || t('former'), date: format.dateTime(at) })}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
