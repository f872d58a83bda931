/** @jest-environment node */
import type { Execute } from '../platform/graphql/execute-link.js';
import { renderFrame, renderFrameProblem } from './frame-render.js';
import { renderSiteDocument, type ViteManifest } from './site-document.js';
import { renderErrorPage, renderSite, type RenderedPage } from './site-render.js';

const service = {
  demo: true,
  siteOrigin: 'https://site.example',
  appOrigin: 'https://app.example',
  contactAddress: 'hello@site.example',
  banner: [],
};
const manifest: ViteManifest = {
  'site.html': { file: 'assets/site-1.js' },
  'style.css': { file: 'assets/style-1.css' },
};

const campaign = {
  __typename: 'Campaign',
  id: 'c1',
  slug: 'keep-water-public',
  type: 'petition',
  severity: null,
  closesAt: null,
  timeZone: 'UTC',
  text: {
    __typename: 'CampaignText',
    language: 'es',
    title: 'Agua </script><b>pública',
    summary: 'Resumen',
    country: 'Almarra',
  },
  count: { __typename: 'SignatureCount', confirmed: 12345, asOf: '2026-11-22T10:00:00Z' },
};
const executeHome: Execute = async () => ({ data: { campaigns: [campaign] } });
const refuse =
  (code: string): Execute =>
  async () => ({ data: null, errors: [{ message: 'x', extensions: { code } }] });

async function renderPage(url: string, execute: Execute = executeHome): Promise<RenderedPage> {
  const result = await renderSite({ url, language: 'en', service, execute });
  if (result.kind !== 'page') throw new Error('a page was expected');
  return result;
}

test('a page is whole without JavaScript: words, data, title, and nothing hidden or inline', async () => {
  const page = await renderPage('/es');
  expect(page.status).toBe(200);
  expect(page.bodyHtml).toContain('Necesito ayuda ahora');
  expect(page.bodyHtml).toContain('12\u202f345 firmas confirmadas');
  expect(page.headHtml).toContain('<title>Ayuda para quienes defienden derechos – SOS</title>');
  expect(page.bodyHtml).not.toMatch(/<script|<template|style=| hidden/);
});

test('every page offers a way out that works as a plain link, and says when it is a demonstration', async () => {
  const { bodyHtml } = await renderPage('/en/privacy');
  expect(bodyHtml).toMatch(/<a [^>]*href="https:\/\/en\.wikipedia\.org\/"[^>]*data-quick-exit/);
  expect(bodyHtml).toContain('Do not enter real cases');
});

test('a bare address answers in the negotiated language and names its canonical address', async () => {
  const page = await renderPage('/about?from=mail');
  const html = renderSiteDocument({ page, manifest, service });
  expect(page.language).toBe('en');
  expect(html).toContain('<link rel="canonical" href="https://site.example/en/about">');
  expect(html).toContain('<link rel="alternate" hreflang="es" href="https://site.example/es/about">');
  expect(html).toContain('<link rel="alternate" hreflang="x-default" href="https://site.example/about">');
});

test('the other language is an ordinary link to the same page, query and all', async () => {
  const { bodyHtml } = await renderPage('/en/about?from=mail');
  expect(bodyHtml).toContain('href="/es/about?from=mail"');
});

test('data cannot break out of the document', async () => {
  const html = renderSiteDocument({ page: await renderPage('/es'), manifest, service });
  expect(html).not.toContain('</script><b>');
  expect(html.match(/<script type="application\/json"/g)).toHaveLength(1);
  const [, json = ''] = /id="sos-state">(.*?)<\/script>/.exec(html) ?? [];
  expect(JSON.stringify(JSON.parse(json))).toContain('Agua </script><b>pública');
});

test('an address that leads nowhere is a 404 in the site’s own dress', async () => {
  const page = await renderPage('/es/no-such-page');
  expect(page.status).toBe(404);
  expect(page.bodyHtml).toContain('Esta página no existe');
  expect(renderSiteDocument({ page, manifest, service })).toContain('content="noindex"');
});

test('a record that does not exist is a 404 as well, and the page stays as the server wrote it', async () => {
  const page = await renderPage('/en', refuse('NOT_FOUND'));
  expect(page.status).toBe(404);
  expect(page.stateJson).toBeNull();
});

test('a failure becomes a page that helps on, and its cause is for the log only', async () => {
  const page = await renderPage('/es', refuse('INTERNAL'));
  expect(page.status).toBe(500);
  expect(page.bodyHtml).toContain('Algo falló de nuestro lado');
  expect(page.bodyHtml).toContain('href="/es/help-now"');
  expect(page.error).toBeDefined();
});

test('a page that was taken down says so in both languages', async () => {
  for (const [language, words] of [
    ['en', 'taken down'],
    ['es', 'se retiró'],
  ] as const) {
    const page = await renderErrorPage({ url: '/campaigns/x', language, service }, 410);
    expect(page.status).toBe(410);
    expect(page.bodyHtml).toContain(words);
  }
});

test('the frame is a page of its own: no state, nothing inline, addresses that work from an opaque origin', async () => {
  const html = await renderFrame({
    kind: 'campaign',
    language: 'es',
    title: 'Agua <b>',
    manifest,
    assetOrigin: 'https://site.example',
    scriptSrc: 'https://site.example/frame.js',
    props: {
      data: {
        service: {
          __typename: 'Service',
          siteOrigin: 'https://site.example',
          demo: true,
          signingPaused: false,
          signingPausedText: [],
        },
        campaign: {
          __typename: 'Campaign',
          id: 'c1',
          slug: 'keep-water-public',
          type: 'petition',
          status: 'open',
          fictional: true,
          signers: ['individual'],
          takesSignatures: true,
          closesAt: null,
          timeZone: 'UTC',
          goal: null,
          count: { __typename: 'SignatureCount', confirmed: 7, asOf: '2026-11-22T10:00:00Z' },
          text: { __typename: 'CampaignText', language: 'es', title: 'Agua pública', summary: 'Resumen', version: 1 },
        },
      },
      state: { formToken: 'token', result: null },
      partnerKey: 'k',
      partnerName: null,
      signAction: '/sign',
      codeAction: '/code',
    },
  });
  expect(html).toContain('<title>Agua &#60;b&#62;</title>');
  expect(html).toContain('href="https://site.example/assets/style-1.css"');
  expect(html).toContain('Agua pública');
  expect(html).not.toMatch(/style=|<style|sos-state|<script(?! src)/);
});

test('a frame without its campaign says so in the reader’s language', async () => {
  const html = await renderFrameProblem({ language: 'es', manifest, assetOrigin: '' }, 404);
  expect(html).toContain('Esta página no existe');
});

test.each([403, 404, 410, 413, 415, 429, 500] as const)(
  '%i has a page in the language of its address',
  async (status) => {
    const [english, spanish] = await Promise.all(
      ['/en/campaigns/x/sign', '/es/campaigns/x/sign'].map((url) =>
        renderErrorPage({ url, language: 'en', service }, status),
      ),
    );
    expect([english?.status, english?.language, spanish?.language]).toEqual([status, 'en', 'es']);
    for (const page of [english, spanish]) {
      expect(page?.bodyHtml.match(/<h1[\s>]/g)).toHaveLength(1);
      expect(page?.headHtml).toMatch(/<title>[^<]+<\/title>/);
      expect(page?.bodyHtml).not.toMatch(/<script|page\.\w+\.title/);
    }
    expect(english?.headHtml).not.toBe(spanish?.headHtml);
  },
);
