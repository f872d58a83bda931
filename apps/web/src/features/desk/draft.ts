import { LANGUAGES, type Language } from '@sos/domain';
import type { SaveCampaignInput } from '@sos/schema';

import type { DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';

type InBoth<T> = Readonly<Record<Language, T>>;

/** How a letter reaches an addressee. */
export const CHANNELS = ['letter', 'email', 'form', 'fax'] as const;

export interface DraftText {
  readonly title: string;
  readonly summary: string;
  readonly country: string;
  readonly body: string;
  readonly callToAction: string;
}

/** One demand in both languages, so that they stay in step. `key` names the row while it moves. */
export interface DraftDemand {
  readonly key: number;
  readonly words: InBoth<string>;
}

export interface DraftAddressee {
  readonly key: number;
  readonly channel: string;
  readonly office: InBoth<string>;
  readonly salutation: InBoth<string>;
}

/** What is in the form: text as typed, also where a number or a date is meant. */
export interface Draft {
  readonly type: string;
  readonly region: string;
  readonly originalLanguage: Language;
  readonly rights: readonly string[];
  readonly signers: readonly string[];
  readonly goal: string;
  /** `2026-12-24T18:00`, in UTC. */
  readonly closesAt: string;
  readonly texts: InBoth<DraftText>;
  readonly demands: readonly DraftDemand[];
  readonly addressees: readonly DraftAddressee[];
}

const EMPTY_TEXT: DraftText = { title: '', summary: '', country: '', body: '', callToAction: '' };

export function inBoth<T>(make: (language: Language) => T): InBoth<T> {
  return { en: make('en'), es: make('es') };
}

export function emptyDraft(originalLanguage: Language): Draft {
  return {
    type: 'petition',
    region: '',
    originalLanguage,
    rights: [],
    signers: ['individual', 'organisation'],
    goal: '',
    closesAt: '',
    texts: inBoth(() => EMPTY_TEXT),
    demands: [{ key: 0, words: inBoth(() => '') }],
    addressees: [],
  };
}

export function draftOf(campaign: DeskCampaign_CampaignFragment): Draft {
  const textIn = (language: Language) => campaign.texts.find((text) => text.language === language);
  const demandCount = Math.max(1, ...campaign.texts.map((text) => text.demands.length));
  return {
    type: campaign.type,
    region: campaign.region,
    originalLanguage: LANGUAGES.find((language) => textIn(language)?.original) ?? 'en',
    rights: campaign.rights,
    signers: campaign.signers,
    goal: campaign.goal === null ? '' : String(campaign.goal),
    closesAt: campaign.closesAt === null ? '' : new Date(campaign.closesAt).toISOString().slice(0, 16),
    texts: inBoth((language) => {
      const { title, summary, country, body, callToAction } = { ...EMPTY_TEXT, ...textIn(language) };
      return { title, summary, country, body, callToAction: callToAction ?? '' };
    }),
    demands: Array.from({ length: demandCount }, (_, key) => ({
      key,
      words: inBoth((language) => textIn(language)?.demands[key] ?? ''),
    })),
    addressees: campaign.addressees.map((addressee, key) => {
      const wordsIn = (language: Language) => addressee.texts.find((text) => text.language === language);
      return {
        key,
        channel: addressee.channel,
        office: inBoth((language) => wordsIn(language)?.office ?? ''),
        salutation: inBoth((language) => wordsIn(language)?.salutation ?? ''),
      };
    }),
  };
}

export function nextKey(rows: readonly { readonly key: number }[]): number {
  return Math.max(-1, ...rows.map(({ key }) => key)) + 1;
}

function hasText(draft: Draft, language: Language): boolean {
  return (
    Object.values(draft.texts[language]).some((value: string) => value.trim() !== '') ||
    draft.demands.some(({ words }) => words[language].trim() !== '')
  );
}

/** The languages that are sent: a translation nobody has begun is not a text. */
export function languagesOf(draft: Draft): Language[] {
  return LANGUAGES.filter((language) => language === draft.originalLanguage || hasText(draft, language));
}

/** The rows of demands that say something in this language, in the order they are sent. */
export function demandRows(draft: Draft, language: Language): DraftDemand[] {
  return draft.demands.filter(({ words }) => words[language].trim() !== '');
}

export function addresseeLanguages(addressee: DraftAddressee): Language[] {
  const begun = LANGUAGES.filter(
    (language) => addressee.office[language].trim() !== '' || addressee.salutation[language].trim() !== '',
  );
  return begun.length > 0 ? begun : ['en'];
}

export function toInput(id: string | null, draft: Draft): SaveCampaignInput {
  const goal = draft.goal.trim();
  return {
    ...(id === null ? {} : { id }),
    type: draft.type,
    region: draft.region,
    rights: [...draft.rights],
    signers: draft.type === 'network_statement' ? [] : [...draft.signers],
    goal: goal === '' ? null : asWhole(goal),
    closesAt: draft.closesAt === '' ? null : new Date(`${draft.closesAt}Z`).toISOString(),
    originalLanguage: draft.originalLanguage,
    texts: languagesOf(draft).map((language) => ({
      language,
      ...draft.texts[language],
      callToAction: draft.texts[language].callToAction.trim() || null,
      demands: demandRows(draft, language).map(({ words }) => words[language]),
    })),
    addressees: draft.addressees.map((addressee) => ({
      channel: addressee.channel,
      texts: addresseeLanguages(addressee).map((language) => ({
        language,
        office: addressee.office[language],
        salutation: addressee.salutation[language].trim() || null,
      })),
    })),
  };
}

/** What is not a whole number becomes 0, which the server refuses with words for the field. */
function asWhole(value: string): number {
  const number = Number(value);
  return Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : 0;
}
