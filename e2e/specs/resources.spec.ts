import type { Page } from '@playwright/test';
import { LANGUAGES } from '@sos/i18n';

import { expect, test } from '../fixtures/test.js';
import { wordsOf, type Words } from '../fixtures/words.js';

const PAGES = [
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
const APPEALS = ['neruma-women-land-defenders-threatened', 'ostrana-garment-organisers-detained'];

for (const javaScriptEnabled of [true, false]) {
  test.describe(`${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test('a reader finds a resource by searching in Spanish, opens it, and stays on it when switching language', async ({
      sos,
      visit,
    }) => {
      const [es, en] = [await wordsOf('es'), await wordsOf('en')];
      const page = await visit({ language: 'es', javaScriptEnabled });
      await page.goto(`${sos.site}/es/resources`);
      const search = page.getByRole('search', { name: es('resources:search.heading') });

      await search.getByLabel(es('resources:search.query')).fill('reubicación');
      await search.getByRole('button', { name: es('resources:search.submit') }).click();
      await expect(page).toHaveURL(/[?&]q=reubicaci%C3%B3n/);
      const found = page
        .getByRole('region')
        .filter({ has: page.getByRole('heading', { level: 2, name: /«reubicación»|“reubicación”/ }) });
      await expect(found.getByRole('link', { name: 'Plataforma de Reubicación Temporal de la UE' })).toBeVisible();
      const withAccents = await found.getByRole('article').getByRole('heading').allTextContents();

      await search.getByLabel(es('resources:search.query')).fill('reubicacion');
      await search.getByRole('button', { name: es('resources:search.submit') }).click();
      await expect(page.getByRole('heading', { level: 2, name: /«reubicacion»|“reubicacion”/ })).toBeVisible();
      await expect(page.getByRole('article').getByRole('heading')).toHaveText(withAccents);

      await search.getByText(es('resources:search.more'), { exact: true }).click();
      await search
        .getByLabel(es('resources:search.category'))
        .selectOption({ label: es('resources:category.relocation-shelter') });
      await search.getByRole('button', { name: es('resources:search.submit') }).click();
      await expect(page).toHaveURL(/category=relocation-shelter/);
      const kinds = page.getByRole('article').getByText(es('resources:category.relocation-shelter'), { exact: true });
      await expect(kinds).toHaveCount(await page.getByRole('article').count());

      await page.getByRole('link', { name: 'Ciudades Ubuntu' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Ciudades Ubuntu' })).toBeVisible();
      await expect(page).toHaveURL(`${sos.site}/es/resources/ubuntu-hub-cities`);
      await expect(page.getByText(es('resources:page.category'), { exact: true })).toBeVisible();

      await page.getByRole('banner').getByRole('link', { name: 'English' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Ubuntu Hub Cities' })).toBeVisible();
      await expect(page).toHaveURL(`${sos.site}/en/resources/ubuntu-hub-cities`);
      await expect(page.getByText(en('resources:page.category'), { exact: true })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    });

    test('a search that finds nothing offers ways on', async ({ sos, visit }) => {
      const t = await wordsOf('es');
      const page = await visit({ language: 'es', javaScriptEnabled });
      await page.goto(`${sos.site}/es/resources?q=qqzzxx&category=tools`);
      await expect(page.getByRole('heading', { name: t('resources:empty.heading') })).toBeVisible();
      await page.getByRole('link', { name: t('resources:empty.browse') }).click();
      await expect(page).toHaveURL(`${sos.site}/es/resources`);
      await expect(page.getByRole('article').first()).toBeVisible();
    });

    test('the archive, and both urgent appeals as examples', async ({ sos, visit }) => {
      const t = await wordsOf('en');
      const page = await visit({ javaScriptEnabled });
      await page.goto(`${sos.site}/en/campaigns`);
      const urgent = page.getByRole('region', { name: t('campaigns:list.urgentHeading') });
      await expect(urgent.getByRole('article')).toHaveCount(APPEALS.length);
      await urgent.getByRole('link').first().click();
      await expect(page.getByText(t('campaigns:page.example'), { exact: true }).first()).toBeVisible();
      await expect(page.getByRole('heading', { name: t('campaigns:page.signHeadingAppeal') })).toBeVisible();

      await page.goto(`${sos.site}/en/campaigns/archive`);
      await page.getByRole('link', { name: 'Give the olive terraces of Qasira back' }).click();
      await expect(page.getByText(t('campaigns:page.statusArchived'), { exact: true })).toBeVisible();
      await expect(page.getByRole('heading', { name: t('campaigns:page.updates') })).toBeVisible();
    });
  });
}

for (const language of LANGUAGES) {
  test(`every public page in ${language} is whole, titled and accessible`, async ({ sos, visit, expectAccessible }) => {
    const t = await wordsOf(language);
    const page = await visit({ language });
    for (const path of [...PAGES, ...APPEALS.map((slug) => `/campaigns/${slug}`), '/resources/ubuntu-hub-cities']) {
      const answer = await page.goto(`${sos.site}/${language}${path}`);
      expect(answer?.status(), path).toBe(200);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page).toHaveTitle(/ – SOS$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.getByText(t('common:demo.text'))).toBeVisible();

      await test.step(`axe ${path}`, () => expectAccessible(page));
    }
  });

  test(`an address that leads nowhere says so in ${language}`, async ({ sos, visit, watch, expectAccessible }) => {
    watch.excuse(/status of 404/);
    const t = await wordsOf(language);
    const page = await visit({ language });
    for (const path of ['/no-such-page', '/campaigns/no-such-campaign', '/resources/no-such-resource']) {
      const answer = await page.goto(`${sos.site}/${language}${path}`);
      expect(answer?.status(), path).toBe(404);
      await expect(page.getByRole('heading', { level: 1, name: t('errors:page.notFound.title') })).toBeVisible();
    }
    await expectAccessible(page);
    await page
      .getByRole('main')
      .getByRole('link', { name: t('errors:page.helpNow') })
      .click();
    await expect(page.getByRole('heading', { level: 1, name: t('pages:helpNow.title') })).toBeVisible();
  });

  test(`a bare address answers in ${language} and names its canonical one`, async ({ sos, visit }) => {
    const t = await wordsOf(language);
    const page = await visit({ language });
    await page.goto(`${sos.site}/resources?category=tools`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('heading', { level: 1, name: t('resources:title') })).toBeVisible();
    await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `${sos.site}/${language}/resources`);
  });
}

const WAYS_OUT = {
  F2: (page: Page) => page.keyboard.press('F2'),
  'the button': (page: Page, t: Words) => page.getByRole('link', { name: t('common:quickExit.label') }).click(),
} as const;

for (const [way, leave] of Object.entries(WAYS_OUT)) {
  test(`leaving in haste by ${way} replaces the page`, async ({ sos, visit, watch }) => {
    watch.excuse(/left for es\.wikipedia\.org/);
    const t = await wordsOf('es');
    const page = await visit({ language: 'es' });
    await page
      .context()
      .route('https://es.wikipedia.org/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Wikipedia</h1>' }),
      );
    await page.goto(`${sos.site}/es/about`);
    await page.goto(`${sos.site}/es/help-now`);
    await leave(page, t);
    await expect(page).toHaveURL('https://es.wikipedia.org/');
    await page.goBack();
    await expect(page).toHaveURL(`${sos.site}/es/about`);
  });
}
