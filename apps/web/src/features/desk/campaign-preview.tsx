import { directionOf } from '@sos/i18n';
import { Prose, Tag } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { Markdown } from '../../shared/markdown.js';
import styles from './desk.module.css';
import { demandRows, languagesOf, type Draft } from './draft.js';

/** Every language as readers will see it, next to each other. */
export function CampaignPreview({ draft }: { draft: Draft }) {
  const { t } = useTranslation(['desk', 'campaigns']);
  const { languageName } = useFormatters();
  return (
    <div className={styles['preview']}>
      {languagesOf(draft).map((language) => {
        const text = draft.texts[language];
        const demands = demandRows(draft, language);
        return (
          <article key={language} className={styles['text']}>
            <p className={styles['meta']}>
              <strong>{languageName(language)}</strong>
              <Tag tone={language === draft.originalLanguage ? 'info' : 'neutral'}>
                {language === draft.originalLanguage ? t('desk:editor.original') : t('desk:editor.translation')}
              </Tag>
            </p>
            <div lang={language} dir={directionOf(language)} className={styles['text']}>
              <h3>{text.title}</h3>
              <p className={styles['soft']}>{text.country}</p>
              <p>
                <strong>{text.summary}</strong>
              </p>
              <Prose letter>
                <Markdown source={text.body} headingLevel={4} />
              </Prose>
            </div>
            {demands.length > 0 ? (
              <>
                <h4>{t('campaigns:page.demands')}</h4>
                <ol className={styles['list']} lang={language}>
                  {demands.map(({ key, words }) => (
                    <li key={key}>{words[language]}</li>
                  ))}
                </ol>
              </>
            ) : null}
            {text.callToAction === '' ? null : (
              <>
                <h4>{t('campaigns:page.writeHeading')}</h4>
                <Prose lang={language}>
                  <Markdown source={text.callToAction} headingLevel={4} />
                </Prose>
              </>
            )}
          </article>
        );
      })}
    </div>
  );
}
