import { isOneOf, type Language } from '@sos/domain';

import { addresseeLanguages, demandRows, languagesOf, type Draft } from './draft.js';

export const ISSUE_CODES = [
  'missing',
  'too_long',
  'too_many',
  'too_small',
  'unknown_value',
  'no_html',
  'duplicate_language',
  'original_missing',
  'no_signers',
  'organisations_only',
  'in_the_past',
  'invalid',
] as const;
export type IssueCode = (typeof ISSUE_CODES)[number];

/** A name of the form's own for each field; also its id, made by {@link fieldId}. */
export type FieldName =
  | 'type'
  | 'originalLanguage'
  | 'region'
  | 'rights'
  | 'signers'
  | 'goal'
  | 'closesAt'
  | `title.${Language}`
  | `summary.${Language}`
  | `country.${Language}`
  | `body.${Language}`
  | `callToAction.${Language}`
  | `demand.${number}.${Language}`
  | `channel.${number}`
  | `office.${number}.${Language}`
  | `salutation.${number}.${Language}`
  | 'demands'
  | 'addressees';

export interface FieldIssue {
  readonly field: FieldName;
  readonly code: IssueCode;
}

export function fieldId(field: FieldName): string {
  return `field-${field.replaceAll('.', '-')}`;
}

const PLAIN = ['type', 'originalLanguage', 'region', 'rights', 'signers', 'goal', 'closesAt', 'addressees'] as const;
const TEXTS = ['title', 'summary', 'country', 'body', 'callToAction'] as const;

/**
 * The server speaks of what was sent (`texts.1.title`), the form of what is on screen. Both are walked in the order
 * `toInput` sends; a path we do not know leads to the head of the form rather than nowhere.
 */
export function fieldIssues(
  draft: Draft,
  issues: readonly { readonly path: string; readonly code: string }[],
): FieldIssue[] {
  const found = issues.map(({ path, code }) => ({
    field: fieldOf(draft, path),
    code: isOneOf(ISSUE_CODES, code) ? code : ('invalid' as const),
  }));
  return found.filter((issue, index) => found.findIndex(({ field }) => field === issue.field) === index);
}

function fieldOf(draft: Draft, path: string): FieldName {
  const [head = '', index = '', ...rest] = path.split('.');
  if (head === 'texts') return textField(draft, Number(index), rest) ?? 'type';
  if (head === 'addressees' && index !== '') return addresseeField(draft, Number(index), rest);
  const plain = head === 'rights' || head === 'signers' ? head : path;
  return isOneOf(PLAIN, plain) ? plain : 'type';
}

function textField(draft: Draft, index: number, [name = '', row]: readonly string[]): FieldName | null {
  const language = languagesOf(draft)[index];
  if (language === undefined) return null;
  if (isOneOf(TEXTS, name)) return `${name}.${language}`;
  if (name !== 'demands') return `title.${language}`;
  const demand = row === undefined ? undefined : demandRows(draft, language)[Number(row)];
  return demand === undefined ? 'demands' : `demand.${demand.key}.${language}`;
}

function addresseeField(draft: Draft, index: number, [name, textIndex, part]: readonly string[]): FieldName {
  const addressee = draft.addressees[index];
  if (addressee === undefined) return 'addressees';
  if (name === 'channel') return `channel.${addressee.key}`;
  const language = addresseeLanguages(addressee)[Number(textIndex ?? '0')] ?? draft.originalLanguage;
  return part === 'salutation' ? `salutation.${addressee.key}.${language}` : `office.${addressee.key}.${language}`;
}
