import { createI18n, directionOf, type Language } from '@sos/i18n';
import { Notice } from '@sos/ui/plain';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';

import { frames, type FrameKind, type FrameProps } from '../features/campaigns/campaigns.frames.js';
import { LocaleProvider } from '../shared/locale.js';
import { escapeAttribute, styleLink, type ViteManifest } from './site-document.js';

interface FrameDocument {
  readonly language: Language;
  /** The name of the page, for screen readers and browser tabs. */
  readonly title: string;
  readonly manifest: ViteManifest;
  /** Where styles and fonts are fetched from: the frame's own origin is opaque. */
  readonly assetOrigin: string;
  /** The frame's own small script, built by apps/widget; absent: the frame works without. */
  readonly scriptSrc?: string;
}

export interface FrameInput<Kind extends FrameKind> extends FrameDocument {
  readonly kind: Kind;
  readonly props: FrameProps[Kind];
}

/** A page of static markup for an iframe on somebody else's site: no React in the browser, no state, no cookies. */
export async function renderFrame<Kind extends FrameKind>(input: FrameInput<Kind>): Promise<string> {
  return toDocument(input, frames[input.kind](input.props));
}

const PROBLEM_PAGES = { 404: 'notFound', 410: 'gone', 500: 'broken' } as const;

/** What an iframe shows when there is no campaign to show: words, and no links that would lead its host's reader astray. */
export async function renderFrameProblem(
  input: Omit<FrameDocument, 'title'>,
  status: keyof typeof PROBLEM_PAGES,
): Promise<string> {
  const i18n = await createI18n(input.language, ['errors']);
  const title = i18n.getFixedT(input.language, 'errors')(`page.${PROBLEM_PAGES[status]}.title`);
  return toDocument(
    { ...input, title },
    <main>
      <Notice tone="warning" title={title} />
    </main>,
  );
}

async function toDocument(frame: FrameDocument, element: ReactNode): Promise<string> {
  const i18n = await createI18n(
    frame.language,
    ['common', 'errors', 'campaigns', 'signatures', 'embeds'],
    initReactI18next,
  );
  const body = renderToStaticMarkup(
    <I18nextProvider i18n={i18n}>
      <LocaleProvider language={frame.language} timeZone="UTC">
        {element}
      </LocaleProvider>
    </I18nextProvider>,
  );
  return [
    `<!doctype html><html lang="${frame.language}" dir="${directionOf(frame.language)}" data-frame=""><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeAttribute(frame.title)}</title>`,
    styleLink(frame.manifest, frame.assetOrigin),
    frame.scriptSrc === undefined ? '' : `<script src="${escapeAttribute(frame.scriptSrc)}" defer></script>`,
    `</head><body>${body}</body></html>`,
  ].join('');
}
