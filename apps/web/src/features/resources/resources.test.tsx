import { screen, within } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes } from '../../testing/render-routes.js';
import { ResourceScreenDocument } from './resource-screen.generated.js';
import { parseSearch, searchPath } from './resources-address.js';
import { ResourcesScreenDocument } from './resources-screen.generated.js';
import { siteRoutes } from './resources.routes.js';

const routes = [{ path: '/', children: siteRoutes }];

const item = {
  __typename: 'Resource' as const,
  id: 'r1',
  slug: 'legal-help',
  title: 'Legal help',
  summary: 'Pays lawyers',
  organisation: 'Helper',
  category: 'funding-legal-defence',
  emergency: true,
  emergencyKind: 'emergency-fund',
  responseTime: '72 h',
  language: 'en',
  languages: ['en', 'ar'],
  status: 'verify',
};
const detail = { ...item, regions: ['africa'], lastVerified: null, url: 'https://helper.example/apply' };

interface Asked {
  search?: string | null;
  category?: string | null;
  region?: string | null;
  offeredIn?: string | null;
  emergencyOnly?: boolean;
  page?: number;
}

function listing(
  asked: Asked,
  items: (typeof item)[],
  extra: { total?: number; page?: number; pageCount?: number } = {},
) {
  const filter = {
    search: null,
    category: null,
    region: null,
    offeredIn: null,
    emergencyOnly: false,
    page: 1,
    ...asked,
  };
  const categories =
    items.length > 0
      ? [{ __typename: 'ResourceCategoryCount' as const, category: 'funding-legal-defence', count: items.length }]
      : [];
  const resources = {
    __typename: 'ResourcePage' as const,
    total: items.length,
    page: 1,
    pageCount: 1,
    categories,
    items,
    ...extra,
  };
  return {
    request: { query: ResourcesScreenDocument, variables: { language: 'en', filter } },
    result: { data: { resources } },
  };
}

test('a search stands in the address, and the form shows what was asked', async () => {
  await renderRoutes({
    routes,
    at: '/resources?q=lawyer&region=africa',
    mocks: [listing({ search: 'lawyer', region: 'africa' }, [item])],
  });
  const form = await screen.findByRole('search');
  expect(form).toHaveAttribute('action', '/en/resources');
  expect(form).toHaveAttribute('method', 'get');
  expect(screen.getByRole('searchbox')).toHaveValue('lawyer');
  expect(screen.getByLabelText('search.region')).toHaveValue('africa');
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('each result says what it is, how urgent, in which languages, and whether to check it', async () => {
  await renderRoutes({ routes, at: '/resources', mocks: [listing({}, [item])] });
  const result = within(await screen.findByRole('article'));
  expect(result.getByRole('link', { name: 'Legal help' })).toHaveAttribute('href', '/en/resources/legal-help');
  expect(result.getByText('category.funding-legal-defence')).toBeVisible();
  expect(result.getByText('item.urgent')).toBeVisible();
  expect(result.getByText('item.check')).toBeVisible();
  expect(result.getByText('item.responseTime')).toBeVisible();
});

test('nothing found is not a dead end', async () => {
  await renderRoutes({
    routes,
    at: '/resources?q=xyz&category=tools',
    mocks: [listing({ search: 'xyz', category: 'tools' }, [])],
  });
  expect(await screen.findByRole('heading', { name: 'empty.heading' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'empty.withoutFilters' })).toHaveAttribute('href', '/en/resources?q=xyz');
  expect(screen.getByRole('link', { name: 'empty.urgentHelp' })).toHaveAttribute('href', '/en/help-now');
});

test('kinds of help and pages keep what was asked', async () => {
  await renderRoutes({
    routes,
    at: '/resources?q=a&page=2',
    mocks: [listing({ search: 'a', page: 2 }, [item], { total: 60, page: 2, pageCount: 3 })],
  });
  const facets = within(await screen.findByRole('navigation', { name: 'results.facets' }));
  expect(facets.getByRole('link')).toHaveAttribute('href', '/en/resources?q=a&category=funding-legal-defence');
  expect(screen.getByRole('link', { name: 'pages.previous' })).toHaveAttribute('href', '/en/resources?q=a');
  expect(screen.getByRole('link', { name: 'pages.next' })).toHaveAttribute('href', '/en/resources?q=a&page=3');
});

test('an address anybody typed asks only what makes sense', () => {
  const search = parseSearch(
    new URLSearchParams({
      q: ` ${'x'.repeat(500)} `,
      category: 'weapons',
      region: '<b>',
      offeredIn: 'tlh',
      page: '-3',
    }),
  );
  expect(search).toEqual({ q: 'x'.repeat(120), category: '', region: '', offeredIn: '', urgent: false, page: 1 });
  expect(searchPath(search, { q: 'agua y vida', page: 2 })).toBe('/resources?q=agua+y+vida&page=2');
});

test('a resource names the host it leads to, carries no referrer, and warns where it must', async () => {
  await renderRoutes({
    routes,
    at: '/resources/legal-help',
    language: 'es',
    mocks: [
      {
        request: { query: ResourceScreenDocument, variables: { slug: 'legal-help', language: 'es' } },
        result: { data: { resource: detail } },
      },
    ],
  });
  const link = await screen.findByRole('link', { name: 'page.go' });
  expect(link).toHaveAttribute('href', 'https://helper.example/apply');
  expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  expect(screen.getByText('page.goHint')).toBeVisible();
  expect(screen.getByText('page.verifyTitle')).toBeVisible();
  expect(screen.getByText('page.textLanguageTitle')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});
