import { LANGUAGES, LIMITS, type Language } from '@sos/domain';
import { Button, classNames, TextArea, TextField } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { CharacterCount } from './character-count.js';
import styles from './desk.module.css';
import { fieldId } from './draft-issues.js';
import { inBoth, nextKey, type DraftText } from './draft.js';
import { useLanguageMark, type EditorPart } from './editor-context.js';

const MOST: Readonly<Record<keyof DraftText, number>> = {
  title: LIMITS.campaignTitle,
  summary: LIMITS.campaignSummary,
  country: LIMITS.addresseeOffice,
  body: LIMITS.campaignBody,
  callToAction: LIMITS.campaignSummary,
};

/** Each question once, answered in two languages side by side. */
export function EditorTexts(part: EditorPart) {
  const { t } = useTranslation('desk');
  const urgent = part.draft.type === 'urgent_appeal';
  return (
    <div className={styles['group']}>
      <p className={styles['soft']}>{t('editor.textsHint')}</p>
      <TextPair {...part} name="title" />
      <TextPair {...part} name="country" />
      <TextPair {...part} name="summary" rows={4} hint={t('editor.summaryHint')} />
      <TextPair {...part} name="body" rows={18} hint={t('editor.bodyHint')} />
      <Demands {...part} />
      {urgent ? <TextPair {...part} name="callToAction" rows={5} hint={t('editor.callToActionHint')} /> : null}
    </div>
  );
}

function TextPair({
  draft,
  change,
  errorOf,
  name,
  rows,
  hint,
}: EditorPart & { name: keyof DraftText; rows?: number; hint?: string }) {
  const { t } = useTranslation('desk');
  const mark = useLanguageMark(draft);
  function set(language: Language, value: string): void {
    change({ texts: { ...draft.texts, [language]: { ...draft.texts[language], [name]: value } } });
  }
  return (
    <div className={classNames(styles['pair'], name === 'body' && styles['long'])}>
      {LANGUAGES.map((language) => {
        const value = draft.texts[language][name];
        const shared = {
          id: fieldId(`${name}.${language}`),
          lang: language,
          value,
          error: errorOf(`${name}.${language}`),
          label: t('editor.inLanguage', { field: t(`editor.${name}`), language: mark(language) }),
          hint: (
            <>
              {hint} <CharacterCount length={value.trim().length} most={MOST[name]} />
            </>
          ),
        };
        if (rows === undefined)
          return <TextField key={language} {...shared} onChange={(event) => set(language, event.target.value)} />;
        return (
          <TextArea key={language} {...shared} rows={rows} onChange={(event) => set(language, event.target.value)} />
        );
      })}
    </div>
  );
}

function Demands({ draft, change, errorOf }: EditorPart) {
  const { t } = useTranslation('desk');
  const { demands } = draft;
  const full = demands.length >= LIMITS.campaignDemands;
  return (
    <div className={styles['group']} role="group" aria-labelledby={fieldId('demands')}>
      <h3 id={fieldId('demands')} tabIndex={-1}>
        {t('editor.demands')}
      </h3>
      <p className={styles['soft']}>{errorOf('demands') ?? t('editor.demandsHint', { max: LIMITS.campaignDemands })}</p>
      {demands.map((demand, index) => (
        <DemandRow key={demand.key} draft={draft} change={change} errorOf={errorOf} index={index} />
      ))}
      {full ? null : (
        <div>
          <Button
            variant="secondary"
            onClick={() => change({ demands: [...demands, { key: nextKey(demands), words: inBoth(() => '') }] })}
          >
            {t('editor.addDemand')}
          </Button>
        </div>
      )}
    </div>
  );
}

function DemandRow({ draft, change, errorOf, index }: EditorPart & { index: number }) {
  const { t } = useTranslation('desk');
  const mark = useLanguageMark(draft);
  const demand = draft.demands[index];
  if (demand === undefined) return null;
  const { key, words } = demand;
  function set(language: Language, value: string): void {
    change({
      demands: draft.demands.map((one) => (one.key === key ? { key, words: { ...words, [language]: value } } : one)),
    });
  }
  return (
    <div className={styles['row']}>
      <div className={styles['pair']}>
        {LANGUAGES.map((language) => (
          <TextArea
            key={language}
            id={fieldId(`demand.${key}.${language}`)}
            lang={language}
            rows={2}
            value={words[language]}
            error={errorOf(`demand.${key}.${language}`)}
            label={t('editor.inLanguage', {
              field: t('editor.demand', { number: index + 1 }),
              language: mark(language),
            })}
            hint={<CharacterCount length={words[language].trim().length} most={LIMITS.campaignDemand} />}
            onChange={(event) => set(language, event.target.value)}
          />
        ))}
      </div>
      {draft.demands.length > 1 ? (
        <div>
          <Button variant="quiet" onClick={() => change({ demands: draft.demands.filter((one) => one.key !== key) })}>
            {t('editor.removeDemand', { number: index + 1 })}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
