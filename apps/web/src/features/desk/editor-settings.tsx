import { CAMPAIGN_TYPES, isLanguage, LANGUAGES, REGIONS, RIGHTS, SIGNATORY_KINDS } from '@sos/domain';
import { Checkbox, CheckboxGroup, Fieldset, Select, TextField } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import styles from './desk.module.css';
import { fieldId } from './draft-issues.js';
import type { EditorPart } from './editor-context.js';

/** What the action is, where, who signs, and until when. */
export function EditorSettings({ draft, change, errorOf }: EditorPart) {
  const { t } = useTranslation('desk');
  const words = useVocabulary();
  const { languageName } = useFormatters();
  return (
    <div className={styles['settings']}>
      <Select
        id={fieldId('type')}
        label={t('editor.type')}
        error={errorOf('type')}
        value={draft.type}
        onChange={(event) => change({ type: event.target.value })}
        options={CAMPAIGN_TYPES.map((value) => ({ value, label: words.campaignType(value) }))}
      />
      <Select
        id={fieldId('originalLanguage')}
        label={t('editor.originalLanguage')}
        hint={t('editor.originalHint')}
        error={errorOf('originalLanguage')}
        value={draft.originalLanguage}
        options={LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
        onChange={({ target }) => isLanguage(target.value) && change({ originalLanguage: target.value })}
      />
      <Select
        id={fieldId('region')}
        label={t('editor.region')}
        placeholder={t('editor.choose')}
        error={errorOf('region')}
        value={draft.region}
        onChange={(event) => change({ region: event.target.value })}
        options={REGIONS.map((value) => ({ value, label: words.region(value) }))}
      />
      <Signers draft={draft} change={change} errorOf={errorOf} />
      <TextField
        id={fieldId('goal')}
        label={t('editor.goal')}
        hint={t('editor.goalHint')}
        error={errorOf('goal')}
        short
        inputMode="numeric"
        autoComplete="off"
        value={draft.goal}
        onChange={(event) => change({ goal: event.target.value })}
      />
      <TextField
        id={fieldId('closesAt')}
        type="datetime-local"
        label={t('editor.closesAt')}
        hint={t('editor.closesAtHint')}
        error={errorOf('closesAt')}
        short
        value={draft.closesAt}
        onChange={(event) => change({ closesAt: event.target.value })}
      />
      <Rights draft={draft} change={change} errorOf={errorOf} />
    </div>
  );
}

function Signers({ draft, change, errorOf }: EditorPart) {
  const { t } = useTranslation(['desk', 'campaigns']);
  return (
    <CheckboxGroup
      id={fieldId('signers')}
      name="signers"
      legend={t('desk:editor.signers')}
      hint={t('desk:editor.signersHint')}
      error={errorOf('signers')}
      value={draft.signers}
      onChange={(signers) => change({ signers })}
      options={SIGNATORY_KINDS.map((value) => ({ value, label: t(`campaigns:signers.${value}`) }))}
    />
  );
}

function Rights({ draft, change, errorOf }: EditorPart) {
  const { t } = useTranslation('desk');
  const words = useVocabulary();
  function toggle(right: string, chosen: boolean): void {
    change({ rights: RIGHTS.filter((one) => (one === right ? chosen : draft.rights.includes(one))) });
  }
  return (
    <Fieldset legend={t('editor.rights')} error={errorOf('rights')} id={fieldId('rights')} className={styles['wide']}>
      <div className={styles['rights']}>
        {RIGHTS.map((right) => (
          <Checkbox
            key={right}
            label={words.right(right)}
            checked={draft.rights.includes(right)}
            onChange={(event) => toggle(right, event.target.checked)}
          />
        ))}
      </div>
    </Fieldset>
  );
}
