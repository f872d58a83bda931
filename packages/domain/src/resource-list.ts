import { z } from 'zod';

import { LANGUAGES } from './language.js';
import { resourceTextHashInput, type ResourceWords } from './text-hash.js';
import { EMERGENCY_KINDS, REGIONS, RESOURCE_CATEGORIES } from './vocabulary.js';

export const bilingualSchema = z.strictObject({ en: z.string().min(1), es: z.string().min(1) });

const listedResourceSchema = z.strictObject({
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

/** A library of resources as a file, which an operator may read and change before taking it in. */
export const resourceListSchema = z.array(listedResourceSchema);
export type ListedResource = z.infer<typeof listedResourceSchema>;

export interface ListedText extends ResourceWords {
  readonly version: number;
  readonly original: boolean;
  readonly basedOnVersion: number | null;
  readonly hashInput: string;
}

function textsOf({ title, summary, responseTime }: ListedResource): ListedText[] {
  return LANGUAGES.map((language) => {
    const words = {
      language,
      title: title[language],
      summary: summary[language],
      responseTime: responseTime?.[language] ?? null,
    };
    const original = language === 'en';
    return {
      ...words,
      version: 1,
      original,
      basedOnVersion: original ? null : 1,
      hashInput: resourceTextHashInput(words),
    };
  });
}

/** What is stored of it: the words apart, one row for each language. */
export function storedResource(listed: ListedResource) {
  const { slug, category, organisation, url, languages, regions, emergency, emergencyKind, access, status } = listed;
  const texts = textsOf(listed);
  return { slug, category, organisation, url, languages, regions, emergency, emergencyKind, access, status, texts };
}
