import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Download, Page } from '@playwright/test';

import { graphql } from '../fixtures/api.js';
import { browserStorage, filesUnder, recordRequests, search, type Place } from '../fixtures/canary.js';
import { GnuPg } from '../fixtures/gnupg.js';
import { answerAll, send, type Report } from '../fixtures/intake.js';
import { mailFor, signByHand } from '../fixtures/signing.js';
import { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { unlock } from '../fixtures/vault.js';
import { wordsOf } from '../fixtures/words.js';

const canary = (field: string): string => `Canary-${field}-${randomBytes(6).toString('hex')}`;

const FIELDS = [
  'summary',
  'nextEvent',
  'people',
  'place',
  'doneSoFar',
  'worse',
  'contactDetails',
  'safeTimes',
  'contactNotes',
] as const;
type Field = (typeof FIELDS)[number];

interface Planted {
  readonly words: readonly string[];
  readonly texts: Readonly<Record<Field, string>>;
  readonly report: Report & { readonly file: NonNullable<Report['file']> };
  readonly answer: string;
}

/** One word of its own in every field, in the file, in the file's name and in the answer. */
function plant(): Planted {
  const words = new Map([...FIELDS, 'file', 'name', 'answer'].map((place) => [place, canary(place)]));
  const word = (place: string) => words.get(place) ?? '';
  const texts = Object.fromEntries(
    FIELDS.map((field) => [field, `Ñandú “${word(field)}” 🕊 <b>&amp;</b>`]),
  ) as Planted['texts']; // One text for each field.
  const summary = `${texts.summary}\n\nSecond paragraph: ${word('summary')}.`;
  const buffer = Buffer.concat([randomBytes(70_000), Buffer.from(word('file')), randomBytes(30_001)]);
  return {
    words: [...words.values()],
    texts: { ...texts, summary },
    report: { ...texts, summary, file: { name: `${word('name')} año.bin`, mimeType: 'application/x-thing', buffer } },
    answer: `We are with you. ${word('answer')}`,
  };
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

async function openFromList(page: Page, label: string): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${label.trim()}`) })
    .first()
    .click();
}

test.describe('a case', () => {
  let server: SosServer;

  test.beforeEach(async () => {
    server = await SosServer.start();
  });

  test.afterEach(async () => {
    await server.remove();
  });

  test('goes from a member to the team and back, and nobody else ever has it in clear', async ({
    visit,
    expectAccessible,
  }) => {
    test.setTimeout(240_000);
    const [en, es] = [await wordsOf('en'), await wordsOf('es')];
    const planted = plant();
    const [member, responder] = [server.account('member1'), server.account('responder1')];
    const [memberPage, responderPage] = [await visit({ server }), await visit({ server, language: 'es' })];
    const requests: (readonly Place[])[] = [
      recordRequests(memberPage.context(), 'member'),
      recordRequests(responderPage.context(), 'responder'),
    ];

    await test.step('the member signs in and unlocks the vault', async () => {
      await memberPage.goto(`${server.app}/app/cases/new`);
      await expectAccessible(memberPage);
      await memberPage.getByLabel(en('account:signIn.email'), { exact: true }).fill(member.address);
      await memberPage.getByLabel(en('account:signIn.password'), { exact: true }).fill(member.password);
      await memberPage.getByRole('button', { name: en('account:signIn.submit'), exact: true }).click();
      await expect(memberPage.getByText(en('cases:new.danger'))).toBeVisible();
      await expectAccessible(memberPage);
      await unlock(memberPage, en, member);
    });

    await test.step('writes the case, seeing on every step who will be able to read it', async () => {
      const team = server.accounts().filter(({ role }) => role.startsWith('responder'));
      await answerAll(memberPage, en, planted.report, async () => {
        const readers = memberPage
          .getByRole('group')
          .filter({ hasText: en('keys:readers.summary', { count: team.length }) });
        await readers.locator('summary').click();
        for (const { name } of team) await expect(readers.getByText(name)).toBeVisible();
        await expect(readers.getByText(en('keys:readers.you'), { exact: true })).toBeVisible();
        await expectAccessible(memberPage);
      });
      for (const field of FIELDS) await expect(memberPage.getByRole('main')).toContainText(planted.texts[field]);
    });

    await test.step('sends it, and sees it among their cases', async () => {
      await send(memberPage, en);
      await expect(memberPage.getByRole('heading', { level: 1, name: en('cases:sent.title') })).toBeVisible();
      await expect(memberPage.getByText(en('cases:sent.arrived'))).toBeVisible();
      await expectAccessible(memberPage);
      await memberPage
        .getByRole('main')
        .getByRole('link', { name: en('cases:sent.list'), exact: true })
        .click();
      await expect(memberPage.getByText(en('cases:list.entries', { count: 3 }))).toBeVisible();
      await expectAccessible(memberPage);
    });

    const opened = await test.step('a responder finds it in the inbox and opens it', async () => {
      await responderPage.goto(`${server.app}/app/inbox`);
      await responderPage.getByLabel(es('account:signIn.email'), { exact: true }).fill(responder.address);
      await responderPage.getByLabel(es('account:signIn.password'), { exact: true }).fill(responder.password);
      await responderPage.getByRole('button', { name: es('account:signIn.submit'), exact: true }).click();
      await expect(responderPage.getByRole('table').getByText(es('cases:severity.critical'))).toBeVisible();
      await expectAccessible(responderPage);
      await openFromList(responderPage, es('cases:inbox.openCase', { date: '' }));
      await unlock(responderPage, es, responder);
      const thread = responderPage.getByRole('list', { name: es('cases:thread.entries') });
      await expect(thread.getByText(es('cases:entry.signedBy.member', { name: member.name }))).toHaveCount(3);
      await expectAccessible(responderPage);
      return thread;
    });

    await test.step('reads exactly what was written, and saves exactly the file', async () => {
      const report = opened.getByRole('article', { name: `1. ${es('cases:kind.report')}` });
      const answers = await report.getByRole('definition').allTextContents();
      for (const field of FIELDS) expect(answers).toContain(planted.texts[field]);
      const file = opened.getByRole('article', { name: `3. ${es('cases:kind.file')}` });
      await expect(file.getByText(planted.report.file.name, { exact: true })).toBeVisible();
      const saving = responderPage.waitForEvent('download');
      await file.getByRole('button', { name: es('cases:file.save') }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe(planted.report.file.name);
      expect((await bytesOf(saved)).equals(planted.report.file.buffer)).toBe(true);
      await expect(file.getByText(es('cases:file.saved'))).toBeVisible();
    });

    await test.step('and GnuPG opens the downloaded .pgp to the same text', async () => {
      const report = opened.getByRole('article', { name: `1. ${es('cases:kind.report')}` });
      await report.getByText(es('cases:pgp.summary'), { exact: true }).click();
      const saving = responderPage.waitForEvent('download');
      await report.getByRole('button', { name: es('cases:pgp.save') }).click();
      const { viewer } = (await graphql(server, 'responder1', '{ viewer { id } }')).data as { viewer: { id: string } }; // The field asked for.
      const gpg = new GnuPg();
      try {
        gpg.importKey(path.join(server.folder, 'demo-kits', `${viewer.id}.asc`), responder.vaultPassphrase ?? '');
        const plain = gpg.decrypt(await (await saving).path(), responder.vaultPassphrase ?? '');
        const entry = JSON.parse(plain.toString('utf8')) as { ctx: string; body: { answers: Record<string, unknown> } }; // An entry as it was signed.
        expect(entry.ctx).toBe('entry.v1');
        for (const field of FIELDS) expect(entry.body.answers[field]).toBe(planted.texts[field]);
      } finally {
        gpg.close();
      }
    });

    await test.step('the responder answers, and the member reads the answer', async () => {
      await responderPage.getByLabel(es('cases:reply.case.label'), { exact: true }).fill(planted.answer);
      await responderPage.getByRole('button', { name: es('cases:reply.case.send'), exact: true }).click();
      await expect(responderPage.getByText(es('cases:reply.sent'))).toBeVisible();
      await openFromList(memberPage, en('cases:list.open', { date: '' }));
      const answer = memberPage.getByRole('article', { name: `4. ${en('cases:kind.message')}` });
      await expect(answer.getByText(planted.answer, { exact: true })).toBeVisible();
      await expect(answer.getByText(en('cases:entry.signedBy.responder', { name: responder.name }))).toBeVisible();
      await expect(memberPage.getByText(en('cases:thread.findings'))).toBeHidden();
      await expectAccessible(memberPage);
    });

    await test.step('nothing of it is anywhere in clear', () =>
      expectNowhere(server, [memberPage, responderPage], requests, planted.words));
  });
});

/** Plants a harmless word where things are kept in clear, and looks for it with the same search: it must be found everywhere. */
async function plantMarker(server: SosServer, page: Page): Promise<string> {
  const marker = `marker${randomBytes(6).toString('hex')}`;
  const text = { language: 'en', title: marker, summary: 's', country: 'c', body: 'b', demands: ['d'] };
  const input = {
    type: 'petition',
    originalLanguage: 'en',
    region: 'africa',
    rights: ['land'],
    signers: ['individual'],
    addressees: [],
    texts: [text],
  };
  const query = 'mutation ($input: SaveCampaignInput!) { saveCampaign(input: $input) { __typename } }';
  await page.evaluate(
    async ([body, word]) => {
      await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      localStorage.setItem('planted', btoa(`.${word}`));
      await new Promise((resolve) => {
        const open = indexedDB.open('planted', 1);
        open.onupgradeneeded = () => open.result.createObjectStore('store');
        open.onsuccess = () => {
          const transaction = open.result.transaction('store', 'readwrite');
          transaction.objectStore('store').put({ deep: [new Uint8Array(new TextEncoder().encode(word))] }, 'key');
          transaction.oncomplete = () => {
            open.result.close();
            resolve(null);
          };
        };
      });
    },
    [JSON.stringify({ query, variables: { input } }), marker] as const,
  );
  await signByHand(server, 'keep-orimar-valley-water-public', { name: 'Marked', email: `${marker}@example.org` });
  await mailFor(server, `${marker}@example.org`);
  return marker;
}

async function expectNowhere(
  server: SosServer,
  pages: readonly [Page, Page],
  requests: readonly (readonly Place[])[],
  words: readonly string[],
): Promise<void> {
  const [memberPage, responderPage] = pages;
  const marker = await plantMarker(server, memberPage);
  const browsers = [
    ...(await browserStorage(memberPage, 'member’s browser')),
    ...(await browserStorage(responderPage, 'responder’s browser')),
  ];
  // They ask now and then whether there is news.
  for (const page of pages) await page.close();
  await server.kill();
  const dump: Place = { name: 'database', bytes: Buffer.from(server.dumpDatabase()) };
  const log: Place = { name: 'log', bytes: readFileSync(server.logFile) };
  const sent = requests.flat();
  const places = [...sent, ...browsers, dump, log, ...filesUnder(server.folder)];

  // What was searched is really there: ciphertext went out, the vault is kept, rows were written, the server spoke.
  const puts = sent.filter(({ name }) => name.includes(' PUT /'));
  expect(puts.length).toBeGreaterThanOrEqual(6);
  for (const put of puts) expect(put.bytes.length, put.name).toBeGreaterThan(500);
  expect(puts.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(100_000);
  expect(browsers.length).toBeGreaterThan(10);
  expect(log.bytes.length).toBeGreaterThan(1_000);
  expect(readdirSync(server.folder).length).toBeGreaterThan(3);

  const where = new Set(search([marker], places).map(({ place, form }) => `${place} (${form})`));
  const found = [...where].join('\n');
  for (const pattern of [
    /^member: POST \/graphql \(clear\)/m,
    /^member’s browser: planted\/store.* \(clear\)/m,
    /^member’s browser: storage.* \(base64\)/m,
    /^database \(clear\)/m,
    /mail.* \(clear\)/m,
  ]) {
    expect(found).toMatch(pattern);
  }
  expect(search(words, places)).toEqual([]);
}
