import type { Page } from '@playwright/test';
import type { SwitchName } from '@sos/domain';

import { answerAll, PLAIN_REPORT, send } from '../fixtures/intake.js';
import { sign } from '../fixtures/signing.js';
import { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { unlock } from '../fixtures/vault.js';
import { wordsOf, type Words } from '../fixtures/words.js';

const SLUG = 'keep-orimar-valley-water-public';

async function stop(page: Page, t: Words, name: SwitchName): Promise<void> {
  await page.getByRole('button', { name: t(`administration:switches.${name}.stop`), exact: true }).click();
  await page.getByRole('button', { name: t('administration:switches.confirm'), exact: true }).click();
  await expect(
    page.locator(`#switch-${name}`).getByText(t('administration:switches.nowStopped'), { exact: true }),
  ).toBeVisible();
}

async function resume(page: Page, t: Words, name: SwitchName): Promise<void> {
  await page.getByRole('button', { name: t(`administration:switches.${name}.resume`), exact: true }).click();
  await expect(
    page.locator(`#switch-${name}`).getByText(t('administration:switches.nowRunning'), { exact: true }),
  ).toBeVisible();
}

/** Until the page says it: every process asks anew within two seconds. */
async function expectOn(page: Page, address: string, text: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByText(text, { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
}

test.describe('what an administrator stops', () => {
  let server: SosServer;

  test.beforeEach(async () => {
    server = await SosServer.start();
  });

  test.afterEach(async () => {
    await server.remove();
  });

  test('is said where it matters before anything is lost, and goes on afterwards', async ({
    visit,
    watch,
    expectAccessible,
  }) => {
    test.setTimeout(240_000);
    const [en, es] = [await wordsOf('en'), await wordsOf('es')];
    const admin = await visit({ server, as: 'administrator' });
    watch.excuse(/503/);
    // A frame opened by itself is an opaque origin, which may not have the site's icon.
    watch.excuse(/favicon\.ico/);
    // The form sent again before its new token is three seconds old.
    watch.excuse(/422/);

    await test.step('signing, on our page, in a frame and in Spanish', async () => {
      const [reader, signer] = [
        await visit({ server, language: 'es' }),
        await visit({ server, javaScriptEnabled: false }),
      ];
      await signer.goto(`${server.site}/en/campaigns/${SLUG}`);
      await admin.goto(`${server.app}/app/admin`);
      await expectAccessible(admin);
      await admin.getByRole('link', { name: en('administration:section.switches.title'), exact: true }).click();
      await stop(admin, en, 'signing');
      await expectAccessible(admin);
      await expectOn(reader, `${server.site}/es/campaigns/${SLUG}`, es('signatures:paused.title'));
      await expect(reader.getByRole('button', { name: es('signatures:form.submit'), exact: true })).toHaveCount(0);
      await expectAccessible(reader);
      await expectOn(reader, `${server.site}/embed/${SLUG}?lang=es`, es('signatures:paused.title'));
      await sign(signer, en, { name: 'Late Reader', email: 'late@example.org' });
      await expect(signer.getByText(en('signatures:errors.paused')).first()).toBeVisible();
      await expect(signer.getByLabel(en('signatures:form.name'), { exact: true })).toHaveValue('Late Reader');
      await resume(admin, en, 'signing');
      await expect(async () => {
        await signer.getByRole('button', { name: en('signatures:form.submit'), exact: true }).click();
        await expect(signer.getByRole('heading', { level: 1, name: en('signatures:sent.title') })).toBeVisible({
          timeout: 2_000,
        });
      }).toPass({ intervals: [3_200], timeout: 20_000 });
    });

    await test.step('new reports: one that is being written waits on its device, and comes in afterwards', async () => {
      const member = await visit({ server, as: 'member1' });
      await member.goto(`${server.app}/app/cases/new`);
      await unlock(member, en, server.account('member1'));
      await answerAll(member, en, PLAIN_REPORT);
      await stop(admin, en, 'intake');
      const other = await visit({ server, as: 'member2', language: 'es' });
      await expectOn(other, `${server.app}/app/cases/new`, es('cases:paused.title'));
      await expect(other.getByRole('link', { name: es('cases:new.helpNow'), exact: true })).toBeVisible();
      await expect(other.getByRole('button', { name: es('common:actions.continue'), exact: true })).toHaveCount(0);
      await expectAccessible(other);
      await send(member, en);
      await expect(member.getByText(en('cases:outbox.paused'))).toBeVisible();
      await resume(admin, en, 'intake');
      await expect(async () => {
        await member.getByRole('button', { name: en('cases:outbox.now'), exact: true }).click({ timeout: 1_000 });
        await expect(member.getByText(en('cases:sent.arrived'))).toBeVisible({ timeout: 2_000 });
      }).toPass({ timeout: 20_000 });
    });

    await test.step('the health screen and a banner in both languages', async () => {
      await admin.goto(`${server.app}/app/admin/health`);
      await expect(admin.getByText(en('administration:health.finding.backup.none')).first()).toBeVisible();
      await expectAccessible(admin);
      await admin.goto(`${server.app}/app/admin/settings`);
      const field = (language: string) =>
        admin.getByLabel(
          en('administration:settings.inLanguage', { setting: en('administration:settings.banner.title'), language }),
          { exact: true },
        );
      await field('English').fill('Upgrade tonight at ten.');
      await field('Spanish').fill('Actualización esta noche a las diez.');
      const setting = en('administration:settings.banner.title');
      await admin.getByRole('button', { name: en('administration:settings.save', { setting }), exact: true }).click();
      await expect(admin.getByText(en('administration:settings.saved'), { exact: true })).toBeVisible();
      await expectAccessible(admin);
      const reader = await visit({ server, language: 'es' });
      await expect(async () => {
        await reader.goto(`${server.site}/es/`);
        await expect(reader.getByText('Actualización esta noche a las diez.')).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 15_000 });
      // It fetches its scripts when it is idle, and the server goes next.
      await reader.close();
    });
  });
});
