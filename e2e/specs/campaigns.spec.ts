import type { Page } from '@playwright/test';

import { graphql } from '../fixtures/api.js';
import { takeStep, writePetition, type Petition } from '../fixtures/desk.js';
import { codeIn, linkTo, mailFor, publicCount, settledCount, sign, signPatiently } from '../fixtures/signing.js';
import type { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { wordsOf, type Words } from '../fixtures/words.js';

const PETITION: Petition = {
  title: { en: 'Let the market women of Alba stay', es: 'Que las vendedoras de Alba se queden' },
  summary: {
    en: 'The market is to make way for a car park.',
    es: 'El mercado debe ceder su lugar a un estacionamiento.',
  },
  country: { en: 'Alba (fictional)', es: 'Alba (ficticia)' },
  body: { en: 'Three hundred families live from this market.', es: 'Trescientas familias viven de este mercado.' },
  demand: { en: 'Withdraw the order of eviction.', es: 'Retirar la orden de desalojo.' },
};

const confirmedLine = (t: Words, count: number) => t('campaigns:page.confirmed', { count, formatted: String(count) });

/** Counts are exact as of a moment that is seconds old: the page is loaded again until it says the number. */
async function expectCount(page: Page, t: Words, address: string, count: number): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByText(confirmedLine(t, count))).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
}

/** Opens the link of a mail: nothing changes until the button is pressed. */
async function confirmByLink(page: Page, t: Words, server: SosServer, email: string): Promise<void> {
  await page.goto(linkTo(await mailFor(server, email), 'confirm'));
  await page.getByRole('button', { name: t('signatures:confirm.button') }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('signatures:confirmed.title') })).toBeVisible();
}

test('a petition is written by one, approved by another, signed by anyone, and counted', async ({
  sos,
  visit,
  watch,
  expectAccessible,
}) => {
  // Whoever signs without a script in less than three seconds is asked to press again.
  watch.excuse(/status of 422/);
  const [en, es] = [await wordsOf('en'), await wordsOf('es')];
  const desk = await visit({ language: 'es', as: 'coordinator' });

  await test.step('the coordinator writes it in both languages and submits it', async () => {
    await desk.goto(`${sos.app}/app/campaigns/new`);
    await writePetition(desk, es, 'es', PETITION);
    await expectAccessible(desk);
    await desk.getByRole('button', { name: es('desk:editor.save'), exact: true }).click();
    await expect(desk.getByRole('heading', { level: 1, name: PETITION.title.es })).toBeVisible();
    await takeStep(desk, es, 'in_review');
    await expectAccessible(desk);
  });

  const id = new URL(desk.url()).pathname.split('/').at(-1) ?? '';

  await test.step('and cannot approve it', async () => {
    await desk.reload();
    await expect(desk.getByRole('button', { name: es('desk:moves.to.draft'), exact: true })).toBeVisible();
    await expect(desk.getByRole('button', { name: es('desk:moves.to.approved'), exact: true })).toBeHidden();
    const move =
      'mutation ($input: MoveCampaignInput!) { moveCampaign(input: $input) { ... on MoveRefusedProblem { code } } }';
    const { data } = await graphql(sos, 'coordinator', move, { input: { id, to: 'approved' } });
    expect(data).toEqual({ moveCampaign: { code: 'not_your_role' } });
    const opening = await graphql(sos, 'coordinator', move, { input: { id, to: 'open' } });
    expect(opening.data).toEqual({ moveCampaign: { code: 'not_allowed_from_here' } });
  });

  await test.step('a second person approves and opens it', async () => {
    const approver = await visit({ as: 'approver' });
    await approver.goto(`${sos.app}/app/campaigns`);
    await expectAccessible(approver);
    await approver
      .getByRole('region', { name: new RegExp(en('campaigns:status.in_review')) })
      .getByRole('link', { name: PETITION.title.en })
      .first()
      .click();
    await expect(approver.getByText(PETITION.demand.es)).toBeVisible();
    await takeStep(approver, en, 'approved');
    await takeStep(approver, en, 'open');
    await expect(approver.getByText(`${sos.site}/embed.js`)).toBeVisible();
  });

  await desk.reload();
  const publicPage = (await desk.getByRole('link', { name: es('desk:page.publicPage') }).getAttribute('href')) ?? '';
  const slug = publicPage.split('/').at(-1) ?? '';

  await test.step('a visitor signs with JavaScript and confirms by the button of the mail’s page', async () => {
    const visitor = await visit();
    await visitor.goto(`${sos.site}/en/campaigns/${slug}`);
    await expect(visitor.getByText(confirmedLine(en, 0))).toBeVisible();
    await expectAccessible(visitor);
    await sign(visitor, en, { name: 'Amina Visitor', email: 'amina@example.org' });
    await expect(visitor.getByRole('heading', { level: 1, name: en('signatures:sent.title') })).toBeVisible();
    await expectAccessible(visitor);
    const link = linkTo(await mailFor(sos, 'amina@example.org'), 'confirm');
    // A mail scanner opens every link, more than once: nothing may come of it.
    for (const method of ['GET', 'HEAD', 'GET']) await fetch(link, { method });
    await visitor.goto(link);
    await expect(visitor.getByText(PETITION.title.en)).toBeVisible();
    await expectAccessible(visitor);
    const { data } = await graphql(
      sos,
      'coordinator',
      'query ($id: ID!) { deskCampaign(id: $id) { breakdown { confirmed } } }',
      { id },
    );
    expect(data).toEqual({ deskCampaign: { breakdown: { confirmed: 0 } } });
    await visitor.getByRole('button', { name: en('signatures:confirm.button') }).click();
    await expect(visitor.getByRole('heading', { level: 1, name: en('signatures:confirmed.title') })).toBeVisible();
    await expectCount(visitor, en, `${sos.site}/en/campaigns/${slug}`, 1);
  });

  await test.step('another signs without JavaScript, in Spanish', async () => {
    const visitor = await visit({ language: 'es', javaScriptEnabled: false });
    await visitor.goto(`${sos.site}/campaigns/${slug}`);
    await signPatiently(visitor, es, { name: 'Berta Visitante', email: 'berta@example.org' });
    expect((await mailFor(sos, 'berta@example.org')).subject).toContain(es('mail:confirm.subject'));
    // The demo’s mailbox, as a page for people: the newest mail comes first.
    await visitor.goto(`${sos.site}/demo/mailbox`);
    await visitor
      .getByRole('article')
      .filter({ hasText: 'berta@example.org' })
      .getByRole('link', { name: /\/signatures\/confirm\// })
      .first()
      .click();
    await visitor.getByRole('button', { name: es('signatures:confirm.button') }).click();
    await expect(visitor.getByRole('heading', { level: 1, name: es('signatures:confirmed.title') })).toBeVisible();
    await expectCount(visitor, es, `${sos.site}/es/campaigns/${slug}`, 2);
  });

  await test.step('the coordinator’s desk shows the numbers', async () => {
    await desk.reload();
    const numbers = desk.getByRole('region', { name: es('desk:breakdown.heading'), exact: true });
    await expect(numbers.getByRole('definition').first()).toContainText('2');
    const ownPages = numbers.getByRole('row').filter({ hasText: es('desk:breakdown.ownPages') });
    await expect(ownPages.getByRole('cell')).toHaveText('2');
    await expectAccessible(desk);
  });
});

test.describe('an open petition', () => {
  const SLUG = 'keep-orimar-valley-water-public';

  test('takes a second signature from the same address in the same words, and nothing changes', async ({
    sos,
    visit,
  }) => {
    const t = await wordsOf('en');
    const [first, second] = [await visit(), await visit()];
    const person = { name: 'Carla Twice', email: 'carla@example.org' };
    await first.goto(`${sos.site}/en/campaigns/${SLUG}`);
    await sign(first, t, person);
    await expect(first.getByRole('heading', { level: 1, name: t('signatures:sent.title') })).toBeVisible();
    const words = await first.getByRole('main').innerText();
    await confirmByLink(first, t, sos, person.email);
    const link = linkTo(await mailFor(sos, person.email), 'confirm');

    const before = await settledCount(sos, SLUG);
    await second.goto(`${sos.site}/en/campaigns/${SLUG}`);
    // The same mailbox, written otherwise.
    await sign(second, t, { name: 'Carla Again', email: 'Carla@Example.org' });
    await expect(second.getByRole('heading', { level: 1, name: t('signatures:sent.title') })).toBeVisible();
    await expect(second.getByRole('main')).toHaveText(words, { useInnerText: true });

    // Somebody else signs and confirms after that: once their mail has come, the other would have come before it.
    const other = { name: 'Dora After', email: 'dora@example.org' };
    await second.goto(`${sos.site}/en/campaigns/${SLUG}`);
    await sign(second, t, other);
    await confirmByLink(second, t, sos, other.email);
    expect(await sos.mailTo(person.email)).toHaveLength(1);
    // Pressing the button of an old mail again is as good as once.
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    expect(await settledCount(sos, SLUG)).toBe(before + 1);
  });

  test('counts a signature confirmed by its code, and takes it back when it is withdrawn', async ({
    sos,
    visit,
    watch,
    expectAccessible,
  }) => {
    watch.excuse(/status of (422|404)/);
    const t = await wordsOf('es');
    const page = await visit({ language: 'es' });
    const before = await settledCount(sos, SLUG);
    await page.goto(`${sos.site}/es/campaigns/${SLUG}`);
    await sign(page, t, { name: 'Elena Código', email: 'elena@example.org' });
    const mail = await mailFor(sos, 'elena@example.org');
    const code = codeIn(mail);

    await page.getByLabel(t('signatures:sent.code'), { exact: true }).fill(code === '000000' ? '111111' : '000000');
    await page.getByRole('button', { name: t('signatures:sent.confirm') }).click();
    await expect(page.getByText(t('signatures:sent.issue.invalid')).first()).toBeVisible();
    await page.getByLabel(t('signatures:sent.code'), { exact: true }).fill(code);
    await page.getByRole('button', { name: t('signatures:sent.confirm') }).click();
    await expect(page.getByRole('heading', { level: 1, name: t('signatures:confirmed.title') })).toBeVisible();
    await expect.poll(() => publicCount(sos, SLUG)).toBe(before + 1);

    await page.goto(linkTo(mail, 'withdraw'));
    await expectAccessible(page);
    await page.getByRole('button', { name: t('signatures:withdraw.button') }).click();
    await expect(page.getByRole('heading', { level: 1, name: t('signatures:withdrawn.title') })).toBeVisible();
    await expect.poll(() => publicCount(sos, SLUG)).toBe(before);
    await page.goto(linkTo(mail, 'confirm'));
    await expect(page.getByRole('heading', { level: 1, name: t('signatures:problem.not_valid.title') })).toBeVisible();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`says what is missing and keeps what was typed, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
      sos,
      visit,
      watch,
    }) => {
      watch.excuse(/status of 422/);
      const t = await wordsOf('en');
      const page = await visit({ javaScriptEnabled });
      await page.goto(`${sos.site}/en/campaigns/${SLUG}`);
      // An address the browser lets pass and the server does not.
      await sign(page, t, { name: 'Frida Form', email: 'frida@nowhere' });
      await expect(page.getByText(t('signatures:errors.email_invalid')).first()).toBeVisible();
      await expect(page.getByLabel(t('signatures:form.name'), { exact: true })).toHaveValue('Frida Form');
      await expect(page.getByLabel(t('signatures:form.email'), { exact: true })).toHaveValue('frida@nowhere');
    });
  }
});

test('a member’s dashboard shows their cases, what waits for their organisation, and news', async ({
  sos,
  visit,
  expectAccessible,
}) => {
  const t = await wordsOf('en');
  const title = 'Joint letter: withdraw the Associations (Registration) Bill of Velmora';
  const { organisation } = sos.account('member2');
  const page = await visit({ as: 'member2' });
  await page.goto(`${sos.app}/app`);
  await expect(page.getByRole('region', { name: t('dashboard:cases.heading') })).toContainText(
    t('dashboard:cases.none'),
  );
  await expect(
    page
      .getByRole('region', { name: t('dashboard:news.heading') })
      .getByRole('listitem')
      .first(),
  ).toBeVisible();
  await expectAccessible(page);

  const letter = page
    .getByRole('region', { name: t('dashboard:awaiting.heading') })
    .getByRole('article')
    .filter({ hasText: title });
  await letter.getByRole('button', { name: t('dashboard:awaiting.sign', { organisation }) }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('dashboard:awaiting.confirm', { organisation }) })
    .click();
  await expect(page.getByText(t('dashboard:awaiting.signed', { organisation, title }))).toBeVisible();
  await page.reload();
  await expect(
    page
      .getByRole('region', { name: t('dashboard:awaiting.heading') })
      .getByRole('article')
      .first(),
  ).toBeVisible();
  await expect(letter).toHaveCount(0);

  const reader = await visit();
  await reader.goto(`${sos.site}/en/campaigns/velmora-associations-bill`);
  await expect(reader.getByRole('listitem').filter({ hasText: organisation })).toHaveCount(1);
});
