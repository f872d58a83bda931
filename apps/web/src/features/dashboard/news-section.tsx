import { isOneOf } from '@sos/domain';
import { RuledList, Section } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { useService } from '../../shared/service.js';
import { sitePath } from '../../shared/site-path.js';
import styles from './dashboard.module.css';
import type { NewsList_ItemFragment } from './news-list.generated.js';

const KINDS = ['update', 'reply', 'correction', 'suspension', 'stop', 'outcome'] as const;

export function NewsSection({ news }: { news: readonly NewsList_ItemFragment[] }) {
  const { t } = useTranslation('dashboard');
  return (
    <Section id="news" heading={t('news.heading')}>
      {news.length === 0 ? (
        <p>{t('news.none')}</p>
      ) : (
        <RuledList>
          {news.map((item) => (
            <li key={item.id}>
              <News item={item} />
            </li>
          ))}
        </RuledList>
      )}
    </Section>
  );
}

function News({ item }: { item: NewsList_ItemFragment }) {
  const { t } = useTranslation('campaigns');
  const format = useFormatters();
  const language = useLanguage();
  const { siteOrigin } = useService();
  const kind = isOneOf(KINDS, item.kind) ? item.kind : 'update';
  return (
    <article className={styles['item']}>
      <p className={styles['meta']}>
        <strong>{t(`updateKind.${kind}`)}</strong>
        <time dateTime={item.at}>{format.date(item.at)}</time>
      </p>
      <p>
        <a href={`${siteOrigin}${sitePath(language, `/campaigns/${item.campaign.slug}`)}`}>{item.title}</a>
      </p>
    </article>
  );
}
