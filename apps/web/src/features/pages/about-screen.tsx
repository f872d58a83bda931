import { PageHeading, Prose, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { PageHead } from '../../shared/page-head.js';

const HOW = ['cases', 'actions', 'partners', 'resources'] as const;
const STEPS = ['ask', 'answer', 'check', 'choose', 'consent', 'act', 'follow'] as const;

export function AboutScreen() {
  const { t } = useTranslation('pages');
  return (
    <>
      <PageHead title={t('about.title')} description={t('about.lede')} />
      <PageHeading title={t('about.title')} lede={t('about.lede')} />
      <Section id="what" heading={t('about.what.heading')}>
        <Prose letter>
          <p>{t('about.what.text')}</p>
        </Prose>
      </Section>
      <Section id="how" heading={t('about.how.heading')}>
        <Prose>
          <ul>
            {HOW.map((item) => (
              <li key={item}>{t(`about.how.items.${item}`)}</li>
            ))}
          </ul>
        </Prose>
      </Section>
      <Section id="steps" heading={t('about.steps.heading')}>
        <Prose>
          <ol>
            {STEPS.map((item) => (
              <li key={item}>{t(`about.steps.items.${item}`)}</li>
            ))}
          </ol>
        </Prose>
      </Section>
      <Section id="inspection" heading={t('about.open.heading')}>
        <Prose>
          <p>{t('about.open.text')}</p>
          <p>
            <a href="/third-party.txt">{t('about.open.licences')}</a>
          </p>
        </Prose>
      </Section>
    </>
  );
}
