import type account from '../locales/en/account.json';
import type administration from '../locales/en/administration.json';
import type audit from '../locales/en/audit.json';
import type campaigns from '../locales/en/campaigns.json';
import type cases from '../locales/en/cases.json';
import type common from '../locales/en/common.json';
import type dashboard from '../locales/en/dashboard.json';
import type desk from '../locales/en/desk.json';
import type embeds from '../locales/en/embeds.json';
import type tokens from '../locales/en/tokens.json';
import type errors from '../locales/en/errors.json';
import type keys from '../locales/en/keys.json';
import type mail from '../locales/en/mail.json';
import type pages from '../locales/en/pages.json';
import type people from '../locales/en/people.json';
import type resources from '../locales/en/resources.json';
import type signatures from '../locales/en/signatures.json';
import type team from '../locales/en/team.json';

/** English is the shape every language is checked against. */
export interface Resources {
  account: typeof account;
  administration: typeof administration;
  audit: typeof audit;
  campaigns: typeof campaigns;
  cases: typeof cases;
  common: typeof common;
  dashboard: typeof dashboard;
  desk: typeof desk;
  embeds: typeof embeds;
  tokens: typeof tokens;
  errors: typeof errors;
  keys: typeof keys;
  mail: typeof mail;
  pages: typeof pages;
  people: typeof people;
  resources: typeof resources;
  signatures: typeof signatures;
  team: typeof team;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Resources;
  }
}
