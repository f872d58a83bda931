import type { Page } from '@playwright/test';

import { graphql, headersOf, putBytes, stream, unknownId } from '../fixtures/api.js';
import { answerAll, PLAIN_REPORT, send } from '../fixtures/intake.js';
import type { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { unlock } from '../fixtures/vault.js';
import { wordsOf, type Words } from '../fixtures/words.js';

const MIB = 1024 * 1024;

async function signInOn(page: Page, t: Words, address: string, password: string): Promise<void> {
  await page.getByLabel(t('account:signIn.email'), { exact: true }).fill(address);
  await page.getByLabel(t('account:signIn.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
}

test.describe('signing in', () => {
  test('says the same for a wrong password and an unknown address, and keeps the address', async ({
    sos,
    visit,
    expectAccessible,
  }) => {
    const t = await wordsOf('es');
    const page = await visit({ language: 'es' });
    await page.goto(`${sos.app}/app/account`);
    const said: string[] = [];
    for (const address of [sos.account('administrator').address, 'nobody@demo.sos.example']) {
      await signInOn(page, t, address, 'not-the-password');
      const alert = page.getByRole('alert').filter({ hasText: t('account:signIn.failedTitle') });
      await expect(alert).toBeVisible();
      said.push(await alert.innerText());
      await expect(page.getByLabel(t('account:signIn.email'), { exact: true })).toHaveValue(address);
    }
    expect(said[0]).toBe(said[1]);
    await expectAccessible(page);
    await signInOn(page, t, sos.account('administrator').address, sos.account('administrator').password);
    await expect(page.getByRole('heading', { level: 1, name: t('account:screen.title') })).toBeVisible();
  });

  test('again in the middle of writing loses nothing that was typed', async ({ sos, visit, expectAccessible }) => {
    const t = await wordsOf('en');
    const page = await visit({ as: 'approver' });
    const { address, password } = sos.account('coordinator');
    await page.context().clearCookies();
    await page.goto(`${sos.app}/app/campaigns/new`);
    await signInOn(page, t, address, password);
    const title = page.getByLabel(/^Title \(English/);
    await title.fill('Half a thought');
    await page.context().clearCookies();
    await page.getByRole('button', { name: t('desk:editor.save'), exact: true }).click();
    const dialog = page.getByRole('alertdialog', { name: t('common:app.expired.title') });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel(t('account:signIn.email'), { exact: true }).fill(address);
    await dialog.getByLabel(t('account:signIn.password'), { exact: true }).fill(password);
    await dialog.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(title).toHaveValue('Half a thought');
    await page.getByRole('button', { name: t('desk:editor.save'), exact: true }).click();
    // The draft lacks what a draft needs; that is said, and nothing is lost either.
    await expect(page.getByText(t('desk:editor.errorTitle'))).toBeVisible();
    await expect(title).toHaveValue('Half a thought');
  });
});

test.describe('by hand', () => {
  test('what is not JSON, not a query or too deep gets a code and nothing else', async ({ sos, request }) => {
    const headers = { 'content-type': 'application/json', origin: sos.app };
    const post = (data: string, type = headers['content-type']) =>
      request.post(`${sos.app}/graphql`, { headers: { ...headers, 'content-type': type }, data: Buffer.from(data) });
    const notJson = await post('{"query": ');
    expect(notJson.status()).toBe(400);
    expect(await notJson.json()).toEqual({ code: 'JSON' });
    expect((await post('{"query":"{ viewer { id } }"}', 'text/plain')).status()).toBe(415);
    const noQuery = await post('{"something": 1}');
    expect(noQuery.status()).toBe(400);
    expect(await noQuery.text()).not.toMatch(/node_modules|at .*\.js/);
    const tooLong = await post(JSON.stringify({ query: `{ viewer { id } } #${'x'.repeat(200_000)}` }));
    expect(tooLong.status()).toBe(413);
    const deep = `{ __schema { types ${'{ fields { type '.repeat(8)} { name } ${'} }'.repeat(8)} } }`;
    const tooDeep = await post(JSON.stringify({ query: deep }));
    expect(tooDeep.status()).toBe(400);
    const said = await tooDeep.text();
    expect(said).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(said).not.toContain('__Schema');
  });

  test('an unknown id is not found, for each who may ask and in the same words', async ({ sos }) => {
    const ask = 'query ($id: ID!) { case(id: $id) { summary { id } } }';
    for (const role of ['member1', 'responder1']) {
      const { data, codes } = await graphql(sos, role, ask, { id: unknownId() });
      expect({ data, codes }).toEqual({ data: null, codes: ['NOT_FOUND'] });
      expect((await graphql(sos, role, ask, { id: 'not-an-id' })).codes).toEqual(['NOT_FOUND']);
    }
    expect((await graphql(sos, 'coordinator', ask, { id: unknownId() })).codes).toEqual(['FORBIDDEN']);
    expect((await graphql(sos, null, ask, { id: unknownId() })).codes).toEqual(['UNAUTHENTICATED']);
    const desk = 'query ($id: ID!) { deskCampaign(id: $id) { id } }';
    expect((await graphql(sos, 'coordinator', desk, { id: unknownId() })).codes).toEqual(['NOT_FOUND']);
  });

  test('a plaintext report is refused before anything of it is stored', async ({ sos }) => {
    const secret = `plain-${unknownId()}`;
    const head = {
      caseId: unknownId(),
      audience: 'case',
      rosterVersion: 1,
      language: 'en',
      severity: 'high',
      newCase: true,
    };
    for (const body of [
      JSON.stringify({ ...head, text: secret }),
      `${JSON.stringify(head)}\n${secret}`,
      `${JSON.stringify(head)}\n-----BEGIN PGP MESSAGE-----\n\n${secret}`,
    ]) {
      const answer = await putBytes(sos, 'member2', `/entries/${unknownId()}`, Buffer.from(body));
      expect(answer.status).toBe(422);
      const said = await answer.text();
      expect(said).toContain('REFUSED_BY_GATE');
      expect(said).not.toContain(secret);
    }
    const { data } = await graphql(sos, 'member2', '{ myCases { id } }');
    expect(data).toEqual({ myCases: [] });
    expect((await putBytes(sos, 'coordinator', `/entries/${unknownId()}`, Buffer.from('x'))).status).toBe(403);
  });

  for (const declared of [true, false]) {
    test(`an upload of 200 MB is refused early, ${declared ? 'its size declared' : 'its size not declared'}`, async ({
      sos,
    }) => {
      // A piece of a file that is not there is refused for that, before its size.
      const refusals = [
        [`/entries/${unknownId()}`, 413, 'TOO_LARGE'],
        [`/blobs/${unknownId()}/chunks/0`, 404, 'NOT_FOUND'],
      ] as const;
      for (const [path, refused, code] of refusals) {
        const { status, body, written } = await stream(sos, 'member1', path, 200 * MIB, declared);
        expect(status, path).toBe(refused);
        expect(JSON.parse(body)).toEqual({ code });
        // Our own socket's buffers included.
        expect(written, path).toBeLessThan(24 * MIB);
      }
      expect((await fetch(`${sos.site}/healthz`)).status).toBe(200);
    });
  }
});

/** To the last page of the form, unlocked, with everything answered. */
async function writeCase(page: Page, t: Words, server: SosServer, role: string): Promise<void> {
  await page.goto(`${server.app}/app/cases/new`);
  await unlock(page, t, server.account(role));
  await answerAll(page, t, PLAIN_REPORT);
}

/** The member's cases as the server knows them: id and number of entries. */
async function casesOf(
  server: SosServer,
  role: string,
): Promise<readonly { readonly id: string; readonly entryCount: number }[]> {
  const { data } = await graphql(server, role, '{ myCases { id entryCount } }');
  return (data as { myCases: { id: string; entryCount: number }[] }).myCases; // The fields asked for.
}

test.describe('a case', () => {
  test('of another member does not exist, over GraphQL and over its bytes', async ({ sos, visit, request }) => {
    const t = await wordsOf('en');
    const page = await visit({ as: 'member1' });
    await writeCase(page, t, sos, 'member1');
    const stored = page.waitForResponse((response) => /\/entries\//.test(response.url()) && response.status() === 201);
    await send(page, t);
    const entryId = new URL((await stored).url()).pathname.split('/').at(-1) ?? '';
    await expect(page.getByRole('heading', { level: 1, name: t('cases:sent.title') })).toBeVisible();
    const [{ id } = { id: '' }] = await casesOf(sos, 'member1');

    const ask = 'query ($id: ID!) { case(id: $id) { summary { id } entries { id } } }';
    expect((await graphql(sos, 'member1', ask, { id })).codes).toEqual([]);
    const theirs = await graphql(sos, 'member2', ask, { id });
    const unknown = await graphql(sos, 'member2', ask, { id: unknownId() });
    expect(theirs).toEqual(unknown);
    expect(theirs.codes).toEqual(['NOT_FOUND']);

    const download = async (role: string, entry: string) => {
      const answer = await request.post(`${sos.app}/entries/download`, {
        headers: await headersOf(sos, role),
        data: { entryId: entry },
      });
      return { status: answer.status(), body: await answer.text() };
    };
    expect((await download('member1', entryId)).status).toBe(200);
    expect(await download('member2', entryId)).toEqual(await download('member2', unknownId()));
    expect((await download('member2', entryId)).status).toBe(404);
    expect((await download('coordinator', entryId)).status).toBe(403);
    // Nor can somebody else write into it.
    const head = { caseId: id, audience: 'case', rosterVersion: 1, language: 'en', newCase: false };
    const intruding = await putBytes(
      sos,
      'member2',
      `/entries/${unknownId()}`,
      Buffer.from(`${JSON.stringify(head)}\nx`),
    );
    expect([404, 422]).toContain(intruding.status);
  });

  test('for the wrong recipients is refused, and stays on the sender’s device', async ({ sos, visit, watch }) => {
    watch.excuse(/status of 422/);
    const t = await wordsOf('en');
    const page = await visit({ as: 'member2' });
    await writeCase(page, t, sos, 'member2');
    const before = await casesOf(sos, 'member2');
    // Somebody between the browser and the server takes the first reader's grant away.
    await page.route('**/entries/*', async (route) => {
      const body = route.request().postDataBuffer();
      if (!body || route.request().method() !== 'PUT') return route.continue();
      const start = body.indexOf(0x0a) + 1;
      const length = 2 + (body[start + 1] ?? 0);
      await route.continue({ postData: Buffer.concat([body.subarray(0, start), body.subarray(start + length)]) });
    });
    await send(page, t);
    await expect(page.getByText(t('cases:outbox.refused')).first()).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name: t('cases:sent.title') })).toBeHidden();
    expect(await casesOf(sos, 'member2')).toEqual(before);

    // Nothing is lost: once nobody meddles, the same ciphertext goes out.
    await page.unroute('**/entries/*');
    await page
      .getByRole('button', { name: t('cases:outbox.again') })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1, name: t('cases:sent.title') })).toBeVisible();
    await expect.poll(async () => (await casesOf(sos, 'member2')).length).toBe(before.length + 1);
  });

  test('written when the network goes is kept, sealed, and arrives once when it is back', async ({
    sos,
    visit,
    watch,
  }) => {
    watch.excuse(/ERR_INTERNET_DISCONNECTED/, /Failed to fetch/);
    const t = await wordsOf('es');
    const page = await visit({ language: 'es', as: 'member1' });
    await writeCase(page, t, sos, 'member1');
    const before = await casesOf(sos, 'member1');
    await page.route('**/entries/*', async (route) => {
      // The line breaks between the first byte of the report and the answer.
      await page.context().setOffline(true);
      await route.abort('internetdisconnected');
    });
    await send(page, t);
    await expect(page.getByRole('heading', { level: 1, name: t('cases:sent.waitingTitle') })).toBeVisible();
    await expect(page.getByText(t('common:app.offline'))).toBeVisible();
    await expect(page.getByText(t('cases:outbox.offline'))).toBeVisible();
    expect(await casesOf(sos, 'member1')).toEqual(before);

    await page.unroute('**/entries/*');
    await page.context().setOffline(false);
    await expect(page.getByRole('heading', { level: 1, name: t('cases:sent.title') })).toBeVisible();
    await expect.poll(async () => (await casesOf(sos, 'member1')).length).toBe(before.length + 1);
    await expect
      .poll(async () => (await casesOf(sos, 'member1')).every(({ entryCount }) => entryCount >= 2))
      .toBe(true);
  });

  test('loses nothing that was typed when the session ends before it is sent', async ({ sos, visit, watch }) => {
    watch.excuse(/status of 401/);
    const t = await wordsOf('en');
    const page = await visit({ as: 'member1' });
    await writeCase(page, t, sos, 'member1');
    const before = await casesOf(sos, 'member1');
    await page.context().clearCookies();
    await send(page, t);
    const dialog = page.getByRole('alertdialog', { name: t('common:app.expired.title') });
    await expect(dialog).toBeVisible();
    await dialog.getByLabel(t('account:signIn.email'), { exact: true }).fill(sos.account('member1').address);
    await dialog.getByLabel(t('account:signIn.password'), { exact: true }).fill(sos.account('member1').password);
    await dialog.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
    await expect(dialog).toBeHidden();
    // It was sealed with the team that was verified before, and waits on the device: it goes out by itself, or at once.
    await page.getByRole('button', { name: t('cases:outbox.now'), exact: true }).click();
    const sent = page.getByRole('heading', { level: 1, name: t('cases:sent.title') });
    await expect(sent).toBeVisible();
    expect(await casesOf(sos, 'member1')).toHaveLength(before.length + 1);
  });
});

test('a signature that meets a broken line is told so, and keeps what was typed', async ({ sos, visit, watch }) => {
  watch.excuse(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/);
  const t = await wordsOf('en');
  const page = await visit();
  await page.goto(`${sos.site}/embed/keep-orimar-valley-water-public?lang=en`);
  await page.getByLabel(t('signatures:form.name'), { exact: true }).fill('Gina Offline');
  await page.getByLabel(t('signatures:form.email'), { exact: true }).fill('gina@example.org');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: t('signatures:form.submit'), exact: true }).click();
  await expect(page.getByText(t('signatures:frame.failed'))).toBeVisible();
  await expect(page.getByLabel(t('signatures:form.name'), { exact: true })).toHaveValue('Gina Offline');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: t('signatures:form.submit'), exact: true }).click();
  await expect(page.getByText(t('signatures:sent.title'), { exact: true })).toBeVisible();
});
