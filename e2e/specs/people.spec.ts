import type { Page } from '@playwright/test';

import { mailFor } from '../fixtures/signing.js';
import type { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { wordsOf, type Words } from '../fixtures/words.js';

const PASSWORD = 'nueve faroles sobre la bahía';
const ORGANISATION = 'Casa Común del Río (ficticia)';

interface Person {
  readonly name: string;
  readonly email: string;
}
const NEWCOMER: Person = { name: 'Itzel Armenta', email: 'itzel@people.example' };
const COLLEAGUE: Person = { name: 'Bruno Salvatierra', email: 'bruno@people.example' };

/** Anew and not with a session of an earlier test: acts on people ask for a recent proof of who one is. */
async function signIn(page: Page, server: SosServer, email: string, password: string): Promise<void> {
  const cookies = await server.signIn(email, password);
  await page
    .context()
    .addCookies(cookies.map((cookie) => ({ ...cookie, url: server.app, httpOnly: true, sameSite: 'Strict' })));
}

/** Opens the link of the mail and makes the account behind it. */
async function accept(page: Page, server: SosServer, t: Words, person: Person): Promise<void> {
  const mail = await mailFor(server, person.email);
  await page.goto(mail.links.find((link) => link.includes('/app/invitation#')) ?? '');
  await expect(
    page.getByRole('heading', { level: 1, name: t('people:accept.heading', { organisation: ORGANISATION }) }),
  ).toBeVisible();
  await expect(page).toHaveURL(`${server.app}/app/invitation`);
  await page.getByLabel(t('people:accept.name'), { exact: true }).fill(person.name);
  await page.getByLabel(t('people:accept.password'), { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: t('people:accept.submit'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('people:accept.doneTitle') })).toBeVisible();
}

/** @param about whom it is about, where the button says so to whoever hears it without its row */
async function confirm(page: Page, t: Words, act: string, about = ''): Promise<void> {
  await page.getByRole('button', { name: `${act} ${about}`.trim(), exact: true }).click();
  await page
    .getByRole('alertdialog', { name: act })
    .getByRole('button', { name: t('people:confirm.yes', { act }) })
    .click();
}

test('an organisation is let in, invites a colleague, hands over and is left', async ({
  sos,
  visit,
  expectAccessible,
}) => {
  const [en, es] = [await wordsOf('en'), await wordsOf('es')];
  const desk = await visit();
  const { address, password } = sos.account('administrator');
  await signIn(desk, sos, address, password);

  await test.step('an administrator adds it and invites its focal point', async () => {
    await desk.goto(`${sos.app}/app/people`);
    await expectAccessible(desk);
    await desk.getByRole('tab', { name: en('people:screen.tab.organisations') }).click();
    await desk.getByRole('button', { name: en('people:organisations.new') }).click();
    const dialog = desk.getByRole('dialog', { name: en('people:organisations.new') });
    await dialog.getByLabel(en('people:profile.name'), { exact: true }).fill(ORGANISATION);
    await dialog.getByLabel(en('people:profile.country'), { exact: true }).fill('Orimar');
    await dialog.getByRole('button', { name: en('people:profile.save') }).click();
    await expect(dialog.getByText(en('people:profile.saved'))).toBeVisible();
    await dialog.getByRole('button', { name: en('people:confirm.close') }).click();
    await desk.getByRole('tab', { name: en('people:screen.tab.invitations') }).click();
    await desk.getByLabel(en('people:invite.email'), { exact: true }).fill(NEWCOMER.email);
    await desk.getByLabel(en('people:invite.organisation'), { exact: true }).selectOption({ label: ORGANISATION });
    await desk.getByLabel(en('people:invite.focalPoint'), { exact: true }).check();
    await desk.getByRole('button', { name: en('people:invite.submit'), exact: true }).click();
    await expect(desk.getByText(en('people:invite.sent'))).toBeVisible();
    await expect(desk.getByRole('rowheader', { name: NEWCOMER.email })).toBeVisible();
    await expectAccessible(desk);
  });

  const newcomer = await visit({ language: 'es' });

  await test.step('who is invited makes an account, and the link opens nothing a second time', async () => {
    await accept(newcomer, sos, es, NEWCOMER);
    const mail = await mailFor(sos, NEWCOMER.email);
    await newcomer.goto('about:blank');
    await newcomer.goto(mail.links.find((link) => link.includes('/app/invitation#')) ?? '');
    await expect(newcomer.getByText(es('people:refusal.invitation_used'))).toBeVisible();
    await expectAccessible(newcomer);
    await signIn(newcomer, sos, NEWCOMER.email, PASSWORD);
  });

  await test.step('shows the organisation and herself in the directory', async () => {
    await newcomer.goto(`${sos.app}/app/organisation`);
    await newcomer.getByLabel(es('people:visibility.contact'), { exact: true }).check();
    await newcomer.getByRole('button', { name: es('people:profile.save') }).click();
    await expect(newcomer.getByText(es('people:profile.saved')).first()).toBeVisible();
    await newcomer.getByLabel(es('people:listed.label'), { exact: true }).click();
    await expect(newcomer.getByLabel(es('people:listed.label'), { exact: true })).toBeChecked();
    await expectAccessible(newcomer);
    await desk.goto(`${sos.app}/app/directory`);
    await expect(desk.getByRole('heading', { level: 2, name: ORGANISATION })).toBeVisible();
    await expect(desk.getByText(NEWCOMER.name)).toBeVisible();
    await expectAccessible(desk);
  });

  await test.step('cannot leave alone, invites a colleague, hands over, and leaves', async () => {
    await confirm(newcomer, es, es('people:leave.leave'));
    await expect(newcomer.getByText(es('people:refusal.last_focal_point'))).toBeVisible();
    await newcomer.getByLabel(es('people:invite.email'), { exact: true }).fill(COLLEAGUE.email);
    await newcomer.getByRole('button', { name: es('people:invite.submit'), exact: true }).click();
    await expect(newcomer.getByText(es('people:invite.sent'))).toBeVisible();
    await accept(await visit({ language: 'es' }), sos, es, COLLEAGUE);
    await newcomer.reload();
    await confirm(newcomer, es, es('people:mine.handOver'), COLLEAGUE.name);
    await expect(newcomer.getByText(es('people:mine.appointed'))).toBeVisible();
    await confirm(newcomer, es, es('people:leave.leave'));
    await expect(newcomer.getByText(es('people:mine.none'))).toBeVisible();
    await expect(newcomer.getByRole('link', { name: es('common:app.cases') })).toBeHidden();
  });

  await test.step('and takes her data along', async () => {
    await newcomer.goto(`${sos.app}/app/data`);
    const download = newcomer.waitForEvent('download');
    await newcomer.getByRole('button', { name: es('people:data.export'), exact: true }).click();
    expect((await download).suggestedFilename()).toBe('sos-account.json');
    await expectAccessible(newcomer);
  });
});
