import { CAMPAIGN_TYPES, LANGUAGES, LIMITS, REGIONS, RIGHTS, SIGNATORY_KINDS, uuidSchema } from '@sos/domain';
import { z } from 'zod';

export interface InputIssue {
  readonly path: string;
  /** An i18n key of `campaigns`, under `issues`. */
  readonly code: string;
}

/** Text is stored as it is typed and rendered as Markdown: markup in it has no honest purpose. */
const HTML = /<\/?[a-z!][^>]*>/i;
const GOAL_MOST = 100_000_000;

const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((value) => !HTML.test(value), 'no_html');
const optionalText = (most: number) =>
  text(most)
    .nullish()
    .transform((value) => (value === '' ? null : (value ?? null)));
const distinctLanguages = (texts: readonly { language: string }[]): boolean =>
  new Set(texts.map(({ language }) => language)).size === texts.length;

const campaignTextSchema = z.object({
  language: z.enum(LANGUAGES),
  title: text(LIMITS.campaignTitle),
  summary: text(LIMITS.campaignSummary),
  body: text(LIMITS.campaignBody),
  demands: z.array(text(LIMITS.campaignDemand).min(1)).max(LIMITS.campaignDemands),
  country: text(LIMITS.addresseeOffice),
  callToAction: optionalText(LIMITS.campaignSummary),
});

const addresseeSchema = z.object({
  channel: z.enum(['letter', 'email', 'form', 'fax']),
  texts: z
    .array(
      z.object({
        language: z.enum(LANGUAGES),
        office: text(LIMITS.addresseeOffice).min(1),
        salutation: optionalText(LIMITS.addresseeOffice),
      }),
    )
    .min(1)
    .refine(distinctLanguages, 'duplicate_language'),
});

const draftSchema = z.object({
  type: z.enum(CAMPAIGN_TYPES),
  region: z.enum(REGIONS),
  rights: z.array(z.enum(RIGHTS)).max(RIGHTS.length),
  signers: z.array(z.enum(SIGNATORY_KINDS)).max(SIGNATORY_KINDS.length),
  goal: z
    .int()
    .min(1)
    .max(GOAL_MOST)
    .nullish()
    .transform((goal) => goal ?? null),
  closesAt: z
    .date()
    .nullish()
    .transform((date) => date ?? null),
  originalLanguage: z.enum(LANGUAGES),
  texts: z.array(campaignTextSchema).min(1).refine(distinctLanguages, 'duplicate_language'),
  addressees: z.array(addresseeSchema).max(LIMITS.addressees),
});
export type DraftCampaign = z.infer<typeof draftSchema>;

const idSchema = uuidSchema.nullish();

const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_value: 'unknown_value',
  invalid_type: 'missing',
};

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'too_small')
    return issue.origin === 'string' || issue.origin === 'array' ? 'missing' : 'too_small';
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'too_long' : 'too_many';
  return CODES[issue.code] ?? 'invalid';
}

export type ParsedDraft =
  | { readonly ok: true; readonly id: string | null; readonly draft: DraftCampaign }
  | { readonly ok: false; readonly issues: readonly InputIssue[] };

/** Rules between fields: who may sign follows from the type, the date lies ahead, the original is there. */
function crossChecks(draft: DraftCampaign, now: Date): readonly InputIssue[] {
  const original = draft.texts.findIndex(({ language }) => language === draft.originalLanguage);
  const statement = draft.type === 'network_statement';
  const checks: readonly (readonly [boolean, InputIssue])[] = [
    [original === -1, { path: 'originalLanguage', code: 'original_missing' }],
    [original !== -1 && draft.texts[original]?.title === '', { path: `texts.${original}.title`, code: 'missing' }],
    [!statement && draft.signers.length === 0, { path: 'signers', code: 'missing' }],
    [statement && draft.signers.length > 0, { path: 'signers', code: 'no_signers' }],
    [
      draft.type === 'sign_on_letter' && draft.signers.includes('individual'),
      { path: 'signers', code: 'organisations_only' },
    ],
    [draft.closesAt !== null && draft.closesAt <= now, { path: 'closesAt', code: 'in_the_past' }],
  ];
  return checks.filter(([wrong]) => wrong).map(([, issue]) => issue);
}

export function parseDraft(input: unknown, now: Date): ParsedDraft {
  const parsed = draftSchema.extend({ id: idSchema }).safeParse(input);
  if (!parsed.success)
    return {
      ok: false,
      issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), code: codeOf(issue) })),
    };
  const { id, ...draft } = parsed.data;
  const issues = crossChecks(draft, now);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, id: id ?? null, draft };
}

const reasonSchema = z.object({ language: z.enum(LANGUAGES), text: text(LIMITS.campaignSummary).min(1) });
const moveSchema = z.object({
  id: uuidSchema,
  to: z.string().max(40),
  seenHash: z
    .string()
    .max(64)
    .nullish()
    .transform((hash) => hash ?? null),
  reasons: z
    .array(reasonSchema)
    .refine(distinctLanguages)
    .nullish()
    .transform((reasons) => reasons ?? []),
});
export type MoveInput = z.infer<typeof moveSchema>;

export function parseMove(input: unknown): MoveInput | null {
  return moveSchema.safeParse(input).data ?? null;
}

const filterSchema = z.object({
  list: z.enum(['open', 'archive']),
  type: z.enum(CAMPAIGN_TYPES).nullish(),
  region: z.enum(REGIONS).nullish(),
  right: z.enum(RIGHTS).nullish(),
});
export type PublicFilter = z.infer<typeof filterSchema>;

export function parseFilter(input: unknown): PublicFilter | null {
  return filterSchema.safeParse(input).data ?? null;
}
