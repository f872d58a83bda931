import type { FastifyRequest } from 'fastify';

import { createLogger } from './logger.js';
import type { Config } from './platform.types.js';
import { createSitePages } from './site-pages.js';
import type { WebBuild, WebServerBundle } from './web-bundle.js';

const rendered: unknown[] = [];
// Only what an error page needs of the bundle.
const server = {
  renderErrorPage: async (input: object, status: number) => {
    rendered.push({ ...input, status });
    return { kind: 'page', status, language: 'es' };
  },
  renderSiteDocument: () => '<html></html>',
} as unknown as WebServerBundle;
const pages = createSitePages({
  web: { server, manifest: {} } as WebBuild,
  config: { mode: 'demo', siteOrigin: 'https://site.example' } as Config,
  logger: createLogger({ write: () => undefined }),
  // A database that does not answer: the page that says so must not need it.
  settings: { read: async () => Promise.reject(new Error('down')), forget: () => undefined },
});
const request = (url: string, language = 'en') =>
  ({ url, headers: { 'accept-language': language } }) as unknown as FastifyRequest;

beforeEach(() => rendered.splice(0));

test.each([403, 404, 410, 413, 415, 429, 500])('%i has a page of its own words', async (status) => {
  expect(await pages.errorPage(request('/es/campaigns/x/sign'), status)).toBe('<html></html>');
  expect(rendered).toMatchObject([{ status, url: '/es/campaigns/x/sign' }]);
});

test('a server that is not well says so; a refusal without words of its own is a code', async () => {
  expect(await pages.errorPage(request('/'), 503)).toBe('<html></html>');
  expect(rendered).toMatchObject([{ status: 500 }]);
  expect(await pages.errorPage(request('/'), 400)).toBeNull();
});

test('a bare address is answered in the browser’s language, and a frame with a code', async () => {
  await pages.errorPage(request('/campaigns/x/sign', 'es-MX,es;q=0.9'), 413);
  expect(rendered).toMatchObject([{ language: 'es' }]);
  expect(await pages.errorPage(request('/embed/x/sign'), 413)).toBeNull();
});
