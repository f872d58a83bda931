import { Notice, PageHeading, Prose, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';
import { SiteLink } from '../../shared/site-link.js';

export function ContactScreen() {
  const { t } = useTranslation(['pages', 'common']);
  const { contactAddress } = useService();
  return (
    <>
      <PageHead title={t('contact.title')} description={t('contact.lede')} />
      <PageHeading title={t('contact.title')} lede={t('contact.lede')} />
      <Section id="mail" heading={t('contact.mail.heading')} note={t('contact.mail.note')}>
        {contactAddress === '' ? (
          <p>{t('contact.mail.missing')}</p>
        ) : (
          <p>
            <a href={`mailto:${contactAddress}`}>{contactAddress}</a>
          </p>
        )}
        <Notice tone="warning" title={t('contact.urgent.title')}>
          <p>{t('contact.urgent.text')}</p>
        </Notice>
      </Section>
      <Section id="case" heading={t('contact.case.heading')}>
        <Prose>
          <p>{t('contact.case.text')}</p>
          <p>
            <SiteLink to="/help-now">{t('common:nav.helpNow')}</SiteLink>
          </p>
        </Prose>
      </Section>
      <Section id="data" heading={t('contact.privacy.heading')}>
        <Prose>
          <p>{t('contact.privacy.text')}</p>
        </Prose>
      </Section>
      <Section id="vulnerability" heading={t('contact.vulnerability.heading')}>
        <Prose>
          <p>{t('contact.vulnerability.text')}</p>
        </Prose>
      </Section>
    </>
  );
}
