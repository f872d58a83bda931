import type { Page } from '@playwright/test';

import { answerAll, PLAIN_REPORT, send } from '../fixtures/intake.js';
import { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';
import { unlock } from '../fixtures/vault.js';
import { wordsOf, type Words } from '../fixtures/words.js';

async function openFirst(page: Page, server: SosServer, t: Words): Promise<void> {
  await page.goto(`${server.app}/app/inbox`);
  await page
    .getByRole('button', { name: new RegExp(`^${t('cases:inbox.openCase', { date: '' }).trim()}`) })
    .first()
    .click();
}

test.describe('a team that changes', () => {
  let server: SosServer;

  test.beforeEach(async () => {
    server = await SosServer.start();
  });

  test.afterEach(async () => {
    await server.remove();
  });

  async function restartWith(roles: readonly string[]): Promise<void> {
    await server.kill();
    server.publishRoster(roles);
    await server.launch();
  }

  test('whoever is away when a case comes in is let in later, and whoever leaves gets nothing more', async ({
    visit,
    watch,
    expectAccessible,
  }) => {
    test.setTimeout(240_000);
    // Pages ask for news while the server is away, and a leaver's requests are refused.
    watch.excuse(/Failed to load resource/);
    const [en, es] = [await wordsOf('en'), await wordsOf('es')];
    const [ines, maya] = [server.account('responder1'), server.account('responder3')];
    await restartWith(['responder1', 'responder2']);
    const earlierHead = await (await fetch(`${server.app}/log/checkpoint`)).text();

    await test.step('a case comes in while one of them is not of the team', async () => {
      const member = await visit({ server, as: 'member1' });
      await member.goto(`${server.app}/app/cases/new`);
      await unlock(member, en, server.account('member1'));
      await answerAll(member, en, PLAIN_REPORT);
      await send(member, en);
      await expect(member.getByRole('heading', { level: 1, name: en('cases:sent.title') })).toBeVisible();
      await member.close();
    });

    await restartWith(['responder1', 'responder2', 'responder3']);

    const newcomer = await visit({ server, as: 'responder3' });

    await test.step('the newcomer finds an empty inbox', async () => {
      await newcomer.goto(`${server.app}/app/inbox`);
      await expect(newcomer.getByText(en('cases:inbox.empty'))).toBeVisible();
    });

    await test.step('a colleague is told, and lets them in, in Spanish', async () => {
      const colleague = await visit({ server, as: 'responder1', language: 'es' });
      await openFirst(colleague, server, es);
      await unlock(colleague, es, ines);
      await colleague.getByRole('link', { name: es('cases:thread.back') }).click();
      await expect(colleague.getByText(es('cases:letIn.title', { count: 2 }))).toBeVisible();
      await expect(colleague.getByText(es('cases:letIn.why', { names: maya.name }))).toBeVisible();
      await expectAccessible(colleague);
      await colleague.getByRole('button', { name: es('cases:letIn.start') }).click();
      await expect(colleague.getByText(es('cases:letIn.done', { count: 2 }))).toBeVisible();
      await expect(colleague.getByText(es('cases:letIn.start'))).toBeHidden();
      await colleague.close();
    });

    await test.step('the newcomer reads the older case, and sees that it was later', async () => {
      await openFirst(newcomer, server, en);
      await unlock(newcomer, en, maya);
      await expect(newcomer.getByText(PLAIN_REPORT.summary)).toBeVisible();
      await expect(newcomer.getByText(en('cases:finding.granted_later')).first()).toBeVisible();
      await expectAccessible(newcomer);
    });

    await restartWith(['responder1', 'responder2']);

    await test.step('after leaving, what they could read is not served any more', async () => {
      await newcomer.goto(`${server.app}/app/inbox`);
      await expect(newcomer.getByText(en('cases:inbox.empty'))).toBeVisible();
      const answer = await newcomer.evaluate(async () => {
        const sent = { method: 'POST', headers: { 'content-type': 'application/json' } };
        const query = JSON.stringify({ query: '{ missingGrants(skip: 0) { total } inbox { id } }' });
        return (await fetch('/graphql', { ...sent, body: query })).json() as Promise<unknown>; // read below
      });
      expect(answer).toEqual({ data: { missingGrants: { total: 0 }, inbox: [] } });
    });

    await test.step('a server that takes back what its log held is told, and nothing is sealed for it', async () => {
      await newcomer.goto(`${server.app}/app/team`);
      await expect(newcomer.getByText(en('team:log.roster.included'))).toBeVisible();
      await newcomer.route('**/log/checkpoint', (route) => route.fulfill({ body: earlierHead }));
      await newcomer.goto(`${server.app}/app/team`);
      await expect(newcomer.getByText(en('team:log.alarm.title'))).toBeVisible();
      await expect(newcomer.getByText(en('keys:team.problem.log_rolled_back'))).toBeVisible();
      // Both heads are kept, for whoever has to show it.
      await newcomer.reload();
      const evidence = newcomer.getByLabel(en('team:log.evidence.label'));
      expect(await evidence.inputValue()).toContain(earlierHead.trim());
      await expectAccessible(newcomer);
    });
  });
});
