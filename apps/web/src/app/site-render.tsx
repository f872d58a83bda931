import type { NormalizedCacheObject } from '@apollo/client';
import { createI18n, type Language } from '@sos/i18n';
import type { i18n } from 'i18next';
import type { ReactNode } from 'react';
import { prerender } from 'react-dom/static';
import { initReactI18next } from 'react-i18next';
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from 'react-router-dom';

import { createServerClient } from '../platform/graphql/clients.js';
import { errorCodeOf } from '../platform/graphql/error-code.js';
import type { Execute } from '../platform/graphql/execute-link.js';
import { ErrorPage, type ErrorPageStatus } from '../shared/error-pages.js';
import type { ResponseSink } from '../shared/response.js';
import type { ServiceInfo } from '../shared/service.js';
import { splitSitePath } from '../shared/site-path.js';
import { SiteLayout } from './site-layout.js';
import { SiteProviders } from './site-providers.js';
import { createSiteRoutes } from './site-routes.js';
import { toInertJson, type SiteState } from './site-state.js';

export interface RenderSiteInput {
  /** Path and query, as the browser asked for them. */
  readonly url: string;
  /** Negotiated with the reader's browser; counts for bare addresses only. */
  readonly language: Language;
  readonly service: ServiceInfo;
  readonly execute: Execute;
  /** What a form posted without JavaScript is answered with. */
  readonly submission?: unknown;
  readonly signal?: AbortSignal;
}

export interface RenderedPage {
  readonly kind: 'page';
  readonly status: number;
  readonly language: Language;
  /** The path without its language, for canonical and alternate links. */
  readonly path: string;
  readonly headHtml: string;
  readonly bodyHtml: string;
  /** Null for a page that stays as the server wrote it. */
  readonly stateJson: string | null;
  /** For the log; the reader saw the page for it. */
  readonly error?: unknown;
}

export type SiteResult =
  RenderedPage | { readonly kind: 'redirect'; readonly status: number; readonly location: string };

const routes = createStaticHandler(createSiteRoutes());
const translators = new Map<Language, Promise<i18n>>();

export async function renderSite(input: RenderSiteInput): Promise<SiteResult> {
  const request = new Request(new URL(input.url, 'http://site.invalid'), input.signal ? { signal: input.signal } : {});
  const place = placeOf(input);
  const context = await routes.query(request);
  if (context instanceof Response) {
    return { kind: 'redirect', status: context.status, location: context.headers.get('Location') ?? '/' };
  }
  const client = createServerClient(input.execute);
  const sink: ResponseSink = { status: context.statusCode };
  const submission = input.submission ?? null;
  try {
    const router = createStaticRouter(routes.dataRoutes, context);
    const html = await renderWhole(
      <SiteProviders
        client={client}
        i18n={await translatorFor(place.language)}
        language={place.language}
        service={input.service}
        submission={submission}
        sink={sink}
      >
        <StaticRouterProvider router={router} context={context} hydrate={false} />
      </SiteProviders>,
      input.signal,
    );
    const state: SiteState = {
      language: place.language,
      url: input.url,
      service: input.service,
      submission,
      apollo: client.cache.extract() as NormalizedCacheObject,
    };
    return { kind: 'page', status: sink.status, ...place, ...liftHead(html), stateJson: toInertJson(state) };
  } catch (error) {
    if (errorCodeOf(error) === 'NOT_FOUND') return renderErrorPage(input, 404);
    return { ...(await renderErrorPage(input, 500)), error };
  }
}

/** A page in the site's own dress that needs no data, for when there is none to be had. */
export async function renderErrorPage(
  input: Omit<RenderSiteInput, 'execute'>,
  status: ErrorPageStatus,
): Promise<RenderedPage> {
  const place = placeOf(input);
  const client = createServerClient(async () => ({ data: null }));
  const handler = createStaticHandler([
    { path: '*', Component: SiteLayout, children: [{ path: '*', Component: () => <ErrorPage status={status} /> }] },
  ]);
  const context = await handler.query(new Request(new URL(input.url, 'http://site.invalid')));
  if (context instanceof Response) throw context;
  const html = await renderWhole(
    <SiteProviders
      client={client}
      i18n={await translatorFor(place.language)}
      language={place.language}
      service={input.service}
      submission={null}
    >
      <StaticRouterProvider
        router={createStaticRouter(handler.dataRoutes, context)}
        context={context}
        hydrate={false}
      />
    </SiteProviders>,
  );
  return { kind: 'page', status, ...place, ...liftHead(html), stateJson: null };
}

function placeOf({ url, language }: { url: string; language: Language }): { language: Language; path: string } {
  const split = splitSitePath(new URL(url, 'http://site.invalid').pathname);
  return { language: split.language ?? language, path: split.path };
}

function translatorFor(language: Language): Promise<i18n> {
  const known = translators.get(language) ?? createI18n(language, ['common', 'errors', 'pages'], initReactI18next);
  translators.set(language, known);
  return known;
}

/** Waits for every suspended part, and keeps it in its place: a part moved to the end would need an inline script to move it back. */
async function renderWhole(tree: ReactNode, signal?: AbortSignal): Promise<string> {
  const failures: unknown[] = [];
  const { prelude } = await prerender(tree, {
    progressiveChunkSize: Infinity,
    onError: (error) => void failures.push(error),
    ...(signal ? { signal } : {}),
  });
  const html = await new Response(prelude).text();
  // prerender itself would only leave the fallback in the page.
  if (failures.length > 0) throw failures[0];
  return html;
}

/** React writes title, meta and link first; crawlers and link previews look for them in the head. */
function liftHead(html: string): { headHtml: string; bodyHtml: string } {
  const [head] = /^(?:<title[^>]*>[^<]*<\/title>|<(?:meta|link)\b[^>]*>)*/.exec(html) ?? [''];
  return { headHtml: head, bodyHtml: html.slice(head.length) };
}
