import type { Page } from '@playwright/test';
import { LANGUAGES } from '@sos/i18n';

import { startOtherSite, type OtherSite } from '../fixtures/other-site.js';
import { codeIn, linkTo, mailFor, publicCount, settledCount, sign } from '../fixtures/signing.js';
import { expect, test } from '../fixtures/test.js';
import { wordsOf } from '../fixtures/words.js';

const SLUG = 'keep-orimar-valley-water-public';
const TITLE = 'Keep the water of the Orimar Valley public';
const PARTNER = 'demo-partner';

/** What partners paste, as the desk gives it, and what WordPress makes of a pasted address. */
function pagesFor(site: string): Record<string, string> {
  const page = (body: string) =>
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Somebody else</title><h1>News</h1>${body}</html>`;
  const link = `<a class="sos-petition" href="${site}/campaigns/${SLUG}?partner=${PARTNER}">${TITLE}</a>`;
  const listen = `<script>addEventListener('message', ({ data }) => (window.said = [...(window.said ?? []), data]))</script>`;
  return {
    '/snippet': page(`${link}\n<script async src="${site}/embed.js"></script>`),
    '/wordpress': page(
      `${listen}<iframe title="Petition" sandbox="allow-scripts" width="600" height="400" src="${site}/embed/${SLUG}?lang=en#?secret=abc123"></iframe>`,
    ),
  };
}

test.describe('a page on another origin', () => {
  let other: OtherSite;

  test.beforeEach(async ({ sos }) => {
    other = await startOtherSite(pagesFor(sos.site));
  });

  test.afterEach(async () => {
    await other.close();
  });

  /** The frame keeps nothing on the device: no cookie sent or set, no storage that it could even open. */
  async function expectNoTraces(page: Page, site: string): Promise<void> {
    expect(await page.context().cookies(site)).toEqual([]);
    const frame = page.frames().find((one) => one.url().includes(`/embed/${SLUG}`));
    const storage = await frame?.evaluate(() => {
      const open = (use: () => unknown) => {
        try {
          return String(use());
        } catch (error) {
          return error instanceof DOMException ? error.name : 'other';
        }
      };
      return [
        open(() => localStorage.length),
        open(() => sessionStorage.length),
        open(() => document.cookie),
        open(() => self.origin),
      ];
    });
    expect(storage).toEqual(['SecurityError', 'SecurityError', 'SecurityError', 'null']);
  }

  test('embeds the petition with two lines, and a signature comes in through it', async ({ sos, visit }) => {
    const t = await wordsOf('en');
    const before = await settledCount(sos, SLUG);
    const page = await visit();
    const cookies: (string | undefined)[] = [];
    page.on('request', (request) => cookies.push(request.headers()['cookie']));
    await page.goto(`${other.origin}/snippet`);
    const frame = page.frameLocator('iframe');
    await expect(frame.getByRole('heading', { name: TITLE })).toBeVisible();
    await expect(page.getByRole('link', { name: TITLE })).toBeHidden();
    await expect
      .poll(() => page.locator('iframe').evaluate((element) => Number(element.getAttribute('height'))))
      .not.toBe(640);

    await sign(frame, t, { name: 'Embedded Reader', email: 'embedded@example.org' });
    await expect(frame.getByText(t('signatures:sent.title'), { exact: true })).toBeVisible();
    await expectNoTraces(page, sos.site);
    expect(cookies.filter(Boolean)).toEqual([]);

    const mail = await mailFor(sos, 'embedded@example.org');
    await page.goto(linkTo(mail, 'confirm'));
    await page.getByRole('button', { name: t('signatures:confirm.button') }).click();
    await expect(page.getByRole('heading', { level: 1, name: t('signatures:confirmed.title') })).toBeVisible();
    await expect.poll(() => publicCount(sos, SLUG)).toBe(before + 1);
  });

  test('shows it in a strict sandbox as WordPress does, speaks of its height, and takes the code', async ({
    sos,
    visit,
  }) => {
    const t = await wordsOf('en');
    const before = await settledCount(sos, SLUG);
    const page = await visit();
    await page.goto(`${other.origin}/wordpress`);
    const frame = page.frameLocator('iframe');
    await sign(frame, t, { name: 'Sandboxed Reader', email: 'sandboxed@example.org' });
    await expect(frame.getByText(t('signatures:sent.title'), { exact: true })).toBeVisible();
    const said = await page.evaluate(() => (window as unknown as { said: unknown[] }).said); // Kept by the page's own listener.
    expect(said).toContainEqual(expect.objectContaining({ message: 'height', secret: 'abc123' }));
    await expectNoTraces(page, sos.site);

    await frame
      .getByLabel(t('signatures:sent.code'), { exact: true })
      .fill(codeIn(await mailFor(sos, 'sandboxed@example.org')));
    await frame.getByRole('button', { name: t('signatures:sent.confirm') }).click();
    await expect(frame.getByText(t('signatures:confirmed.title'), { exact: true })).toBeVisible();
    await expect.poll(() => publicCount(sos, SLUG)).toBe(before + 1);
  });

  test('still has the link where no script runs, and the link leads to the petition', async ({ visit }) => {
    const page = await visit({ javaScriptEnabled: false });
    await page.goto(`${other.origin}/snippet`);
    await page.getByRole('link', { name: TITLE }).click();
    await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
  });

  test('gets nothing in a frame for a campaign that is not there, and says so', async ({ sos, visit, watch }) => {
    watch.excuse(/status of 404/, /favicon/);
    const t = await wordsOf('en');
    const page = await visit();
    await page.goto(`${sos.site}/embed/no-such-campaign?lang=en`);
    await expect(page.getByText(t('errors:page.notFound.title'))).toBeVisible();
  });
});

for (const language of LANGUAGES) {
  test(`the frame is accessible in ${language}`, async ({ sos, visit, watch, expectAccessible }) => {
    watch.excuse(/favicon/);
    const t = await wordsOf(language);
    const page = await visit({ language });
    await page.goto(`${sos.site}/embed/${SLUG}?lang=${language}&partner=${PARTNER}`);
    await expect(
      page.getByText(t('signatures:frame.via', { partner: 'Almarra Solidarity News (fictional)' })),
    ).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: t('signatures:form.submit'), exact: true }).click();
    await expectAccessible(page);
  });
}

test('oEmbed describes a campaign to editors, and nothing else', async ({ sos, request }) => {
  const address = `${sos.site}/en/campaigns/${SLUG}`;
  const answer = await request.get(`${sos.site}/oembed`, { params: { url: address, format: 'json', maxwidth: '500' } });
  expect(answer.status()).toBe(200);
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
  const described: unknown = await answer.json();
  expect(described).toMatchObject({ version: '1.0', type: 'rich', title: TITLE, width: 500 });
  expect(JSON.stringify(described)).toContain(`/embed/${SLUG}`);
  for (const url of [
    'https://elsewhere.example/campaigns/x',
    `${sos.site}/en/about`,
    `${sos.site}/en/campaigns/no-such-campaign`,
  ]) {
    expect((await request.get(`${sos.site}/oembed`, { params: { url } })).status(), url).toBe(404);
  }
  const page = await (await request.get(address)).text();
  expect(page).toContain('application/json+oembed');
});

test('the frame says who may show it, and that it is opaque', async ({ sos, request }) => {
  const headers = (await request.get(`${sos.site}/embed/${SLUG}?partner=${PARTNER}`)).headers();
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/sandbox allow-scripts allow-forms allow-popups/);
  expect(policy).toMatch(/frame-ancestors 'self' http:\/\/localhost:\* http:\/\/127\.0\.0\.1:\*/);
  expect(headers['set-cookie']).toBeUndefined();
  const challenge = await request.get(`${sos.site}/embed/api/challenge`, { headers: { origin: 'null' } });
  expect(challenge.headers()).toMatchObject({ 'access-control-allow-origin': '*' });
  expect(challenge.headers()['access-control-allow-credentials']).toBeUndefined();
});
