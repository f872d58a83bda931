import { ButtonLink, DefinitionList, PageHeading, Prose, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';

const CRITERIA = [
  'request',
  'rights',
  'serious',
  'urgent',
  'reliable',
  'consent',
  'useful',
  'risk',
  'mandate',
  'followUp',
] as const;
const NEVER = ['publish', 'promise', 'pressure', 'blame', 'reuse'] as const;
const WINDOWS = ['critical', 'other'] as const;

export function GuidelinesScreen() {
  const { t } = useTranslation('pages');
  const { appOrigin } = useService();
  return (
    <>
      <PageHead title={t('guidelines.title')} description={t('guidelines.lede')} />
      <PageHeading title={t('guidelines.title')} lede={t('guidelines.lede')} />
      <Section id="who" heading={t('guidelines.who.heading')}>
        <Prose>
          <p>{t('guidelines.who.text')}</p>
        </Prose>
      </Section>
      <Section id="criteria" heading={t('guidelines.criteria.heading')} note={t('guidelines.criteria.note')}>
        <Prose>
          <ol>
            {CRITERIA.map((item) => (
              <li key={item}>{t(`guidelines.criteria.items.${item}`)}</li>
            ))}
          </ol>
        </Prose>
      </Section>
      <Section id="consent" heading={t('guidelines.consent.heading')}>
        <Prose>
          <p>{t('guidelines.consent.text')}</p>
        </Prose>
      </Section>
      <Section id="approval" heading={t('guidelines.approval.heading')}>
        <Prose>
          <p>{t('guidelines.approval.text')}</p>
        </Prose>
        <DefinitionList
          items={WINDOWS.map((window) => ({
            term: t(`guidelines.approval.windows.${window}.term`),
            description: t(`guidelines.approval.windows.${window}.text`),
          }))}
        />
        <Prose>
          <p>{t('guidelines.approval.optOut')}</p>
        </Prose>
      </Section>
      <Section id="afterwards" heading={t('guidelines.afterwards.heading')}>
        <Prose>
          <p>{t('guidelines.afterwards.text')}</p>
        </Prose>
      </Section>
      <Section id="never" heading={t('guidelines.never.heading')}>
        <Prose>
          <ul>
            {NEVER.map((item) => (
              <li key={item}>{t(`guidelines.never.items.${item}`)}</li>
            ))}
          </ul>
        </Prose>
        <p>
          <ButtonLink href={`${appOrigin}/app/cases/new`} variant="secondary">
            {t('guidelines.request')}
          </ButtonLink>
        </p>
      </Section>
    </>
  );
}
