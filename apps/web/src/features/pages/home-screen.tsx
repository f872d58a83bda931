import { useSuspenseQuery } from '@apollo/client/react';
import { Button, buttonClass, ButtonLink, RuledList, Section, Stack, Tag, TextField } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { QUICK_EXIT_KEY } from '../../platform/quick-exit.js';
import { useFormatters, useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';
import { SiteLink, useSitePath } from '../../shared/site-link.js';
import { HomeScreenDocument, type HomeScreenQuery } from './home-screen.generated.js';
import styles from './home-screen.module.css';

const SHOWN = 4;

/** For somebody in the worst hour first; for everybody else right after. */
export function HomeScreen() {
  const { t } = useTranslation('pages');
  const language = useLanguage();
  const { data } = useSuspenseQuery(HomeScreenDocument, { variables: { language } });
  return (
    <>
      <PageHead title={t('home.title')} description={t('home.lede')} />
      <header className={styles['opening']}>
        <h1>{t('home.headline')}</h1>
        <p>{t('home.lede')}</p>
      </header>
      <HelpFirst />
      <OpenActions campaigns={data.campaigns.slice(0, SHOWN)} />
      <FindResource />
      <WhatSosIs />
    </>
  );
}

function HelpFirst() {
  const { t } = useTranslation('pages');
  const { appOrigin } = useService();
  return (
    <Section id="help" heading={t('home.help.heading')} urgent note={t('home.help.exit', { key: QUICK_EXIT_KEY })}>
      <div className={styles['ways']}>
        <div>
          <SiteLink to="/help-now" className={buttonClass({ variant: 'danger' })}>
            {t('home.help.lines')}
          </SiteLink>
          <p>{t('home.help.linesText')}</p>
        </div>
        <div>
          <ButtonLink href={`${appOrigin}/app/cases/new`} variant="secondary">
            {t('home.help.report')}
          </ButtonLink>
          <p>{t('home.help.reportText')}</p>
        </div>
      </div>
    </Section>
  );
}

function OpenActions({ campaigns }: { campaigns: HomeScreenQuery['campaigns'] }) {
  const { t } = useTranslation('pages');
  return (
    <Section id="open" heading={t('home.open.heading')} note={t('home.open.note')}>
      {campaigns.length === 0 ? <p>{t('home.open.empty')}</p> : null}
      <RuledList>
        {campaigns.map((campaign) => (
          <li key={campaign.id}>
            <OpenAction campaign={campaign} />
          </li>
        ))}
      </RuledList>
      <p>
        <SiteLink to={campaigns.length === 0 ? '/campaigns/archive' : '/campaigns'}>{t('home.open.all')}</SiteLink>
      </p>
    </Section>
  );
}

function OpenAction({ campaign }: { campaign: HomeScreenQuery['campaigns'][number] }) {
  const { t } = useTranslation(['pages', 'common']);
  const format = useFormatters(campaign.timeZone);
  const { text, count, closesAt } = campaign;
  return (
    <article className={styles['action']}>
      <p className={styles['facts']}>
        {campaign.severity === 'critical' ? <Tag tone="danger">{t('common:severity.critical')}</Tag> : null}
        <span>{t(`common:campaignType.${campaign.type as 'petition'}`)}</span>
        <span>{text.country}</span>
      </p>
      <h3 lang={text.language}>
        <SiteLink to={`/campaigns/${campaign.slug}`} reloadDocument>
          {text.title}
        </SiteLink>
      </h3>
      <p lang={text.language}>{text.summary}</p>
      <p className={styles['facts']}>
        <span>{t('home.open.signatures', { count: count.confirmed, formatted: format.number(count.confirmed) })}</span>
        {closesAt === null ? null : <span>{t('home.open.closes', { date: format.date(closesAt) })}</span>}
      </p>
    </article>
  );
}

function FindResource() {
  const { t } = useTranslation('pages');
  const path = useSitePath();
  return (
    <Section id="find" heading={t('home.find.heading')} note={t('home.find.note')}>
      <form action={path('/resources')} method="get" role="search" className={styles['search']}>
        <TextField type="search" name="q" label={t('home.find.label')} hint={t('home.find.hint')} maxLength={120} />
        <Button type="submit" variant="primary">
          {t('home.find.submit')}
        </Button>
      </form>
    </Section>
  );
}

function WhatSosIs() {
  const { t } = useTranslation('pages');
  return (
    <Section id="what" heading={t('home.what.heading')}>
      <p className={styles['letter']}>{t('home.what.text')}</p>
      <Stack gap="small">
        <SiteLink to="/about">{t('home.what.about')}</SiteLink>
        <SiteLink to="/guidelines">{t('home.what.guidelines')}</SiteLink>
        <SiteLink to="/privacy">{t('home.what.privacy')}</SiteLink>
      </Stack>
    </Section>
  );
}
