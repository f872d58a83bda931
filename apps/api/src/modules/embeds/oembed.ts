import { isLanguage, isReservedSlug, isSlug, type Language } from '@sos/domain';

export interface CampaignAddress {
  readonly slug: string;
  readonly language: Language | null;
  readonly partnerKey: string | null;
}

const PARTNER_KEY = /^[A-Za-z0-9_-]{1,64}$/;

export function readPartnerKey(value: unknown): string | null {
  return typeof value === 'string' && PARTNER_KEY.test(value) ? value : null;
}

/** The campaign an address of ours names; null for any other address. */
export function readCampaignAddress(address: string, siteOrigin: string): CampaignAddress | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.origin !== siteOrigin) return null;
  const [first, ...rest] = url.pathname.split('/').filter((part) => part !== '');
  const language = isLanguage(first) ? first : null;
  const [collection, slug, ...more] = language === null ? [first, ...rest] : rest;
  if (collection !== 'campaigns' || slug === undefined || !isSlug(slug) || isReservedSlug(slug) || more.length > 0)
    return null;
  return { slug, language, partnerKey: readPartnerKey(url.searchParams.get('partner')) };
}

const WIDTH = { least: 240, usual: 600 } as const;
/** Until the frame says how tall it is. WordPress shows between 200 and 1000. */
const HEIGHT = 640;
const CACHE_SECONDS = 3_600;

export interface OembedSubject {
  readonly siteOrigin: string;
  readonly slug: string;
  readonly language: Language;
  readonly partnerKey: string | null;
  readonly title: string;
  readonly maxWidth: number | null;
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

function withPartner(url: URL, partnerKey: string | null): string {
  if (partnerKey !== null) url.searchParams.set('partner', partnerKey);
  return url.href;
}

export function frameAddress({
  siteOrigin,
  slug,
  language,
  partnerKey,
}: Omit<OembedSubject, 'title' | 'maxWidth'>): string {
  const url = new URL(`/embed/${slug}`, siteOrigin);
  url.searchParams.set('lang', language);
  return withPartner(url, partnerKey);
}

/**
 * oEmbed 1.0, of the kind WordPress keeps from providers it does not know: a quotation with a link, which stands where frames
 * or scripts do not, and a frame that it resizes by its own three messages.
 */
export function oembedAnswer(subject: OembedSubject): Readonly<Record<string, string | number>> {
  const { siteOrigin, slug, language, partnerKey, title, maxWidth } = subject;
  const width = Math.max(WIDTH.least, Math.min(maxWidth ?? WIDTH.usual, WIDTH.usual));
  const page = withPartner(new URL(`/${language}/campaigns/${slug}`, siteOrigin), partnerKey);
  const quotation = `<blockquote class="wp-embedded-content"><a href="${escape(page)}">${escape(title)}</a></blockquote>`;
  const frame =
    `<iframe class="wp-embedded-content" sandbox="allow-scripts" src="${escape(frameAddress(subject))}" width="${width}" height="${HEIGHT}" ` +
    `title="${escape(title)}" frameborder="0" marginwidth="0" marginheight="0" scrolling="auto"></iframe>`;
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'SOS',
    provider_url: siteOrigin,
    cache_age: CACHE_SECONDS,
    width,
    height: HEIGHT,
    html: `${quotation}${frame}`,
  };
}
