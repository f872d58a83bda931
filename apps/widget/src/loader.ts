const CAMPAIGN = /^\/(?:([a-z]{2})\/)?campaigns\/([a-z0-9-]+)\/?$/;
/** Tall enough for the form at any size of text; a frame that says more scrolls inside. */
const HEIGHT = { first: 640, least: 200, most: 3_000 };

/** The frame for a link of ours, or null for any other link. */
export function frameAddress(link: string, origin: string, pageLanguage: string): string | null {
  const url = new URL(link);
  const [, language, slug] = CAMPAIGN.exec(url.pathname) ?? [];
  if (url.origin !== origin || slug === undefined) return null;
  const query = new URLSearchParams({ lang: language ?? pageLanguage.slice(0, 2) });
  const partner = url.searchParams.get('partner');
  if (partner) query.set('partner', partner);
  return `${origin}/embed/${slug}?${query.toString()}`;
}

function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36)).join('');
}

/** Beside the link, which goes only when the frame has spoken: whatever fails, the link is still there. */
function showPetition(link: HTMLAnchorElement, address: string): void {
  const secret = nonce();
  const frame = document.createElement('iframe');
  frame.title = link.textContent;
  frame.src = `${address}#?secret=${secret}`;
  frame.height = String(HEIGHT.first);
  frame.setAttribute('sandbox', 'allow-scripts allow-forms allow-popups');
  frame.style.cssText = 'width:100%;border:0';
  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== frame.contentWindow) return;
    const { message, value, secret: said } = (event.data ?? {}) as Record<string, unknown>; // Whatever the frame sent.
    if (message !== 'height' || said !== secret || typeof value !== 'number') return;
    frame.height = String(Math.min(Math.max(value, HEIGHT.least), HEIGHT.most));
    link.hidden = true;
  });
  link.after(frame);
}

export function showPetitions(page: Document, origin: string): void {
  for (const link of page.querySelectorAll<HTMLAnchorElement>('a.sos-petition:not([data-sos])')) {
    const address = frameAddress(link.href, origin, page.documentElement.lang);
    if (address === null) continue;
    link.dataset['sos'] = '';
    showPetition(link, address);
  }
}
