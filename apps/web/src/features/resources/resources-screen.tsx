import { useSuspenseQuery } from '@apollo/client/react';
import { Notice, PageHeading, Pagination, RuledList } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';

import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { SiteLink, useSitePath } from '../../shared/site-link.js';
import { ResourceItem } from './resource-item.js';
import { isFiltered, parseSearch, searchPath, type ResourceSearch } from './resources-address.js';
import { ResourcesScreenDocument, type ResourcesScreenQuery } from './resources-screen.generated.js';
import { ResourcesSearchForm } from './resources-search-form.js';
import styles from './resources.module.css';
import { useResourceWords } from './use-resource-words.js';

/** Route: /resources. Everything that was asked stands in the address. */
export function ResourcesScreen() {
  const { t } = useTranslation('resources');
  const language = useLanguage();
  const [params] = useSearchParams();
  const search = parseSearch(params);
  const { q, category, region, offeredIn, urgent, page } = search;
  const { data } = useSuspenseQuery(ResourcesScreenDocument, {
    variables: {
      language,
      filter: {
        search: q || null,
        category: category || null,
        region: region || null,
        offeredIn: offeredIn || null,
        emergencyOnly: urgent,
        page,
      },
    },
  });
  return (
    <>
      <PageHead title={t('title')} description={t('description')} />
      <PageHeading title={t('title')} lede={t('intro')} />
      <div className={styles['layout']}>
        {/* A new key when the address changes, so that the fields follow it. */}
        <ResourcesSearchForm key={searchPath(search)} search={search} />
        <section className={styles['results']} aria-labelledby="results">
          <Results search={search} found={data.resources} />
        </section>
      </div>
    </>
  );
}

interface ResultsProps {
  search: ResourceSearch;
  found: ResourcesScreenQuery['resources'];
}

function Results({ search, found }: ResultsProps) {
  const { t } = useTranslation('resources');
  const count =
    search.q === ''
      ? t('results.count', { count: found.total })
      : t('results.countFor', { count: found.total, query: search.q });
  return (
    <>
      <h2 id="results">{found.total === 0 ? t('empty.heading') : count}</h2>
      {found.total === 0 ? <Empty search={search} /> : null}
      {found.categories.length > 0 ? <Facets search={search} found={found} /> : null}
      <RuledList>
        {found.items.map((resource) => (
          <li key={resource.id}>
            <ResourceItem resource={resource} />
          </li>
        ))}
      </RuledList>
      {found.pageCount > 1 ? <Pages search={search} found={found} /> : null}
    </>
  );
}

function Facets({ search, found }: ResultsProps) {
  const { t } = useTranslation('resources');
  const words = useResourceWords();
  return (
    <nav aria-label={t('results.facets')} className={styles['facets']}>
      <ul>
        {search.category === '' ? null : (
          <li>
            <SiteLink to={searchPath(search, { category: '' })}>{t('search.allCategories')}</SiteLink>
          </li>
        )}
        {found.categories.map(({ category, count }) => (
          <li key={category}>
            <SiteLink
              to={searchPath(search, { category })}
              aria-current={category === search.category ? 'true' : undefined}
            >
              {t('results.facet', { category: words.category(category), count })}
            </SiteLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Pages({ search, found: { page, pageCount } }: ResultsProps) {
  const { t } = useTranslation('common');
  const path = useSitePath();
  const at = (number: number) => path(searchPath(search, { page: number }));
  return (
    <Pagination
      label={t('pages.label')}
      summary={t('pages.summary', { page, count: pageCount })}
      previous={page > 1 ? { href: at(page - 1), label: t('pages.previous') } : undefined}
      next={page < pageCount ? { href: at(page + 1), label: t('pages.next') } : undefined}
    />
  );
}

/** Nobody who looks for help meets a dead end. */
function Empty({ search }: { search: ResourceSearch }) {
  const { t } = useTranslation('resources');
  const everything = { q: search.q, category: '', region: '', offeredIn: '', urgent: false, page: 1 };
  return (
    <Notice title={t('empty.body')} role="status">
      <ul className={styles['ways']}>
        {search.q === '' ? null : <li>{t('empty.fewerWords')}</li>}
        {search.q !== '' && isFiltered(search) ? (
          <li>
            <SiteLink to={searchPath(everything)}>{t('empty.withoutFilters', { query: search.q })}</SiteLink>
          </li>
        ) : null}
        <li>
          <SiteLink to="/resources">{t('empty.browse')}</SiteLink>
        </li>
        <li>
          <SiteLink to="/help-now">{t('empty.urgentHelp')}</SiteLink>
        </li>
      </ul>
    </Notice>
  );
}
