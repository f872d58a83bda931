import { useSuspenseQuery } from '@apollo/client/react';
import { isOneOf, SETTING_KEYS, type SettingKey } from '@sos/domain';
import { Button, Notice, PageHeading, Row, Section } from '@sos/ui';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { PageHead } from '../../shared/page-head.js';
import styles from './administration.module.css';
import { BackToAdministration } from './back-to-administration.js';
import { LastChange } from './last-change.js';
import { draftOf, isSame, toInput, type SettingDraft, type SettingEntry } from './setting-draft.js';
import { SettingFields } from './setting-fields.js';
import { SettingsDocument } from './settings.generated.js';
import { useSaveSetting, type SavingSetting } from './use-save-setting.js';

/** Route: /app/admin/settings. Each setting is saved by itself, so that two people rarely meet. */
export function SettingsScreen() {
  const { t } = useTranslation('administration');
  const { data } = useSuspenseQuery(SettingsDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <>
      <PageHead title={t('section.settings.title')} />
      <BackToAdministration />
      <PageHeading title={t('section.settings.title')} lede={t('settings.lede')} />
      {data.settings.map((entry) =>
        isOneOf(SETTING_KEYS, entry.key) ? <Setting key={entry.key} name={entry.key} entry={entry} /> : null,
      )}
    </>
  );
}

const REFUSALS = ['invalid', 'one_language_missing'] as const;

function Setting({ name, entry }: { name: SettingKey; entry: SettingEntry }) {
  const { t } = useTranslation('administration');
  const [changed, setChanged] = useState<SettingDraft | null>(null);
  const { state, save, reset } = useSaveSetting();
  const outcome = useRef<HTMLDivElement>(null);
  const stored = draftOf(entry);
  const draft = changed ?? stored;
  useEffect(() => {
    if (state.status !== 'idle' && state.status !== 'sending') outcome.current?.focus();
  }, [state.status]);
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    if (await save(toInput(entry, draft))) setChanged(null);
  }
  function handleTheirs(): void {
    setChanged(null);
    reset();
  }
  const refusal = state.status === 'refused' ? (isOneOf(REFUSALS, state.code) ? state.code : 'invalid') : null;
  return (
    <Section id={`setting-${name}-section`} heading={t(`settings.${name}.title`)}>
      <form className={styles['form']} onSubmit={(event) => void handleSubmit(event)} noValidate>
        <p>{t(`settings.${name}.text`)}</p>
        <div ref={outcome} tabIndex={-1}>
          <Outcome state={state} onTheirs={handleTheirs} />
        </div>
        <SettingFields
          name={name}
          entry={entry}
          draft={draft}
          error={refusal === null ? undefined : t(`settings.refused.${refusal}`)}
          onChange={setChanged}
        />
        <Row>
          <Button type="submit" variant="secondary" busy={state.status === 'sending'} disabled={isSame(draft, stored)}>
            {t('settings.save', { setting: t(`settings.${name}.title`) })}
          </Button>
        </Row>
        <LastChange entry={entry} />
      </form>
    </Section>
  );
}

function Outcome({ state, onTheirs }: { state: SavingSetting; onTheirs: () => void }) {
  const { t } = useTranslation('administration');
  switch (state.status) {
    case 'saved':
      return <Notice tone="success" role="status" title={t('settings.saved')} />;
    case 'failed':
      return <ErrorNotice error={state.error} />;
    case 'refused':
      return <Notice tone="danger" role="alert" title={t('settings.notSaved')} />;
    case 'changed_meanwhile':
      return <ChangedMeanwhile theirs={state.theirs} onTheirs={onTheirs} />;
    default:
      return null;
  }
}

/** Both stay readable: what stands now, and below it what was typed. Saving again puts it over theirs, knowingly. */
function ChangedMeanwhile({ theirs, onTheirs }: { theirs: SettingEntry; onTheirs: () => void }) {
  const { t } = useTranslation('administration');
  const { texts, line } = draftOf(theirs);
  const shown = theirs.kind === 'texts' ? Object.values(texts) : [line];
  return (
    <Notice tone="warning" role="alert" title={t('settings.changedMeanwhile')}>
      <LastChange entry={theirs} />
      {shown.map((text, index) => (
        <p key={index} className={styles['theirs']}>
          {text === '' ? t('settings.empty') : text}
        </p>
      ))}
      <Row>
        <Button variant="secondary" onClick={onTheirs}>
          {t('settings.takeTheirs')}
        </Button>
      </Row>
    </Notice>
  );
}
