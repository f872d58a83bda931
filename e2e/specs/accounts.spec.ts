import type { CDPSession, Page } from '@playwright/test';
import { createHmac } from 'node:crypto';

import { expect, test } from '../fixtures/test.js';
import { wordsOf, type Words } from '../fixtures/words.js';

/** An account that no other journey uses: what is added to it stays. */
const ROLE = 'partner';

let t: Words;

test.beforeAll(async () => {
  t = await wordsOf('en');
});

/** A security key inside the browser: it verifies its person and always says yes. */
async function plugIn(page: Page): Promise<{ readonly cdp: CDPSession; readonly id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id };
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator app does (RFC 6238). */
function codeAt(secret: string, millis: number): string {
  const bits = Array.from(secret.replaceAll(' ', ''), (letter) =>
    BASE32.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from(
    Array.from({ length: Math.floor(bits.length / 8) }, (_, i) => parseInt(bits.slice(i * 8, i * 8 + 8), 2)),
  );
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(millis / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function typePassword(page: Page, address: string, password: string): Promise<void> {
  await page.getByLabel(t('account:signIn.email')).fill(address);
  await page.getByLabel(t('account:signIn.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('common:app.signOut'), exact: true }).click();
  await expect(page.getByRole('heading', { name: t('account:signIn.title'), level: 1 })).toBeVisible();
}

test('a passkey, an app and paper codes: each opens the account, and dangerous acts ask again', async ({
  sos,
  visit,
  expectAccessible,
}) => {
  test.slow();
  const { address, password } = sos.account(ROLE);
  const page = await visit();
  await plugIn(page);
  await page.goto(`${sos.app}/app/sign-in`);
  await expectAccessible(page);
  await typePassword(page, address, password);
  await page.getByRole('link', { name: t('common:app.account') }).click();
  await page.getByRole('link', { name: t('account:screen.security') }).click();

  await test.step('a passkey is added, and signs in with one press', async () => {
    await page.getByLabel(t('account:passkeys.label')).fill('Test key');
    await page.getByRole('button', { name: t('account:passkeys.add') }).click();
    await expect(page.getByText(t('account:passkeys.done'))).toBeVisible();
    await expectAccessible(page);
    await signOut(page);
    await page.getByRole('button', { name: t('account:passkey.signIn') }).click();
    await expect(page.getByRole('button', { name: t('common:app.signOut'), exact: true })).toBeVisible();
  });

  let secret = '';

  await test.step('an app is set up by the clock', async () => {
    await page.goto(`${sos.app}/app/account/security`);
    await page.getByRole('button', { name: t('account:totp.add') }).click();
    await expect(page.getByRole('img', { name: t('account:totp.picture') })).toBeVisible();
    secret = await page.getByLabel(t('account:totp.secret')).inputValue();
    // Half a minute ahead, which a clock may be: the code of now is still good for the next step.
    await page.getByLabel(t('account:totp.code')).fill(codeAt(secret, Date.now() - 30_000));
    await page.getByRole('button', { name: t('account:totp.confirm') }).click();
    await expect(page.getByText(t('account:totp.done'))).toBeVisible();
  });

  let code = '';

  await test.step('recovery codes are shown once', async () => {
    await page.getByRole('button', { name: t('account:recovery.make') }).click();
    const codes = page.getByRole('list', { name: t('account:recovery.title') }).getByRole('listitem');
    await expect(codes).toHaveCount(10);
    code = (await codes.first().textContent()) ?? '';
    await page.getByRole('button', { name: t('account:recovery.kept') }).click();
    await expect(codes).toHaveCount(0);
  });

  const other = await visit({ language: 'en' });

  await test.step('password and code, in another browser', async () => {
    await other.goto(`${sos.app}/app/sign-in`);
    await typePassword(other, address, password);
    await other.getByLabel(t('account:factor.appCode')).fill(codeAt(secret, Date.now() + 30_000));
    await expectAccessible(other);
    await other.getByRole('button', { name: t('account:factor.submit') }).click();
    await expect(other.getByRole('button', { name: t('common:app.signOut'), exact: true })).toBeVisible();
    await signOut(other);
  });

  await test.step('password and a paper code, once', async () => {
    await typePassword(other, address, password);
    await other.getByRole('button', { name: t('account:factor.useRecovery') }).click();
    await other.getByLabel(t('account:factor.recoveryCode')).fill(code.toLowerCase());
    await other.getByRole('button', { name: t('account:factor.submit') }).click();
    await expect(other.getByRole('button', { name: t('common:app.signOut'), exact: true })).toBeVisible();
  });

  await test.step('the other browser is in the list, and is signed out from here', async () => {
    await page.reload();
    const end = page.getByRole('button', { name: /^Sign out .+ on .+/ });
    await expect(end).toHaveCount(1);
    await end.click();
    await expect(page.getByText(t('account:sessions.ended'))).toBeVisible();
    await other.reload();
    await expect(other.getByRole('heading', { name: t('account:signIn.title'), level: 1 })).toBeVisible();
  });

  await test.step('signing out everywhere signs out here too', async () => {
    await page.getByRole('button', { name: t('account:sessions.everywhere') }).click();
    await expect(page.getByRole('heading', { name: t('account:signIn.title'), level: 1 })).toBeVisible();
  });

  // In the account's own language, whatever the page's.
  const es = await wordsOf('es');
  const wanted = [es('mail:account.factorAdded.subject'), es('mail:account.newDevice.subject')];
  await expect
    .poll(async () => (await sos.mailTo(address)).map(({ subject }) => subject))
    .toEqual(expect.arrayContaining(wanted));
});

test('a dangerous act asks who is there, goes on by itself, and loses nothing typed', async ({ sos, visit }) => {
  const page = await visit({ as: 'approver' });
  const { password } = sos.account('approver');
  // The server refuses once, as it does ten minutes after signing in.
  let refused = false;
  await page.route('**/graphql', async (route) => {
    if (refused || !/ChangePassword/.test(route.request().postData() ?? '')) return route.continue();
    refused = true;
    const errors = [{ message: 'STEP_UP_REQUIRED', extensions: { code: 'STEP_UP_REQUIRED' } }];
    return route.fulfill({ json: { data: null, errors } });
  });
  await page.goto(`${sos.app}/app/account/security`);
  await page.getByRole('button', { name: t('account:password.change') }).click();
  await page.getByLabel(t('account:password.new')).fill('contraseña2024');
  await page.getByRole('button', { name: t('account:password.change') }).click();
  const dialog = page.getByRole('dialog', { name: t('errors:code.STEP_UP_REQUIRED.title') });
  await dialog.getByLabel(t('account:signIn.password'), { exact: true }).fill('wrong');
  await dialog.getByRole('button', { name: t('account:stepUp.confirm') }).click();
  await expect(dialog.getByText(t('account:stepUp.failedTitle'))).toBeVisible();
  await dialog.getByLabel(t('account:signIn.password'), { exact: true }).fill(password);
  await dialog.getByRole('button', { name: t('account:stepUp.confirm') }).click();
  await expect(dialog).toBeHidden();
  // It went on: the server now judges the password that was typed before.
  await expect(page.getByText(t('account:password.fault.easy'))).toBeVisible();
  await expect(page.getByLabel(t('account:password.new'))).toHaveValue('contraseña2024');
});

test('a forgotten password: one link, one use, and no case opens', async ({ sos, visit, expectAccessible }) => {
  const { address } = sos.account('administrator');
  const page = await visit();
  await page.goto(`${sos.app}/app/sign-in`);
  await page.getByRole('link', { name: t('account:signIn.forgotten') }).click();
  await expectAccessible(page);
  await page.getByLabel(t('account:signIn.email')).fill(address);
  await page.getByRole('button', { name: t('account:forgotten.submit') }).click();
  await expect(page.getByText(t('account:forgotten.askedTitle'))).toBeVisible();
  await expect.poll(async () => (await sos.mailTo(address)).length).toBeGreaterThan(0);
  const mail = (await sos.mailTo(address)).find(({ subject }) => subject === t('mail:account.resetLink.subject'));
  const link = mail?.links.find((candidate) => candidate.includes('/app/new-password#')) ?? '';
  await page.goto(link);
  await expect(page.getByText(t('account:closed.title'))).toBeVisible();
  await expect(page).toHaveURL(`${sos.app}/app/new-password`);
  await expectAccessible(page);
  expect(link).not.toBe('');
});
