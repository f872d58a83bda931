import { useSuspenseQuery } from '@apollo/client/react';
import { ButtonLink, Notice, PageHeading, Prose, RuledList, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';
import { SiteLink } from '../../shared/site-link.js';
import { firstToAsk } from './first-to-ask.js';
import { HelpNowScreenDocument, type HelpNowScreenQuery } from './help-now-screen.generated.js';
import styles from './help-now-screen.module.css';

const STEPS = ['safe', 'tell', 'note', 'phone', 'lawyer'] as const;

/** Everything on it is there without JavaScript, without an account, and without asking anybody else's server. */
export function HelpNowScreen() {
  const { t } = useTranslation('pages');
  const language = useLanguage();
  const { appOrigin } = useService();
  const { data } = useSuspenseQuery(HelpNowScreenDocument, { variables: { language } });
  const lines = firstToAsk(data.resources.items, language);
  return (
    <>
      <PageHead title={t('helpNow.title')} description={t('helpNow.lede')} />
      <PageHeading title={t('helpNow.title')} lede={t('helpNow.lede')}>
        <Notice tone="warning" title={t('helpNow.device.title')}>
          <p>{t('helpNow.device.text')}</p>
        </Notice>
      </PageHeading>
      <Section id="lines" heading={t('helpNow.lines.heading')} note={t('helpNow.lines.note')} urgent>
        {lines.length === 0 ? <p>{t('helpNow.lines.empty')}</p> : null}
        <RuledList>
          {lines.map((line) => (
            <li key={line.id}>
              <Helpline line={line} />
            </li>
          ))}
        </RuledList>
        <p>
          <SiteLink to="/resources">{t('helpNow.resources')}</SiteLink>
        </p>
      </Section>
      <Section id="member" heading={t('helpNow.member.heading')}>
        <Prose>
          <p>{t('helpNow.member.text')}</p>
          <p>
            <ButtonLink href={`${appOrigin}/app/cases/new`}>{t('helpNow.member.link')}</ButtonLink>
          </p>
          <p>{t('helpNow.member.without')}</p>
        </Prose>
      </Section>
      <Section id="after" heading={t('helpNow.after.heading')}>
        <Prose>
          <ul>
            {STEPS.map((step) => (
              <li key={step}>{t(`helpNow.after.steps.${step}`)}</li>
            ))}
          </ul>
        </Prose>
      </Section>
    </>
  );
}

function Helpline({ line }: { line: HelpNowScreenQuery['resources']['items'][number] }) {
  const { t } = useTranslation('pages');
  const format = useFormatters();
  return (
    <article className={styles['line']}>
      <h3 lang={line.language}>{line.title}</h3>
      <p lang={line.language}>{line.summary}</p>
      {line.status === 'verify' ? (
        <p>
          <strong>{t('helpNow.lines.verify')}</strong>
        </p>
      ) : null}
      <p className={styles['facts']}>
        {line.responseTime === null ? null : (
          <span>{t('helpNow.lines.responseTime', { time: line.responseTime })}</span>
        )}
        <span>{t('helpNow.lines.languages', { list: format.list(line.languages.map(format.languageName)) })}</span>
      </p>
      <p className={styles['ways']}>
        <a href={line.url} rel="noopener noreferrer external">
          {t('helpNow.lines.visit', { organisation: line.organisation })}
        </a>
        <SiteLink to={`/resources/${line.slug}`} aria-label={`${t('helpNow.lines.details')}: ${line.title}`}>
          {t('helpNow.lines.details')}
        </SiteLink>
      </p>
    </article>
  );
}
