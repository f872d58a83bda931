import { LANGUAGES } from '@sos/domain';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

import type { Clock, Config, Execute } from './platform.types.js';

const DAY_MS = 86_400_000;
/** RFC 9116 asks for less than a year; a service nobody starts or asks for half a year has nobody who reads mail either. */
const CONTACT_DAYS = 180;

/** Cut to the day, so that every process and every request of a day says the same. */
export function securityText({ contactAddress }: Pick<Config, 'contactAddress'>, origin: string, now: Date): string {
  const expires = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS + CONTACT_DAYS * DAY_MS);
  return [
    `Contact: mailto:${encodeURI(contactAddress)}`,
    `Expires: ${expires.toISOString()}`,
    `Preferred-Languages: ${LANGUAGES.join(', ')}`,
    `Canonical: ${origin}/.well-known/security.txt`,
    '',
  ].join('\n');
}

/** Addresses that are a key, or that belong to a machine. */
const NOT_LISTED = ['/signatures/', ...LANGUAGES.map((language) => `/${language}/signatures/`), '/demo/', '/graphql'];

export function robotsText(origin: 'site' | 'app', siteOrigin: string): string {
  if (origin === 'app') return 'User-agent: *\nDisallow: /\n';
  const rules = NOT_LISTED.map((path) => `Disallow: ${path}\n`).join('');
  return `User-agent: *\n${rules}\nSitemap: ${siteOrigin}/sitemap.xml\n`;
}

const FIXED = [
  '',
  '/help-now',
  '/campaigns',
  '/campaigns/archive',
  '/resources',
  '/guidelines',
  '/about',
  '/contact',
  '/privacy',
];
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** Each page in each language, with its other languages beside it. */
export function sitemap(siteOrigin: string, paths: readonly string[]): string {
  const at = (language: string, path: string) => escapeXml(new URL(`/${language}${path}`, siteOrigin).href);
  const alternates = (path: string) =>
    LANGUAGES.map((other) => `<xhtml:link rel="alternate" hreflang="${other}" href="${at(other, path)}"/>`).join('');
  const urls = paths.flatMap((path) =>
    LANGUAGES.map((language) => `<url><loc>${at(language, path)}</loc>${alternates(path)}</url>`),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...urls,
    '</urlset>',
    '',
  ].join('\n');
}

const LISTS = `query SiteMap { open: campaigns(language: "en", filter: { list: "open" }) { slug }
  past: campaigns(language: "en", filter: { list: "archive" }) { slug } }`;
const RESOURCES = `query SiteMapResources($page: Int!) {
  resources(language: "en", filter: { page: $page }) { pageCount items { slug } } }`;
const slugs = z.array(z.object({ slug: z.string() }));
const listsSchema = z.object({ data: z.object({ open: slugs, past: slugs }) });
const resourcesSchema = z.object({ data: z.object({ resources: z.object({ pageCount: z.int(), items: slugs }) }) });
/** Above what the directory will hold; a list without end would be a way to keep the server busy. */
const MOST_PAGES = 50;

async function resourcePaths(execute: Execute): Promise<readonly string[]> {
  const paths: string[] = [];
  for (let page = 1, last = 1; page <= last; page += 1) {
    const { data } = resourcesSchema.parse(await execute({ query: RESOURCES, variables: { page } }));
    last = Math.min(data.resources.pageCount, MOST_PAGES);
    paths.push(...data.resources.items.map(({ slug }) => `/resources/${slug}`));
  }
  return paths;
}

/** Everything an anonymous reader may open, asked for as one. */
async function publicPaths(execute: Execute): Promise<readonly string[]> {
  const { data } = listsSchema.parse(await execute({ query: LISTS, variables: {} }));
  const campaigns = [...data.open, ...data.past].map(({ slug }) => `/campaigns/${slug}`);
  return [...FIXED, ...campaigns, ...(await resourcePaths(execute))];
}

export interface WellKnownParts {
  readonly origin: 'site' | 'app';
  readonly config: Config;
  readonly clock: Clock;
}

const sendText = (reply: FastifyReply, text: string, seconds: number): FastifyReply =>
  reply.header('cache-control', `public, max-age=${seconds}`).type('text/plain; charset=utf-8').send(text);

/** What scanners, search engines, password managers and browsers look for without being told. */
export function addWellKnown(server: FastifyInstance, { origin, config, clock }: WellKnownParts): void {
  const { siteOrigin, appOrigin } = config;
  const own = origin === 'site' ? siteOrigin : appOrigin;
  server.get('/.well-known/security.txt', async (_request, reply) =>
    sendText(reply, securityText(config, own, clock.now()), 3_600),
  );
  server.get('/robots.txt', async (_request, reply) => sendText(reply, robotsText(origin, siteOrigin), 3_600));
  server.get('/.well-known/change-password', async (_request, reply) =>
    // On the app's own origin without a host: what verifies an app in the browser lets it send nobody elsewhere.
    reply.redirect(origin === 'app' ? '/app/account' : `${appOrigin}/app/account`, 302),
  );
  server.get('/favicon.ico', async (_request, reply) => reply.redirect('/icon.svg', 302));
}

const SITEMAP_SECONDS = 600;

/** Made at most once in ten minutes, however often it is asked for. */
export function addSitemap(server: FastifyInstance, { siteOrigin }: Config, clock: Clock, execute: Execute): void {
  let made: { readonly at: number; readonly xml: Promise<string> } | null = null;
  server.get('/sitemap.xml', async (_request, reply) => {
    const now = clock.now().getTime();
    if (made === null || now - made.at > SITEMAP_SECONDS * 1_000) {
      const xml = publicPaths(execute).then((paths) => sitemap(siteOrigin, paths));
      made = { at: now, xml };
      // What failed once is asked for again.
      xml.catch(() => (made = null));
    }
    return reply
      .header('cache-control', `public, max-age=${SITEMAP_SECONDS}`)
      .type('application/xml; charset=utf-8')
      .send(await made.xml);
  });
}
