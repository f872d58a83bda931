import { useSuspenseQuery } from '@apollo/client/react';
import { CAMPAIGN_TYPES, isOneOf, REGIONS } from '@sos/domain';
import { Button, Notice, PageHeading, RuledList, Section, Select } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';

import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { SiteLink, useSitePath } from '../../shared/site-link.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import type { CampaignCard_CampaignFragment } from './campaign-card.generated.js';
import { CampaignCard } from './campaign-card.js';
import { CampaignsScreenDocument } from './campaigns-screen.generated.js';
import styles from './campaigns.module.css';

export function OpenCampaignsScreen() {
  return <CampaignsScreen list="open" />;
}

export function ArchiveScreen() {
  return <CampaignsScreen list="archive" />;
}

type List = 'open' | 'archive';

function CampaignsScreen({ list }: { list: List }) {
  const { t } = useTranslation('campaigns');
  const language = useLanguage();
  const filter = useFilter();
  const { data } = useSuspenseQuery(CampaignsScreenDocument, {
    variables: { language, filter: { list, type: filter.type || null, region: filter.region || null } },
  });
  const archive = list === 'archive';
  const title = t(archive ? 'list.archiveTitle' : 'list.title');
  return (
    <>
      <PageHead title={title} description={t(archive ? 'list.archiveDescription' : 'list.description')} />
      <PageHeading title={title} lede={t(archive ? 'list.archiveIntro' : 'list.intro')}>
        <Views list={list} />
      </PageHeading>
      <Filters list={list} {...filter} />
      <Found list={list} campaigns={data.campaigns} filtered={filter.type !== '' || filter.region !== ''} />
    </>
  );
}

interface Filter {
  type: string;
  region: string;
}

/** What the address asks for, as far as it makes sense. */
function useFilter(): Filter {
  const [params] = useSearchParams();
  const type = params.get('type');
  const region = params.get('region');
  return { type: isOneOf(CAMPAIGN_TYPES, type) ? type : '', region: isOneOf(REGIONS, region) ? region : '' };
}

function Views({ list }: { list: List }) {
  const { t } = useTranslation('campaigns');
  return (
    <nav aria-label={t('list.views')} className={styles['views']}>
      <SiteLink to="/campaigns" aria-current={list === 'open' ? 'page' : undefined}>
        {t('list.toOpen')}
      </SiteLink>
      <SiteLink to="/campaigns/archive" aria-current={list === 'archive' ? 'page' : undefined}>
        {t('list.toArchive')}
      </SiteLink>
    </nav>
  );
}

function Filters({ list, type, region }: Filter & { list: List }) {
  const { t } = useTranslation('campaigns');
  const words = useVocabulary();
  const path = useSitePath();
  return (
    // A new key when the address changes, so that the choices follow it.
    <form
      key={`${type} ${region}`}
      method="get"
      action={path(list === 'archive' ? '/campaigns/archive' : '/campaigns')}
      className={styles['filters']}
      aria-label={t('list.filter')}
    >
      <Select
        name="type"
        label={t('list.type')}
        placeholder={t('list.allTypes')}
        defaultValue={type}
        options={CAMPAIGN_TYPES.map((value) => ({ value, label: words.campaignType(value) }))}
      />
      <Select
        name="region"
        label={t('list.region')}
        placeholder={t('list.allRegions')}
        defaultValue={region}
        options={REGIONS.map((value) => ({ value, label: words.region(value) }))}
      />
      <Button type="submit" variant="secondary">
        {t('list.apply')}
      </Button>
    </form>
  );
}

function Found({
  list,
  campaigns,
  filtered,
}: {
  list: List;
  campaigns: readonly CampaignCard_CampaignFragment[];
  filtered: boolean;
}) {
  const { t } = useTranslation('campaigns');
  const base = list === 'archive' ? '/campaigns/archive' : '/campaigns';
  if (campaigns.length === 0) {
    return (
      <Notice title={t(list === 'archive' ? 'list.emptyArchive' : 'list.empty')}>
        <p>{t('list.emptyHint')}</p>
        <p>
          <SiteLink to={base}>{t('list.clear')}</SiteLink>
        </p>
      </Notice>
    );
  }
  const urgent = list === 'open' ? campaigns.filter(({ type }) => type === 'urgent_appeal') : [];
  const rest = campaigns.filter((campaign) => !urgent.includes(campaign));
  return (
    <>
      <p className={styles['found']} role="status">
        {t('list.count', { count: campaigns.length })}{' '}
        {filtered ? <SiteLink to={base}>{t('list.clear')}</SiteLink> : null}
      </p>
      {urgent.length > 0 ? <Cards id="urgent" heading={t('list.urgentHeading')} campaigns={urgent} urgent /> : null}
      {rest.length > 0 ? (
        <Cards id="actions" heading={t(list === 'archive' ? 'list.toArchive' : 'list.otherHeading')} campaigns={rest} />
      ) : null}
    </>
  );
}

function Cards({
  id,
  heading,
  campaigns,
  urgent,
}: {
  id: string;
  heading: string;
  campaigns: readonly CampaignCard_CampaignFragment[];
  urgent?: boolean;
}) {
  return (
    <Section id={id} heading={heading} urgent={urgent}>
      <RuledList>
        {campaigns.map((campaign) => (
          <li key={campaign.id}>
            <CampaignCard campaign={campaign} />
          </li>
        ))}
      </RuledList>
    </Section>
  );
}
