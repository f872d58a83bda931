import { isOneOf, LIMITS, REGIONS, RESOURCE_CATEGORIES } from '@sos/domain';

/** What a reader asked for. Empty means everything. */
export interface ResourceSearch {
  readonly q: string;
  readonly category: string;
  readonly region: string;
  readonly offeredIn: string;
  readonly urgent: boolean;
  readonly page: number;
}

/** Languages resources are offered in; the menu names them in the reader's own. */
export const OFFERED_LANGUAGES = ['ar', 'en', 'es', 'fr', 'pt', 'ru'] as const;

/** Reads an address that anybody may have typed: what makes no sense counts as not asked. */
export function parseSearch(params: URLSearchParams): ResourceSearch {
  const page = Number(params.get('page') ?? '1');
  return {
    q: (params.get('q') ?? '').trim().slice(0, LIMITS.searchQuery),
    category: oneOf(RESOURCE_CATEGORIES, params.get('category')),
    region: oneOf(REGIONS, params.get('region')),
    offeredIn: oneOf(OFFERED_LANGUAGES, params.get('offeredIn')),
    urgent: params.get('urgent') === '1',
    page: Number.isInteger(page) && page > 0 && page < 1000 ? page : 1,
  };
}

function oneOf(values: readonly string[], value: string | null): string {
  return isOneOf(values, value) ? value : '';
}

/** The address of a search; a change of what is asked starts at the first page. */
export function searchPath(search: ResourceSearch, change: Partial<ResourceSearch> = {}): string {
  const next = { ...search, page: 1, ...change };
  const params = new URLSearchParams();
  for (const key of ['q', 'category', 'region', 'offeredIn'] as const) if (next[key] !== '') params.set(key, next[key]);
  if (next.urgent) params.set('urgent', '1');
  if (next.page > 1) params.set('page', String(next.page));
  const query = params.toString();
  return query === '' ? '/resources' : `/resources?${query}`;
}

export function isFiltered({ category, region, offeredIn, urgent }: ResourceSearch): boolean {
  return category !== '' || region !== '' || offeredIn !== '' || urgent;
}
