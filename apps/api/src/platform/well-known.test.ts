import 'reflect-metadata';

import fastify from 'fastify';

import type { Config } from './platform.types.js';
import { addSitemap, addWellKnown, robotsText, securityText, sitemap } from './well-known.js';

const config = {
  siteOrigin: 'https://sos.example',
  appOrigin: 'https://app.sos.example',
  contactAddress: 'help@sos.example',
} as Config; // The rest is not looked at.
const clock = { now: () => new Date('2026-12-01T10:00:00Z') };

test('whoever finds a weakness finds a person to tell, for less than a year from today', () => {
  const lines = securityText(config, config.appOrigin, clock.now()).split('\n');
  expect(lines).toEqual([
    'Contact: mailto:help@sos.example',
    'Expires: 2027-05-30T00:00:00.000Z',
    'Preferred-Languages: en, es',
    'Canonical: https://app.sos.example/.well-known/security.txt',
    '',
  ]);
});

test('search engines see the public pages, and nothing of the app or of the links in mails', () => {
  expect(robotsText('app', config.siteOrigin)).toBe('User-agent: *\nDisallow: /\n');
  expect(robotsText('site', config.siteOrigin)).toMatch(
    /Disallow: \/es\/signatures\/\n[^]*Sitemap: https:\/\/sos\.example\/sitemap\.xml/,
  );
});

test('each page stands in the list once for each language, and nothing in an address becomes markup', () => {
  const xml = sitemap(config.siteOrigin, ['', '/campaigns/a&b<c>']);
  expect(xml.match(/<loc>/g)).toHaveLength(4);
  expect(xml).toContain('<loc>https://sos.example/es/campaigns/a&#38;b%3Cc%3E</loc>');
  expect(xml).not.toMatch(/<c>/);
});

test('both origins answer what browsers and scanners ask for', async () => {
  for (const origin of ['site', 'app'] as const) {
    const server = fastify();
    addWellKnown(server, { origin, config, clock });
    expect((await server.inject('/.well-known/security.txt')).headers['content-type']).toBe(
      'text/plain; charset=utf-8',
    );
    expect((await server.inject('/robots.txt')).statusCode).toBe(200);
    expect((await server.inject('/.well-known/change-password')).headers.location).toBe(
      origin === 'app' ? '/app/account' : 'https://app.sos.example/app/account',
    );
    expect((await server.inject('/favicon.ico')).headers.location).toBe('/icon.svg');
    await server.close();
  }
});

test('the list of pages is made once in ten minutes, and again after a failure', async () => {
  let asked = 0;
  let broken = true;
  let now = clock.now();
  const server = fastify();
  addSitemap(server, config, { now: () => now }, async ({ query }) => {
    asked += 1;
    if (broken) throw new Error('no database');
    const page = { pageCount: 1, items: [{ slug: 'shelter' }] };
    return { data: query.includes('SiteMapResources') ? { resources: page } : { open: [{ slug: 'water' }], past: [] } };
  });
  expect((await server.inject('/sitemap.xml')).statusCode).toBe(500);
  broken = false;
  const answers = await Promise.all(Array.from({ length: 5 }, () => server.inject('/sitemap.xml')));
  expect(asked).toBe(3);
  for (const { body } of answers) expect(body).toMatch(/en\/campaigns\/water<[^]*es\/resources\/shelter</);
  now = new Date(now.getTime() + 700_000);
  await server.inject('/sitemap.xml');
  expect(asked).toBe(5);
  await server.close();
});
