import { directionOf, isLanguage } from '@sos/i18n';
import { Prose, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { Markdown } from '../../shared/markdown.js';
import { sitePath } from '../../shared/site-path.js';
import type { CampaignText_CampaignFragment } from './campaign-text.generated.js';
import styles from './campaigns.module.css';

export interface CampaignTextProps {
  campaign: CampaignText_CampaignFragment;
}

/** Which languages there are, which one is the original, and which one this is. */
export function CampaignLanguages({ campaign }: CampaignTextProps) {
  const { t } = useTranslation('campaigns');
  const reader = useLanguage();
  const { languageName } = useFormatters();
  const [original] = campaign.languages;
  const { text } = campaign;
  return (
    <div className={styles['lines']}>
      {text.language === reader ? null : <p>{t('page.missingLanguage', { language: languageName(reader) })}</p>}
      {text.original || original === undefined ? null : (
        <p className={styles['soft']}>{t('page.translationNote', { language: languageName(original) })}</p>
      )}
      <nav aria-label={t('page.languages')} className={styles['languages']}>
        {campaign.languages.map((language) => (
          <LanguageLink key={language} campaign={campaign} language={language} original={language === original} />
        ))}
      </nav>
    </div>
  );
}

function LanguageLink({ campaign, language, original }: CampaignTextProps & { language: string; original: boolean }) {
  const { t } = useTranslation('campaigns');
  const name = (
    <span lang={language} className={styles['name']}>
      {ownName(language)}
    </span>
  );
  const label = original ? (
    <>
      {name} {t('page.originalMark')}
    </>
  ) : (
    name
  );
  if (language === campaign.text.language) return <strong aria-current="true">{label}</strong>;
  if (!isLanguage(language)) return <span>{label}</span>;
  return (
    <a href={sitePath(language, `/campaigns/${campaign.slug}`)} hrefLang={language}>
      {label}
    </a>
  );
}

/** A reader looks for a language under the name it gives itself. */
function ownName(language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
}

export function CampaignLetter({ campaign }: CampaignTextProps) {
  const { t } = useTranslation('campaigns');
  const { language, body } = campaign.text;
  return (
    <Section id="text" heading={t('page.textHeading')}>
      <Prose letter lang={language} dir={directionOf(language)}>
        <Markdown source={body} />
      </Prose>
    </Section>
  );
}

export function CampaignDemands({ campaign }: CampaignTextProps) {
  const { t } = useTranslation('campaigns');
  const { language, demands } = campaign.text;
  return (
    <>
      {demands.length > 0 ? (
        <Section id="demands" heading={t('page.demands')}>
          <ol className={styles['demands']} lang={language} dir={directionOf(language)}>
            {demands.map((demand) => (
              <li key={demand}>{demand}</li>
            ))}
          </ol>
        </Section>
      ) : null}
      {campaign.addressees.length > 0 ? (
        <Section id="addressees" heading={t('page.addressees')}>
          <ul className={styles['addressees']} lang={language}>
            {campaign.addressees.map(({ id, office }) => (
              <li key={id}>{office}</li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

/** Anybody can compute the number again from the words above, and see that nothing was changed under a signature. */
export function CampaignProof({ campaign }: CampaignTextProps) {
  const { t } = useTranslation('campaigns');
  const { hash, version } = campaign.text;
  return (
    <Section id="verified" heading={t('page.verified')}>
      <p>{t('page.verifiedBody')}</p>
      <p className={styles['soft']}>
        {t('page.hash', { version })}
        <code className={styles['hash']}>{hash}</code>
      </p>
    </Section>
  );
}
