import { useSuspenseQuery } from '@apollo/client/react';
import { Breadcrumb, ButtonLink, DefinitionList, Notice, PageHeading, Tag } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { SiteLink, useSitePath } from '../../shared/site-link.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { ResourceScreenDocument, type ResourceScreenQuery } from './resource-screen.generated.js';
import styles from './resources.module.css';
import { useResourceWords } from './use-resource-words.js';

type Resource = ResourceScreenQuery['resource'];

/** Route: /resources/:slug */
export function ResourceScreen() {
  const { t } = useTranslation(['resources', 'common']);
  const { slug = '' } = useParams();
  const language = useLanguage();
  const path = useSitePath();
  const words = useResourceWords();
  const { data } = useSuspenseQuery(ResourceScreenDocument, { variables: { slug, language } });
  const { resource } = data;
  return (
    <>
      <PageHead title={resource.title} description={resource.summary} />
      <Breadcrumb
        label={t('common:pages.breadcrumb')}
        items={[
          { label: t('page.back'), href: path('/resources') },
          { label: words.category(resource.category), href: path(`/resources?category=${resource.category}`) },
        ]}
      />
      <article className={styles['detail']}>
        <div lang={resource.language}>
          <PageHeading title={resource.title} lede={resource.summary}>
            {resource.emergency ? (
              <div lang={language}>
                <Tag tone="danger">{t('item.urgent')}</Tag>
              </div>
            ) : null}
          </PageHeading>
        </div>
        <Cautions resource={resource} />
        <Go resource={resource} />
        <Facts resource={resource} />
        {resource.emergency ? (
          <p>
            <SiteLink to="/help-now">{t('page.urgentHelp')}</SiteLink>
          </p>
        ) : null}
      </article>
    </>
  );
}

/** What a reader must know before they rely on it. */
function Cautions({ resource }: { resource: Resource }) {
  const { t } = useTranslation('resources');
  const reader = useLanguage();
  const { languageName } = useFormatters();
  return (
    <>
      {resource.status === 'verify' ? (
        <Notice tone="warning" title={t('page.verifyTitle')}>
          <p>{t('page.verifyBody')}</p>
        </Notice>
      ) : null}
      {resource.language === reader ? null : (
        <Notice title={t('page.textLanguageTitle', { language: languageName(resource.language) })}>
          <p>{t('page.textLanguageBody')}</p>
        </Notice>
      )}
    </>
  );
}

function Go({ resource }: { resource: Resource }) {
  const { t } = useTranslation('resources');
  return (
    <div className={styles['go']}>
      <ButtonLink href={resource.url} rel="noopener noreferrer">
        {t('page.go', { organisation: resource.organisation })}
      </ButtonLink>
      <p className={styles['soft']}>{t('page.goHint', { host: hostOf(resource.url) })}</p>
    </div>
  );
}

function Facts({ resource }: { resource: Resource }) {
  const { t } = useTranslation('resources');
  const words = useResourceWords();
  const { region } = useVocabulary();
  const format = useFormatters();
  const urgent = resource.emergency
    ? t('page.urgentYes', { kind: words.emergencyKind(resource.emergencyKind) })
    : t('page.urgentNo');
  const items = [
    { term: t('page.who'), description: resource.organisation },
    { term: t('page.category'), description: words.category(resource.category) },
    { term: t('page.urgent'), description: urgent },
    ...(resource.responseTime === null ? [] : [{ term: t('page.responseTime'), description: resource.responseTime }]),
    {
      term: t('page.languages'),
      description: (
        <>
          {format.list(resource.languages.map((one) => format.languageName(one)))}
          <br />
          <span className={styles['soft']}>{t('page.languagesHint')}</span>
        </>
      ),
    },
    { term: t('page.regions'), description: format.list(resource.regions.map((one) => region(one))) },
    {
      term: t('page.lastVerified'),
      description: resource.lastVerified === null ? t('page.neverVerified') : format.date(resource.lastVerified),
    },
  ];
  return <DefinitionList items={items} />;
}

/** Shown before the reader goes there; an address that cannot be read is shown as it is. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : address;
}
