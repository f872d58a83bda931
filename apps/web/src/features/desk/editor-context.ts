import type { Language } from '@sos/domain';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import type { FieldIssue, FieldName } from './draft-issues.js';
import type { Draft } from './draft.js';

/** What every part of the editor gets: the draft, how to change it, and what is wrong with which field. */
export interface EditorPart {
  readonly draft: Draft;
  readonly change: (patch: Partial<Draft>) => void;
  readonly errorOf: (field: FieldName) => string | undefined;
}

/** The words of each field, as its label says them; the error summary uses the same. */
export function useFieldLabel(draft: Draft): (field: FieldName) => string {
  const { t } = useTranslation('desk');
  const { languageName } = useFormatters();
  const numberOf = (rows: readonly { key: number }[], key: string | undefined) =>
    rows.findIndex((row) => String(row.key) === key) + 1;
  const inLanguage = (field: string, language: string | undefined) =>
    t('editor.inLanguage', { field, language: languageName(language ?? draft.originalLanguage) });
  return (field) => {
    const [name = '', second, third] = field.split('.');
    switch (name) {
      case 'demand':
        return inLanguage(t('editor.demand', { number: numberOf(draft.demands, second) }), third);
      case 'channel':
        return t('editor.channel');
      case 'office':
      case 'salutation': {
        const addressee = t('editor.addressee', { number: numberOf(draft.addressees, second) });
        return `${addressee}: ${t(`editor.${name}`, { language: languageName(third ?? draft.originalLanguage) })}`;
      }
      case 'title':
      case 'summary':
      case 'country':
      case 'body':
      case 'callToAction':
        return inLanguage(t(`editor.${name}`), second);
      case 'originalLanguage':
      case 'region':
      case 'rights':
      case 'signers':
      case 'goal':
      case 'closesAt':
      case 'demands':
      case 'addressees':
        return t(`editor.${name}`);
      default:
        return t('editor.type');
    }
  };
}

export function useIssueWords(issues: readonly FieldIssue[]): (field: FieldName) => string | undefined {
  const { t } = useTranslation('desk');
  return (field) => {
    const found = issues.find((issue) => issue.field === field);
    return found === undefined ? undefined : t(`issue.${found.code}`);
  };
}

/** “Title (English, original)” */
export function useLanguageMark(draft: Draft): (language: Language) => string {
  const { t } = useTranslation('desk');
  const { languageName } = useFormatters();
  return (language) =>
    `${languageName(language)}, ${language === draft.originalLanguage ? t('editor.original') : t('editor.translation')}`;
}
