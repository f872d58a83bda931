import { EMERGENCY_KINDS, LANGUAGES, LIMITS, REGIONS, RESOURCE_CATEGORIES } from '@sos/domain';
import { z } from 'zod';

import { AppError, notFound } from '../../platform/errors.js';
import type { ResourceCriteria, ResourceMatch, ResourceRecord, ResourceRepository } from './resources.repository.js';
import { searchWords } from './search-words.js';

export const PAGE_SIZE = 20;

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

const filterSchema = z.object({
  category: optional(z.enum(RESOURCE_CATEGORIES)),
  emergencyKind: optional(z.enum(EMERGENCY_KINDS)),
  emergencyOnly: optional(z.boolean()),
  offeredIn: optional(z.string().regex(/^[a-z]{2,3}$/)),
  page: optional(z.int().min(1).max(1000)),
  region: optional(z.enum(REGIONS)),
  search: optional(z.string().max(LIMITS.searchQuery)),
});
const languageSchema = z.enum(LANGUAGES);
const slugSchema = z.string().min(1).max(120);

export interface FoundPage {
  readonly items: readonly ResourceRecord[];
  readonly categories: readonly { readonly category: string; readonly count: number }[];
  readonly page: number;
  readonly pageCount: number;
  readonly total: number;
}

function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw new AppError('INVALID_INPUT', result.error.issues[0]?.path.join('.') || undefined);
  return result.data;
}

/** How many each category holds under the other filters, in the vocabulary's order. */
function countCategories(matches: readonly ResourceMatch[]) {
  return RESOURCE_CATEGORIES.map((category) => ({
    category,
    count: matches.filter((match) => match.category === category).length,
  }));
}

export class ResourcesService {
  constructor(private readonly resources: ResourceRepository) {}

  async find(filter: unknown, language: unknown, forMembers: boolean): Promise<FoundPage> {
    const { category, page, search, emergencyOnly, ...rest } = parsed(filterSchema, filter);
    const wanted = parsed(languageSchema, language);
    const words = searchWords(search ?? '');
    const matches = await this.match({
      ...rest,
      emergencyOnly: emergencyOnly ?? false,
      language: wanted,
      forMembers,
      words,
    });
    const chosen = category === null ? matches : matches.filter((match) => match.category === category);
    const pageCount = Math.max(1, Math.ceil(chosen.length / PAGE_SIZE));
    // A link to a page that has since gone shows the last one there is.
    const current = Math.min(page ?? 1, pageCount);
    const ids = chosen.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE).map(({ id }) => id);
    const items = await this.resources.load(ids, wanted);
    return { items, categories: countCategories(matches), page: current, pageCount, total: chosen.length };
  }

  async get(slug: unknown, language: unknown, forMembers: boolean): Promise<ResourceRecord> {
    const wanted = parsed(languageSchema, language);
    const id = await this.resources.findIdBySlug(parsed(slugSchema, slug), forMembers);
    const [found] = id === null ? [] : await this.resources.load([id], wanted);
    if (!found) throw notFound();
    return found;
  }

  private async match(criteria: ResourceCriteria): Promise<readonly ResourceMatch[]> {
    const exact = await this.resources.search(criteria);
    return exact.length > 0 || criteria.words.length === 0 ? exact : this.resources.searchAlike(criteria);
  }
}
