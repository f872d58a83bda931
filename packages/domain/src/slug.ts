const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export function isSlug(value: string): boolean {
  return value.length <= 80 && SLUG.test(value);
}

/** Words that stand, or are to stand, where a campaign's slug stands: `/campaigns/archive`, `/embed/api/…`, `/app/campaigns/new`. */
const RESERVED: ReadonlySet<string> = new Set([
  'api',
  'archive',
  'code',
  'edit',
  'embed',
  'feed',
  'frame',
  'map',
  'new',
  'oembed',
  'search',
  'sign',
  'signatures',
  'updates',
]);

/** A page under this name would be hidden behind one of our own. */
export function isReservedSlug(slug: string): boolean {
  return RESERVED.has(slug);
}

/** @returns the wanted slug, or the first numbered one that is neither taken nor one of our own words. */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted) && !isReservedSlug(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
  }
}

/** A readable address from a title: accents dropped, everything else that is not a letter or digit becomes one hyphen. */
export function slugFrom(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}
