import {
  emailSchema,
  isLanguage,
  isOneOf,
  LANGUAGES,
  LIMITS,
  REGIONS,
  ROLES,
  STANDINGS,
  SUSPENSION_REASONS,
  uuidSchema,
  VISIBILITIES,
  WORKING_GROUPS,
  type PeopleRefusal,
} from '@sos/domain';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';
import { refuse } from './people-outcome.js';

export const LONGEST = { about: 2_000, country: 60, website: 300, search: 120 } as const;

/** What a form of ours would never send. What a person can get wrong is refused with a code of its own instead. */
function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new AppError('INVALID_INPUT');
  return result.data;
}

function orRefuse<T>(schema: z.ZodType<T>, value: unknown, code: PeopleRefusal): T {
  const result = schema.safeParse(value);
  return result.success ? result.data : refuse(code);
}

const roles = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .transform((list) => ROLES.filter((role) => list.includes(role)));
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(LIMITS.displayName)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u);
const language = z.string().refine(isLanguage);

export const parseId = (id: unknown): string => {
  const result = uuidSchema.safeParse(id);
  if (!result.success) throw new AppError('NOT_FOUND');
  return result.data;
};
export const parseRoles = (input: unknown) => parsed(roles, input);
export const parseReason = (input: unknown) => parsed(z.enum(SUSPENSION_REASONS), input);
export const parseStanding = (input: unknown) => parsed(z.enum(STANDINGS), input);
/** Names stand in our mails and pages: none leads anywhere, or looks like an address. */
const LOOKS_LIKE_A_LINK = /:\/\/|www\.|@/i;
const withoutLink = (name: string): string => (LOOKS_LIKE_A_LINK.test(name) ? refuse('name_with_link') : name);

export const parseName = (input: unknown): string => withoutLink(orRefuse(nameSchema, input, 'bad_name'));
export const parseLanguage = (input: unknown) => parsed(language, input);

const invitationSchema = z.object({
  email: z.string().max(LIMITS.email * 2),
  language,
  organisationId: z.string(),
  roles,
  focalPoint: z.boolean(),
});

export function parseInvitation(input: unknown) {
  const { email, organisationId, ...rest } = parsed(invitationSchema, input);
  return { ...rest, organisationId: parseId(organisationId), email: orRefuse(emailSchema, email, 'bad_address') };
}

const listOf = <T extends string>(known: readonly [T, ...T[]]) =>
  z
    .array(z.enum(known))
    .max(known.length)
    .transform((list) => known.filter((one) => list.includes(one)));

const organisationSchema = z.object({
  id: z.string().nullish(),
  name: z.string().max(1_000),
  country: z.string().max(1_000),
  regions: listOf(REGIONS),
  workingGroups: listOf(WORKING_GROUPS),
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).max(20),
  website: z.string().max(1_000).nullish(),
  contactEmail: z.string().max(1_000).nullish(),
  visibility: z.enum(VISIBILITIES),
  texts: z.array(z.object({ language: z.enum(LANGUAGES), about: z.string().max(20_000) })).max(LANGUAGES.length),
});

/** Links are shown to colleagues: https alone, so that no scheme of a script's ever stands in an `href`. */
const website = z
  .url({ protocol: /^https$/ })
  .max(LONGEST.website)
  .nullable();
const given = (value: string | null | undefined): string | null => (value?.trim() ? value.trim() : null);

export function parseOrganisation(input: unknown) {
  const { id, texts, languages, ...rest } = parsed(organisationSchema, input);
  if (new Set(texts.map((text) => text.language)).size !== texts.length) throw new AppError('INVALID_INPUT');
  return {
    id: id === null || id === undefined ? null : parseId(id),
    profile: {
      name: parseName(rest.name),
      country: orRefuse(nameSchema.max(LONGEST.country), rest.country, 'bad_country'),
      regions: rest.regions,
      workingGroups: rest.workingGroups,
      languages: [...new Set(languages)].sort(),
      website: orRefuse(website, given(rest.website), 'bad_website'),
      contactEmail: orRefuse(emailSchema.nullable(), given(rest.contactEmail), 'bad_address'),
      visibility: rest.visibility,
    },
    texts: texts
      .map((text) => ({ language: text.language, about: text.about.trim() }))
      .filter(({ about }) => (about.length > LONGEST.about ? refuse('about_too_long') : about !== '')),
  };
}

const search = z.string().trim().max(LONGEST.search).nullish();
const optional = (value: string | null | undefined): string | null => (value ? value : null);

const peopleFilterSchema = z.object({
  search,
  role: z.string().nullish(),
  status: z.string().nullish(),
  organisationId: z.string().nullish(),
});

export function parsePeopleFilter(input: unknown) {
  const filter = parsed(peopleFilterSchema, input ?? {});
  return {
    search: optional(filter.search),
    role: isOneOf(ROLES, filter.role) ? filter.role : null,
    status: isOneOf(['active', 'suspended'] as const, filter.status) ? filter.status : null,
    organisationId: filter.organisationId ? parseId(filter.organisationId) : null,
  };
}

const directoryFilterSchema = z.object({ search, region: z.string().nullish(), workingGroup: z.string().nullish() });

export function parseDirectoryFilter(input: unknown) {
  const filter = parsed(directoryFilterSchema, input ?? {});
  return {
    search: optional(filter.search),
    region: isOneOf(REGIONS, filter.region) ? filter.region : null,
    workingGroup: isOneOf(WORKING_GROUPS, filter.workingGroup) ? filter.workingGroup : null,
  };
}
