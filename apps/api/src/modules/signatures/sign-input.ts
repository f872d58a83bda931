import { emailSchema, LIMITS } from '@sos/domain';
import { z } from 'zod';

import type { SignFormIssue, SignFormValues } from '../../platform/pages.types.js';

const KEPT_MOST = 300;

/** Whatever arrives becomes what a form could have held: one short string per field. */
const typed = z
  .string()
  .catch('')
  .transform((value) => value.slice(0, KEPT_MOST));
const ticked = z
  .union([z.literal('yes'), z.literal('on'), z.literal(true)])
  .transform(() => true)
  .catch(false);
const fieldsSchema = z.object({ name: typed, email: typed, country: typed, namePublic: ticked });

const COUNTRY = /^[A-Z]{2}$/;
const ADDRESS_WITHIN = /^[^\p{C}]*$/u;

export interface SignFields {
  readonly name: string;
  readonly email: string;
  readonly country: string | null;
  readonly namePublic: boolean;
}

export interface ParsedSignForm {
  /** As typed, for the form that comes back. */
  readonly values: SignFormValues;
  readonly issues: readonly SignFormIssue[];
  /** Null while there are issues. */
  readonly fields: SignFields | null;
}

function nameIssue(name: string): string | null {
  if (name === '') return 'name_missing';
  return name.length > LIMITS.displayName ? 'name_too_long' : null;
}

function emailIssue(email: string): string | null {
  if (email.trim() === '') return 'email_missing';
  return emailSchema.safeParse(email).success && ADDRESS_WITHIN.test(email) ? null : 'email_invalid';
}

/** One line of visible characters: a name is printed in letters and lists. */
function cleanName(name: string): string {
  return name
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

export function parseSignForm(input: unknown): ParsedSignForm {
  const values = fieldsSchema.safeParse(input).data ?? { name: '', email: '', country: '', namePublic: false };
  const name = cleanName(values.name);
  const country = values.country.trim().toUpperCase();
  const found: readonly (readonly [SignFormIssue['field'], string | null])[] = [
    ['name', nameIssue(name)],
    ['email', emailIssue(values.email)],
    ['country', country === '' || COUNTRY.test(country) ? null : 'country_invalid'],
  ];
  const issues = found.flatMap(([field, code]) => (code === null ? [] : [{ field, code }]));
  if (issues.length > 0) return { values, issues, fields: null };
  const email = emailSchema.parse(values.email);
  return {
    values,
    issues,
    fields: { name, email, country: country === '' ? null : country, namePublic: values.namePublic },
  };
}

const word = (most: number) => z.string().max(most).catch('');

/** What comes with the fields, in a plain form or as JSON. */
export const submissionSchema = z.object({
  slug: word(80),
  language: word(10),
  partner: word(80),
  formToken: word(200),
  altcha: word(2_000),
  /** The version of the text that was on screen; empty where the sender does not say. */
  textVersion: z
    .union([z.string().max(10), z.int()])
    .transform(String)
    .catch(''),
  /** A trap for machines: people do not see the field. */
  website: word(KEPT_MOST),
});
export type SubmissionExtras = z.infer<typeof submissionSchema>;

const EMPTY = { slug: '', language: '', partner: '', formToken: '', altcha: '', textVersion: '', website: '' };

export function parseExtras(input: unknown): SubmissionExtras {
  return submissionSchema.safeParse(input).data ?? EMPTY;
}

const codeFormSchema = z.object({
  ref: word(200),
  slug: word(80),
  code: word(20).transform((code) => code.replace(/\D/g, '')),
});

export function parseCodeForm(input: unknown): z.infer<typeof codeFormSchema> {
  return codeFormSchema.safeParse(input).data ?? { ref: '', slug: '', code: '' };
}

const removalSchema = z.object({ action: z.enum(['withdraw', 'disown']) });

/** Which of the page's two buttons was pressed; a form without one withdraws. */
export function parseRemovalForm(input: unknown): 'withdrawn' | 'disowned' {
  return removalSchema.safeParse(input).data?.action === 'disown' ? 'disowned' : 'withdrawn';
}
