import type { Language } from './languages.js';

export const NAMESPACES = [
  'common',
  'pages',
  'errors',
  'resources',
  'campaigns',
  'signatures',
  'account',
  'keys',
  'team',
  'cases',
  'dashboard',
  'desk',
  'people',
  'mail',
  'embeds',
  'administration',
  'audit',
  'tokens',
] as const;

export type Namespace = (typeof NAMESPACES)[number];

/** The words of one namespace, as the JSON file holds them. */
export interface Words {
  readonly [key: string]: string | Words;
}

type Loader = () => Promise<{ default: Words }>;

/** One chunk per language and feature: a reader of the resources never downloads the words of the vault. */
export const LOADERS: Record<Language, Record<Namespace, Loader>> = {
  en: {
    common: () => import('../locales/en/common.json'),
    pages: () => import('../locales/en/pages.json'),
    errors: () => import('../locales/en/errors.json'),
    resources: () => import('../locales/en/resources.json'),
    campaigns: () => import('../locales/en/campaigns.json'),
    signatures: () => import('../locales/en/signatures.json'),
    account: () => import('../locales/en/account.json'),
    keys: () => import('../locales/en/keys.json'),
    team: () => import('../locales/en/team.json'),
    cases: () => import('../locales/en/cases.json'),
    dashboard: () => import('../locales/en/dashboard.json'),
    desk: () => import('../locales/en/desk.json'),
    people: () => import('../locales/en/people.json'),
    mail: () => import('../locales/en/mail.json'),
    embeds: () => import('../locales/en/embeds.json'),
    administration: () => import('../locales/en/administration.json'),
    audit: () => import('../locales/en/audit.json'),
    tokens: () => import('../locales/en/tokens.json'),
  },
  es: {
    common: () => import('../locales/es/common.json'),
    pages: () => import('../locales/es/pages.json'),
    errors: () => import('../locales/es/errors.json'),
    resources: () => import('../locales/es/resources.json'),
    campaigns: () => import('../locales/es/campaigns.json'),
    signatures: () => import('../locales/es/signatures.json'),
    account: () => import('../locales/es/account.json'),
    keys: () => import('../locales/es/keys.json'),
    team: () => import('../locales/es/team.json'),
    cases: () => import('../locales/es/cases.json'),
    dashboard: () => import('../locales/es/dashboard.json'),
    desk: () => import('../locales/es/desk.json'),
    people: () => import('../locales/es/people.json'),
    mail: () => import('../locales/es/mail.json'),
    embeds: () => import('../locales/es/embeds.json'),
    administration: () => import('../locales/es/administration.json'),
    audit: () => import('../locales/es/audit.json'),
    tokens: () => import('../locales/es/tokens.json'),
  },
};
