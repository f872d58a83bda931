import { LANGUAGES, type SettingKey } from '@sos/domain';
import { TextArea, TextField } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import type { SettingDraft, SettingEntry } from './setting-draft.js';

export interface SettingFieldsProps {
  name: SettingKey;
  entry: SettingEntry;
  draft: SettingDraft;
  error: string | undefined;
  onChange: (draft: SettingDraft) => void;
}

/** One field, or one per language. */
export function SettingFields({ name, entry, draft, error, onChange }: SettingFieldsProps) {
  const { t } = useTranslation('administration');
  const format = useFormatters();
  const label = t(`settings.${name}.title`);
  if (entry.kind === 'texts')
    return LANGUAGES.map((language, index) => (
      <TextArea
        key={language}
        id={`setting-${name}-${language}`}
        lang={language}
        rows={4}
        label={t('settings.inLanguage', { setting: label, language: format.languageName(language) })}
        hint={t('settings.longest', { count: entry.most ?? 0 })}
        error={index === 0 ? error : undefined}
        maxLength={entry.most ?? undefined}
        value={draft.texts[language]}
        onChange={({ currentTarget }) =>
          onChange({ ...draft, texts: { ...draft.texts, [language]: currentTarget.value } })
        }
      />
    ));
  const isNumber = entry.kind === 'number';
  return (
    <TextField
      id={`setting-${name}`}
      label={label}
      hint={isNumber ? t('settings.between', { least: entry.least, most: entry.most }) : undefined}
      error={error}
      short={isNumber}
      inputMode={isNumber ? 'numeric' : undefined}
      type={entry.kind === 'address' ? 'email' : 'text'}
      autoComplete="off"
      value={draft.line}
      onChange={({ currentTarget }) => onChange({ ...draft, line: currentTarget.value })}
    />
  );
}
