import { Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { SiteLink } from '../../shared/site-link.js';
import type { ResourceItem_ResourceFragment } from './resource-item.generated.js';
import styles from './resources.module.css';
import { useResourceWords } from './use-resource-words.js';

export function ResourceItem({ resource }: { resource: ResourceItem_ResourceFragment }) {
  const { t } = useTranslation('resources');
  const words = useResourceWords();
  const reader = useLanguage();
  const format = useFormatters();
  const languages = format.list(resource.languages.map((language) => format.languageName(language)));
  return (
    <article className={styles['item']}>
      <p className={styles['meta']}>
        <strong>{words.category(resource.category)}</strong>
        {resource.emergency ? <Tag tone="danger">{t('item.urgent')}</Tag> : null}
        {resource.status === 'verify' ? <Tag tone="warning">{t('item.check')}</Tag> : null}
      </p>
      <h3 lang={resource.language}>
        <SiteLink to={`/resources/${resource.slug}`}>{resource.title}</SiteLink>
      </h3>
      <p lang={resource.language}>{resource.summary}</p>
      <p className={styles['meta']}>
        <span>{t('item.organisation', { organisation: resource.organisation })}</span>
        <span suppressHydrationWarning>{t('item.offeredIn', { languages })}</span>
        {resource.responseTime === null ? null : (
          <strong>{t('item.responseTime', { time: resource.responseTime })}</strong>
        )}
        {resource.language === reader ? null : (
          <em>{t('item.textLanguage', { language: format.languageName(resource.language) })}</em>
        )}
      </p>
    </article>
  );
}
