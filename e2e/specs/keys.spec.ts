import type { CDPSession, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';

import { browserStorage, recordRequests, search } from '../fixtures/canary.js';
import { GnuPg } from '../fixtures/gnupg.js';
import { answerAll, PLAIN_REPORT, send } from '../fixtures/intake.js';
import { newcomer, type Newcomer } from '../fixtures/newcomer.js';
import { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { unlock } from '../fixtures/vault.js';
import { wordsOf, type Words } from '../fixtures/words.js';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const isOpen = (page: Page, t: Words) =>
  expect(page.getByRole('banner').getByText(t('common:app.unlocked'))).toBeVisible();

async function shownWords(page: Page): Promise<string[]> {
  await expect(page.locator('ol[translate="no"] li').first()).toBeVisible();
  return page.locator('main ol[translate="no"]:visible li').allTextContents();
}

async function typeBack(page: Page, words: readonly string[]): Promise<void> {
  await expect(page.getByRole('textbox')).toHaveCount(2);
  for (const field of await page.getByRole('textbox').all()) {
    const place = Number(/\d+$/.exec((await field.getAttribute('id')) ?? '')?.[0]);
    await field.fill(words[place] ?? '');
  }
}

async function cookiesFor(page: Page, sos: SosServer, { cookies }: Newcomer): Promise<void> {
  const host = { url: sos.app, httpOnly: true, sameSite: 'Strict' as const };
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, ...host })));
}

interface Made {
  readonly words: readonly string[];
  readonly kitWords: readonly string[];
  readonly kitFile: string;
}

async function makeKey(page: Page, t: Words, kitFile: string): Promise<Made> {
  await press(page, t('keys:first.make'));
  const words = await shownWords(page);
  await press(page, t('keys:words.next'));
  await typeBack(page, words);
  await press(page, t('keys:confirm.next'));
  const saving = page.waitForEvent('download');
  await press(page, t('keys:kit.download'));
  await (await saving).saveAs(kitFile);
  const kitWords = await shownWords(page);
  await press(page, t('keys:kit.next'));
  await typeBack(page, kitWords);
  await press(page, t('keys:confirm.next'));
  await press(page, t('keys:register.keepHere'));
  await press(page, t('keys:register.send'));
  await expect(page.getByText(t('keys:vault.open'))).toBeVisible();
  return { words, kitWords, kitFile };
}

test('a first key, a case, a lost device, the kit on a new one, and other words after that', async ({
  visit,
  sos,
  watch,
  expectAccessible,
}, testInfo) => {
  // The demo has kits for its own accounts alone, and tells a browser that the server found none.
  watch.excuse(/demo\/kits\/mine/);
  const t = await wordsOf('en');
  const person = await newcomer(sos, 'en');
  const first = await visit();
  await cookiesFor(first, sos, person);
  const sent = recordRequests(first.context(), 'first device');
  await first.goto(`${sos.app}/app/vault`);
  const made = await makeKey(first, t, testInfo.outputPath('kit.asc'));
  await expectAccessible(first);
  const passphrase = made.words.join(' ');
  await first.getByRole('link', { name: t('common:app.cases'), exact: true }).click();
  await first.getByRole('link', { name: t('cases:list.new'), exact: true }).click();
  await answerAll(first, t, PLAIN_REPORT);
  await send(first, t);
  await expect(first.getByText(t('cases:sent.arrived'))).toBeVisible();
  const kept = await browserStorage(first, 'first device');
  const secrets = [passphrase, made.kitWords.join(' '), 'PRIVATE KEY'];
  expect(search(secrets, [...kept, ...sent])).toEqual([]);
  // The control: the locked vault is there, and the search finds what it is given.
  expect(kept.some(({ name }) => name.includes('sos-keys/vaults'))).toBe(true);
  expect(search(secrets, [{ name: 'control', bytes: Buffer.from(passphrase) }])).not.toEqual([]);
  await first.context().close();

  const second = await visit();
  await cookiesFor(second, sos, person);
  await second.goto(`${sos.app}/app/vault`);
  await second.locator('input[type=file]').setInputFiles(made.kitFile);
  await second.getByLabel(t('keys:restore.words'), { exact: true }).fill(passphrase);
  await press(second, t('keys:restore.open'));
  await expect(second.getByText(t('keys:engine.WRONG_PASSPHRASE'))).toBeVisible();
  await second.getByLabel(t('keys:restore.words'), { exact: true }).fill(made.kitWords.join(' ').toUpperCase());
  await press(second, t('keys:restore.open'));
  const newWords = await shownWords(second);
  await press(second, t('keys:words.next'));
  await typeBack(second, newWords);
  await press(second, t('keys:restore.keep'));
  await isOpen(second, t);
  await second.getByRole('link', { name: t('common:app.cases'), exact: true }).click();
  await second.getByRole('main').getByRole('listitem').getByRole('button').click();
  await expect(second.getByText(PLAIN_REPORT.summary)).toBeVisible();

  await second.getByRole('link', { name: t('common:app.vault'), exact: true }).click();
  await press(second, t('keys:task.passphrase'));
  const changed = await shownWords(second);
  await press(second, t('keys:words.next'));
  await typeBack(second, changed);
  await press(second, t('keys:confirm.next'));
  await second.getByLabel(t('keys:change.present'), { exact: true }).fill(newWords.join(' '));
  await press(second, t('keys:change.do'));
  await expect(second.getByText(t('keys:change.done'))).toBeVisible();
  await press(second, t('keys:vault.lock'));
  const field = second.getByLabel(t('keys:unlock.passphrase'), { exact: true });
  await field.fill(newWords.join(' '));
  await press(second, t('keys:unlock.open'));
  await expect(second.getByText(t('keys:engine.WRONG_PASSPHRASE'))).toBeVisible();
  await field.fill(changed.join(' '));
  await press(second, t('keys:unlock.open'));
  await isOpen(second, t);
});

async function addAuthenticator(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasUserVerification: true,
      isUserVerified: true,
      hasResidentKey: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
    },
  });
  return devtools;
}

test('una llave de acceso abre la bóveda, y una vez quitada ya no', async ({ visit, sos, expectAccessible, watch }) => {
  // Chromium names every policy it no longer knows.
  watch.excuse(/Permissions-Policy/);
  const t = await wordsOf('es');
  const account = sos.account('member2');
  const page = await visit({ language: 'es', as: 'member2' });
  await addAuthenticator(page);
  await page.goto(`${sos.app}/app/vault`);
  await unlock(page, t, account);
  await press(page, t('keys:task.passkeys'));
  await expectAccessible(page);
  await press(page, t('keys:passkey.add'));
  await press(page, t('keys:passkey.make'));
  await page.getByLabel(t('keys:change.present'), { exact: true }).fill(account.vaultPassphrase ?? '');
  await press(page, t('keys:passkey.let'));
  await expect(page.getByText(t('keys:passkey.done'))).toBeVisible();
  await press(page, t('keys:vault.lock'));
  await press(page, t('keys:passkey.unlock'));
  await isOpen(page, t);
  await press(page, t('keys:task.passkeys'));
  // Its name goes on with the day it was added, for there may be several.
  await page.getByRole('button', { name: new RegExp(`^${t('keys:passkey.remove')}`) }).click();
  await page.getByLabel(t('keys:change.present'), { exact: true }).fill(account.vaultPassphrase ?? '');
  await press(page, t('keys:passkey.remove'));
  await expect(page.getByText(t('keys:passkey.removed'))).toBeVisible();
  await press(page, t('keys:vault.lock'));
  await press(page, t('keys:passkey.unlock'));
  await expect(page.getByText(t('keys:passkey.problem.not_given'))).toBeVisible();
});

const STATEMENT = 'sos-enrol.json';
const CANARY = 'sos-canary.asc';

/** What somebody does at their own computer, with the files and commands the screen gives them. */
async function enrolOwnKey(page: Page, t: Words, gpg: GnuPg, file: string): Promise<string> {
  const fingerprint = gpg.generateKey('mine');
  const paste = page.getByLabel(t('keys:ownKey.paste'), { exact: true });
  await paste.fill('not a key');
  await press(page, t('keys:ownKey.check'));
  await expect(page.getByText(t('keys:keyRefusal.not_a_key'))).toBeVisible();
  await paste.fill(gpg.exportKey(fingerprint));
  await press(page, t('keys:ownKey.check'));
  const statement = page.waitForEvent('download');
  await press(page, t('keys:ownKey.saveStatement', { file: STATEMENT }));
  await (await statement).saveAs(file);
  await expect(page.getByText(readFileSync(file, 'utf8'))).toBeVisible();
  const signature = page.getByLabel(t('keys:ownKey.signature', { file: `${STATEMENT}.asc` }), { exact: true });
  await signature.fill(gpg.sign(file, fingerprint, 'context@sos.example=roots.v1'));
  await press(page, t('keys:ownKey.verify'));
  await expect(page.getByText(t('keys:ownKey.verdict.wrong_purpose'))).toBeVisible();
  await signature.fill(gpg.sign(file, fingerprint, 'context@sos.example=enrol.v1'));
  await press(page, t('keys:ownKey.verify'));
  const canary = page.waitForEvent('download');
  await press(page, t('keys:ownKey.saveCanary', { file: CANARY }));
  const words = gpg.decrypt(await (await canary).path(), '').toString();
  await page.getByLabel(t('keys:ownKey.canaryWords'), { exact: true }).fill(words.trim());
  await press(page, t('keys:ownKey.canaryNext'));
  await press(page, t('keys:register.send'));
  await expect(page.getByText(t('keys:ownKey.enrolled'))).toBeVisible();
  return fingerprint;
}

test('a responder enrols a key that stays in GnuPG, and opens a case there', async ({
  visit,
  watch,
  expectAccessible,
}, testInfo) => {
  test.setTimeout(240_000);
  // The pages ask for news while the server is away.
  watch.excuse(/Failed to load resource/);
  const t = await wordsOf('en');
  const server = await SosServer.start((prepared) => prepared.retireKey('responder3'));
  const gpg = new GnuPg();
  try {
    const page = await visit({ server, as: 'responder3' });
    await page.goto(`${server.app}/app/vault`);
    await page.getByRole('link', { name: t('keys:first.ownToolLink') }).click();
    await enrolOwnKey(page, t, gpg, testInfo.outputPath(STATEMENT));
    await server.kill();
    server.publishRoster(['responder1', 'responder2', 'responder3']);
    await server.launch();

    const member = await visit({ server, as: 'member1' });
    await member.goto(`${server.app}/app/cases/new`);
    await unlock(member, t, server.account('member1'));
    await answerAll(member, t, PLAIN_REPORT);
    await send(member, t);
    await expect(member.getByText(t('cases:sent.arrived'))).toBeVisible();

    await page.goto(`${server.app}/app/inbox`);
    await page
      .getByRole('button', { name: new RegExp(`^${t('cases:inbox.openCase', { date: '' }).trim()}`) })
      .first()
      .click();
    await expect(page.getByText(t('keys:ownKey.noWriting'))).toBeVisible();
    const teamKeys = page.getByRole('button', {
      name: t('keys:ownKey.saveTeam', { file: 'sos-team.gpg' }),
      exact: true,
    });
    await expect(teamKeys).toBeVisible();
    await expectAccessible(page);
    const message = page.waitForEvent('download');
    await page
      .getByRole('button', { name: t('cases:pgp.save'), exact: true })
      .first()
      .click();
    const opened = gpg.decrypt(await (await message).path(), '').toString();
    expect(opened).toContain('"ctx":"entry.v1"');
    expect(opened).toContain(PLAIN_REPORT.summary);
  } finally {
    gpg.close();
    await server.remove();
  }
});
