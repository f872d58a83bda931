import { readFileSync } from 'node:fs';
import { bilingualSchema, CAMPAIGN_TYPES, LIMITS, REGIONS, RIGHTS, SEVERITIES, SIGNATORY_KINDS } from '@sos/domain';
import { z } from 'zod';

const bilingualListSchema = z.strictObject({ en: z.array(z.string().min(1)), es: z.array(z.string().min(1)) });

const updateSchema = z.strictObject({
  kind: z.enum(['update', 'reply', 'outcome']),
  /** Days from the day of seeding; the past is negative. */
  inDays: z.number(),
  title: bilingualSchema,
  body: bilingualSchema,
});

const campaignSchema = z.strictObject({
  slug: z.string(),
  type: z.enum(CAMPAIGN_TYPES),
  status: z.enum(['open', 'archived']),
  organisation: z.string(),
  author: z.enum(['member1', 'member2', 'coordinator']),
  severity: z.enum(SEVERITIES).nullable(),
  region: z.enum(REGIONS),
  rights: z.array(z.enum(RIGHTS)).min(1),
  signers: z.array(z.enum(SIGNATORY_KINDS)).min(1),
  goal: z.int().positive(),
  opensInDays: z.number(),
  closesInDays: z.number(),
  country: bilingualSchema,
  title: bilingualSchema,
  summary: bilingualSchema,
  body: bilingualSchema,
  demands: bilingualListSchema,
  callToAction: bilingualSchema.nullable(),
  additionalInformation: bilingualSchema.nullable(),
  disclaimer: bilingualSchema,
  addressees: z
    .array(
      z.strictObject({
        office: bilingualSchema,
        salutation: bilingualSchema.nullable(),
        channel: z.enum(['letter', 'email', 'form', 'fax']),
      }),
    )
    .min(1)
    .max(LIMITS.addressees),
  individualSignatures: z.int().nonnegative(),
  updates: z.array(updateSchema),
});
export type SeedCampaign = z.infer<typeof campaignSchema>;

export function readCampaigns(): readonly SeedCampaign[] {
  const file = new URL('./data/campaigns.json', import.meta.url);
  return z.array(campaignSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}
