import { isOneOf } from '@sos/domain';
import { Prose, RuledList, Section, Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { Markdown } from '../../shared/markdown.js';
import type { CampaignUpdates_CampaignFragment } from './campaign-updates.generated.js';
import styles from './campaigns.module.css';

const KINDS = ['update', 'reply', 'correction', 'suspension', 'stop', 'outcome'] as const;

export interface CampaignUpdatesProps {
  campaign: CampaignUpdates_CampaignFragment;
}

/** Newest first; each keeps its number for good. */
export function CampaignUpdates({ campaign }: CampaignUpdatesProps) {
  const { t } = useTranslation('campaigns');
  const updates = [...campaign.updates].sort((a, b) => b.number - a.number);
  return (
    <Section id="updates" heading={t('page.updates')}>
      {updates.length === 0 ? (
        <p>{t('page.noUpdates')}</p>
      ) : (
        <RuledList>
          {updates.map((update) => (
            <li key={update.id}>
              <Update update={update} timeZone={campaign.timeZone} />
            </li>
          ))}
        </RuledList>
      )}
    </Section>
  );
}

function Update({
  update,
  timeZone,
}: {
  update: CampaignUpdates_CampaignFragment['updates'][number];
  timeZone: string;
}) {
  const { t } = useTranslation('campaigns');
  const format = useFormatters(timeZone);
  const kind = isOneOf(KINDS, update.kind) ? update.kind : 'update';
  const halting = kind === 'stop' || kind === 'suspension';
  return (
    <article className={styles['update']}>
      <p className={styles['meta']}>
        <Tag tone={halting ? 'danger' : 'info'}>
          {t('page.updateNumber', { kind: t(`updateKind.${kind}`), number: update.number })}
        </Tag>
        <time dateTime={update.publishedAt}>{format.date(update.publishedAt)}</time>
      </p>
      <h3 lang={update.language}>{update.title}</h3>
      <Prose lang={update.language}>
        <Markdown source={update.body} headingLevel={4} />
      </Prose>
    </article>
  );
}
