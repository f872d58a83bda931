import { readFileSync } from 'node:fs';
import { EMERGENCY_KINDS, LANGUAGES, REGIONS, RESOURCE_CATEGORIES, resourceTextHashInput } from '@sos/domain';
import { z } from 'zod';

import { sha256, type SeedContext } from './seed-context.js';

export const bilingualSchema = z.strictObject({ en: z.string().min(1), es: z.string().min(1) });

const resourceSchema = z.strictObject({
  slug: z.string(),
  category: z.enum(RESOURCE_CATEGORIES),
  organisation: z.string(),
  url: z.url(),
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
  regions: z.array(z.enum(REGIONS)).min(1),
  title: bilingualSchema,
  summary: bilingualSchema,
  emergency: z.boolean(),
  emergencyKind: z.enum(EMERGENCY_KINDS).nullable(),
  responseTime: bilingualSchema.nullable(),
  access: z.enum(['open', 'members']),
  status: z.enum(['ok', 'verify']),
});
type SeedResource = z.infer<typeof resourceSchema>;

function textsOf({ title, summary, responseTime }: SeedResource) {
  return LANGUAGES.map((language) => {
    const words = {
      language,
      title: title[language],
      summary: summary[language],
      responseTime: responseTime?.[language] ?? null,
    };
    const basedOnVersion = language === 'en' ? null : 1;
    return {
      ...words,
      version: 1,
      original: language === 'en',
      basedOnVersion,
      hash: sha256(resourceTextHashInput(words)),
    };
  });
}

/** Adds what is missing and changes nothing that is there: an operator's own corrections stay. */
export async function seedResources({ database, say }: Pick<SeedContext, 'database' | 'say'>): Promise<void> {
  const file = new URL('./data/resources.json', import.meta.url);
  const resources = z.array(resourceSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
  const known = new Set((await database.prisma.resource.findMany({ select: { slug: true } })).map(({ slug }) => slug));
  const missing = resources.filter(({ slug }) => !known.has(slug));
  for (const resource of missing) {
    const { slug, category, organisation, url, languages, regions, emergency, emergencyKind, access, status } =
      resource;
    await database.prisma.resource.create({
      data: {
        ...{ slug, category, organisation, url, languages, regions, emergency, emergencyKind, access, status },
        texts: { createMany: { data: textsOf(resource) } },
      },
    });
  }
  say(`Resources: ${resources.length} in two languages`);
}
