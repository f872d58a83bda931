import { isLanguage, LANGUAGES, type Language } from '@sos/domain';

export { isLanguage, LANGUAGES, type Language };

/** What a person gets who asked for nothing we speak. */
export const DEFAULT_LANGUAGE: Language = 'en';

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

export type Direction = 'ltr' | 'rtl';

/** Writing direction of a language tag, also of one we do not speak (a letter may be quoted in its original). */
export function directionOf(tag: string): Direction {
  return RIGHT_TO_LEFT.has(primarySubtag(tag)) ? 'rtl' : 'ltr';
}

/** The best of our languages for an Accept-Language header; refusals (`q=0`) are honoured. */
export function negotiateLanguage(header: string | null | undefined, fallback: Language = DEFAULT_LANGUAGE): Language {
  const wishes = (header ?? '')
    .split(',')
    .map(parseWish)
    .filter((wish) => wish.weight > 0);
  wishes.sort((a, b) => b.weight - a.weight);
  for (const { tag } of wishes) {
    const primary = primarySubtag(tag);
    if (isLanguage(primary)) return primary;
  }
  return fallback;
}

function parseWish(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

function primarySubtag(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}
