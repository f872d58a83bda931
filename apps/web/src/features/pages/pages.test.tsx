import { screen, within } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes } from '../../testing/render-routes.js';
import { HelpNowScreenDocument } from './help-now-screen.generated.js';
import { HomeScreenDocument } from './home-screen.generated.js';
import { siteRoutes } from './pages.routes.js';

const routes = [{ path: '/', children: siteRoutes }];

const campaign = {
  __typename: 'Campaign' as const,
  id: 'c1',
  slug: 'keep-water-public',
  type: 'petition',
  severity: 'critical',
  closesAt: '2026-12-12T12:00:00Z',
  timeZone: 'UTC',
  text: {
    __typename: 'CampaignText' as const,
    language: 'es',
    title: 'Agua pública',
    summary: 'Resumen',
    country: 'Almarra',
  },
  count: { __typename: 'SignatureCount' as const, confirmed: 7, asOf: '2026-11-22T10:00:00Z' },
};
const home = (campaigns: (typeof campaign)[]) => ({
  request: { query: HomeScreenDocument, variables: { language: 'en' } },
  result: { data: { campaigns } },
});

const line = {
  __typename: 'Resource' as const,
  id: 'r1',
  slug: 'front-line',
  title: '24-hour emergency line',
  summary: 'Round the clock',
  organisation: 'Front Line',
  url: 'https://helper.example/',
  responseTime: '24/7' as string | null,
  language: 'en',
  languages: ['en', 'es'],
  status: 'verify',
};
const helpNow = (items: (typeof line)[]) => ({
  request: { query: HelpNowScreenDocument, variables: { language: 'en' } },
  result: { data: { resources: { __typename: 'ResourcePage' as const, items } } },
});

test('the first line to ask speaks the language of the reader and says when it answers', async () => {
  const named = (title: string, languages: string[], responseTime: string | null) => ({
    ...line,
    id: title,
    title,
    languages,
    responseTime,
  });
  const lines = [named('abroad', ['fr'], '24/7'), named('near', ['en'], null), named('nearest', ['en'], '24/7')];
  await renderRoutes({ routes, at: '/help-now', mocks: [helpNow(lines)] });
  const titles = (await screen.findAllByRole('heading', { level: 3 })).map((heading) => heading.textContent);
  expect(titles).toEqual(['nearest', 'near', 'abroad']);
});

test('home serves the person in danger first', async () => {
  await renderRoutes({ routes, at: '/', mocks: [home([campaign])] });
  const headings = (await screen.findAllByRole('heading', { level: 2 })).map((heading) => heading.textContent);
  expect(headings[0]).toBe('home.help.heading');
  expect(screen.getByRole('link', { name: 'home.help.lines' })).toHaveAttribute('href', '/en/help-now');
  expect(screen.getByRole('link', { name: 'home.help.report' })).toHaveAttribute(
    'href',
    'https://app.example/app/cases/new',
  );
});

test('an open action says what it is, in its own language, and leads to its page', async () => {
  await renderRoutes({ routes, at: '/', mocks: [home([campaign])] });
  const action = await screen.findByRole('article');
  expect(within(action).getByText('severity.critical')).toBeVisible();
  expect(within(action).getByRole('link', { name: 'Agua pública' })).toHaveAttribute(
    'href',
    '/en/campaigns/keep-water-public',
  );
  expect(within(action).getByRole('heading')).toHaveAttribute('lang', 'es');
});

test('without an open action home says so and points to the archive', async () => {
  await renderRoutes({ routes, at: '/', mocks: [home([])] });
  expect(await screen.findByText('home.open.empty')).toBeVisible();
  expect(screen.getByRole('link', { name: 'home.open.all' })).toHaveAttribute('href', '/en/campaigns/archive');
});

test('the search for a resource is a plain form', async () => {
  await renderRoutes({ routes, at: '/', mocks: [home([])] });
  const form = await screen.findByRole('search');
  expect(form).toHaveAttribute('action', '/en/resources');
  expect(form).toHaveAttribute('method', 'get');
  expect(screen.getByLabelText('home.find.label')).toHaveAttribute('name', 'q');
});

test('help now lists the lines, warns of one that may not work, and tells no site where the reader came from', async () => {
  await renderRoutes({ routes, at: '/help-now', mocks: [helpNow([line])] });
  const article = await screen.findByRole('article');
  expect(within(article).getByText('helpNow.lines.verify')).toBeVisible();
  expect(within(article).getByRole('link', { name: 'helpNow.lines.visit' })).toHaveAttribute(
    'rel',
    expect.stringContaining('noreferrer'),
  );
  expect(screen.getByText('helpNow.device.title')).toBeVisible();
});

test('help now without lines still says where to look', async () => {
  await renderRoutes({ routes, at: '/help-now', mocks: [helpNow([])] });
  expect(await screen.findByText('helpNow.lines.empty')).toBeVisible();
});

test.each(['guidelines', 'about', 'contact', 'privacy'])(
  '%s has one heading of the first level and no accessibility fault',
  async (page) => {
    await renderRoutes({ routes, at: `/${page}` });
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(`${page}.title`);
    expect(await findAccessibilityFaults()).toEqual([]);
  },
);

test('contact gives the address, and without one says so', async () => {
  await renderRoutes({ routes, at: '/contact' });
  expect(await screen.findByRole('link', { name: 'hello@site.example' })).toHaveAttribute(
    'href',
    'mailto:hello@site.example',
  );
});
