import { directionOf, LANGUAGES } from '@sos/i18n';

import type { ServiceInfo } from '../shared/service.js';
import { sitePath } from '../shared/site-path.js';
import type { RenderedPage } from './site-render.js';
import { STATE_ELEMENT_ID } from './site-state.js';

/** `dist/client/.vite/manifest.json`, as Vite writes it. */
export type ViteManifest = Readonly<Record<string, ManifestChunk>>;

interface ManifestChunk {
  readonly file: string;
}

export interface DocumentInput {
  readonly page: RenderedPage;
  readonly manifest: ViteManifest;
  readonly service: ServiceInfo;
}

const ENTRY = 'site.html';
const STYLES = 'style.css';

const SIGN_FORM = ' data-sos-sign="';
/** Proves that no machine is signing, before the form goes as it would without a script. The api serves it for the frames too. */
const SIGNING_SCRIPT = '<script src="/embed/frame.js" defer></script>';

/** The whole page. Nothing in it is inline: one CSP without exceptions covers every document. */
export function renderSiteDocument({ page, manifest, service }: DocumentInput): string {
  const entry = manifest[ENTRY];
  const script = entry === undefined ? '' : `<script type="module" src="/${entry.file}"></script>`;
  const state =
    page.stateJson === null
      ? ''
      : `<script type="application/json" id="${STATE_ELEMENT_ID}">${page.stateJson}</script>`;
  return [
    `<!doctype html><html lang="${page.language}" dir="${directionOf(page.language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    // react-aria adds no <style> of its own where it finds this element.
    '<meta id="react-aria-pressable-style" name="sos-style" content="see base.css">',
    page.headHtml,
    page.status === 200 ? addresses(page, service.siteOrigin) : '<meta name="robots" content="noindex">',
    '<link rel="icon" href="/icon.svg" type="image/svg+xml">',
    styleLink(manifest),
    script,
    page.bodyHtml.includes(SIGN_FORM) ? SIGNING_SCRIPT : '',
    `</head><body><div id="root">${page.bodyHtml}</div>${state}</body></html>`,
  ].join('');
}

/** Where this page lives, in each language, and where the reader's browser may choose. */
function addresses(page: RenderedPage, origin: string): string {
  const at = (path: string) => escapeAttribute(new URL(path, origin).href);
  const alternates = LANGUAGES.map(
    (language) => `<link rel="alternate" hreflang="${language}" href="${at(sitePath(language, page.path))}">`,
  );
  return [
    `<link rel="canonical" href="${at(sitePath(page.language, page.path))}">`,
    ...alternates,
    `<link rel="alternate" hreflang="x-default" href="${at(page.path)}">`,
  ].join('');
}

/** The one style sheet of the build. */
export function styleLink(manifest: ViteManifest, origin = ''): string {
  const file = manifest[STYLES]?.file;
  return file === undefined ? '' : `<link rel="stylesheet" href="${escapeAttribute(`${origin}/${file}`)}">`;
}

export function escapeAttribute(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
