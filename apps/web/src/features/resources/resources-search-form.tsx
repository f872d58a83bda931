import { LIMITS, REGIONS, RESOURCE_CATEGORIES } from '@sos/domain';
import { Button, Checkbox, Select, TextField } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { SiteLink, useSitePath } from '../../shared/site-link.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { isFiltered, OFFERED_LANGUAGES, type ResourceSearch } from './resources-address.js';
import styles from './resources.module.css';
import { useResourceWords } from './use-resource-words.js';

/** A form that asks with its address: it works without a script, and a search can be kept or sent as a link. */
export function ResourcesSearchForm({ search }: { search: ResourceSearch }) {
  const { t } = useTranslation('resources');
  const { category } = useResourceWords();
  const { region } = useVocabulary();
  const { languageName } = useFormatters();
  const path = useSitePath();
  return (
    <form
      method="get"
      action={path('/resources')}
      role="search"
      aria-label={t('search.heading')}
      className={styles['search']}
    >
      <TextField
        type="search"
        name="q"
        label={t('search.query')}
        hint={t('search.queryHint')}
        defaultValue={search.q}
        maxLength={LIMITS.searchQuery}
      />
      <div>
        <Button type="submit">{t('search.submit')}</Button>
      </div>
      <details className={styles['more']} open={isFiltered(search)}>
        <summary>{t('search.more')}</summary>
        <div className={styles['filters']}>
          <Select
            name="category"
            label={t('search.category')}
            placeholder={t('search.allCategories')}
            defaultValue={search.category}
            options={RESOURCE_CATEGORIES.map((value) => ({ value, label: category(value) }))}
          />
          <Select
            name="region"
            label={t('search.region')}
            placeholder={t('search.allRegions')}
            defaultValue={search.region}
            options={REGIONS.map((value) => ({ value, label: region(value) }))}
          />
          <Select
            name="offeredIn"
            label={t('search.offeredIn')}
            placeholder={t('search.anyLanguage')}
            defaultValue={search.offeredIn}
            options={OFFERED_LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
          />
          <Checkbox name="urgent" value="1" label={t('search.urgent')} defaultChecked={search.urgent} />
        </div>
      </details>
      {search.q !== '' || isFiltered(search) ? (
        <p>
          <SiteLink to="/resources">{t('search.clear')}</SiteLink>
        </p>
      ) : null}
    </form>
  );
}
