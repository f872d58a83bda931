import type { Page } from '@playwright/test';

import { recordRequests } from '../fixtures/canary.js';
import { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { unlock } from '../fixtures/vault.js';
import { wordsOf, type Words } from '../fixtures/words.js';

const readersOf = (page: Page, t: Words, count: number) =>
  page.getByRole('group').filter({ hasText: t('keys:readers.summary', { count }) });

test.describe('the keys of the team', () => {
  let server: SosServer;

  test.beforeEach(async () => {
    server = await SosServer.start();
  });

  test.afterEach(async () => {
    await server.remove();
  });

  test('a key taken out is out of the form at once, and a key the server swapped is refused', async ({
    visit,
    watch,
    expectAccessible,
  }) => {
    const t = await wordsOf('en');
    const [member, responder] = [server.account('member1'), server.account('responder2')];
    const team = server.accounts().filter(({ role }) => role.startsWith('responder'));
    const memberPage = await visit({ server, as: 'member1' });
    const responderPage = await visit({ server, as: 'responder2' });
    const sent = recordRequests(memberPage.context(), 'member');

    await test.step('before, everybody of the team is a reader', async () => {
      await memberPage.goto(`${server.app}/app/cases/new`);
      await unlock(memberPage, t, member);
      await expect(readersOf(memberPage, t, team.length)).toBeVisible();
    });

    await test.step('a responder whose device was taken suspends the key in two presses', async () => {
      await responderPage.goto(`${server.app}/app/team`);
      await expect(responderPage.getByText(t('keys:team.verified'))).toBeVisible();
      await responderPage.getByRole('button', { name: t('team:suspend.own.start'), exact: true }).click();
      await unlock(responderPage, t, responder);
      await responderPage.getByRole('button', { name: t('team:suspend.own.confirm'), exact: true }).click();
      await expect(responderPage.getByText(/^Suspended since/)).toBeVisible();
      await expectAccessible(responderPage);
    });

    await test.step('the form shows one reader less', async () => {
      await memberPage.reload();
      const readers = readersOf(memberPage, t, team.length - 1);
      await readers.locator('summary').click();
      await expect(readers.getByText(responder.name)).toHaveCount(0);
    });

    await test.step('keys that the server swapped are refused by the form, and nothing leaves', async () => {
      await server.kill();
      server.swapResponderKeys();
      watch.excuse(/Failed to load resource/);
      await server.launch();
      await memberPage.reload();
      await expect(memberPage.getByRole('alert').filter({ hasText: t('keys:team.refused') })).toBeVisible();
      await expectAccessible(memberPage);
      expect(sent.filter(({ name }) => name.includes('PUT'))).toEqual([]);
    });
  });
});
