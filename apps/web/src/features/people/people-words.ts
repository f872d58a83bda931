import { isOneOf, ROLES, STANDINGS, WORKING_GROUPS } from '@sos/domain';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';

export interface PeopleWords {
  role(value: string): string;
  roles(values: readonly string[]): string;
  workingGroup(value: string): string;
  standing(value: string): string;
}

/** Names of roles, working groups and standings. A word newer than this build is shown as it came. */
export function usePeopleWords(): PeopleWords {
  const { t } = useTranslation(['people', 'account']);
  const format = useFormatters();
  const role = (value: string) => (isOneOf(ROLES, value) ? t(`account:role.${value}`) : value);
  return {
    role,
    roles: (values) => format.list(values.map(role)),
    workingGroup: (value) => (isOneOf(WORKING_GROUPS, value) ? t(`people:workingGroup.${value}`) : value),
    standing: (value) => (isOneOf(STANDINGS, value) ? t(`people:standing.${value}`) : value),
  };
}

/** Languages organisations of the network work in; written by their codes, named by the platform. */
export const WORKING_LANGUAGES = [
  'ar',
  'bn',
  'en',
  'es',
  'fa',
  'fr',
  'ha',
  'hi',
  'id',
  'ku',
  'ne',
  'pt',
  'qu',
  'ru',
  'si',
  'sw',
  'ta',
  'th',
  'tl',
  'tr',
  'uk',
  'ur',
] as const;
