import { graphql } from '../fixtures/api.js';
import { linkTo, mailFor, signByHand } from '../fixtures/signing.js';
import { SosServer } from '../fixtures/sos-server.js';
import { expect, test } from '../fixtures/test.js';

const SLUG = 'stop-puerto-lumbre-evictions';
const DESK = '{ deskCampaigns { slug breakdown { confirmed removed } } }';

interface Numbers {
  readonly slug: string;
  readonly breakdown: { readonly confirmed: number; readonly removed: number };
}

async function numbersOf(server: SosServer): Promise<Numbers['breakdown']> {
  const { data } = await graphql(server, 'coordinator', DESK);
  // The fields the query asks for.
  const found = (data as { deskCampaigns: Numbers[] }).deskCampaigns.find(({ slug }) => slug === SLUG);
  if (!found) throw new Error('the campaign is not on the desk');
  return found.breakdown;
}

/** Counts are exact as of a moment; this waits until that moment includes everything so far. */
async function settledNumbers(server: SosServer): Promise<Numbers['breakdown']> {
  let last = await numbersOf(server);
  await expect(async () => {
    const before = last;
    last = await numbersOf(server);
    expect(last).toEqual(before);
  }).toPass({ intervals: [1_500] });
  return last;
}

interface Crowd {
  /** Addresses of signatures that the server said it has. */
  readonly accepted: readonly string[];
  readonly confirmed: readonly string[];
  /** When all have met a server that is not there. */
  readonly gone: Promise<unknown>;
}

/** People who sign one after the other, and confirm every second signature, until the server is gone. */
function startCrowd(server: SosServer, size: number): Crowd {
  const accepted: string[] = [];
  const confirmed: string[] = [];

  async function signOn(index: number): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      const email = `durable-${index}-${turn}@example.org`;
      if (!(await signByHand(server, SLUG, { name: `Durable ${index} ${turn}`, email }))) return;
      accepted.push(email);
      if (turn % 2 === 1) continue;
      const answer = await fetch(linkTo(await mailFor(server, email), 'confirm'), { method: 'POST' });
      if (answer.ok) confirmed.push(email);
    }
  }
  const people = Array.from({ length: size }, (_, index) => signOn(index));
  return { accepted, confirmed, gone: Promise.allSettled(people) };
}

test.describe('a server of its own', () => {
  let server: SosServer;

  test.beforeEach(async () => {
    server = await SosServer.start();
  });

  test.afterEach(async () => {
    await server.remove();
  });

  test('killed in the middle of a stream of signatures, it has everything it confirmed', async () => {
    // Mails that the dead worker held are given back after a minute.
    test.setTimeout(240_000);
    const before = await settledNumbers(server);
    const { accepted, confirmed, gone } = startCrowd(server, 4);
    await expect.poll(() => confirmed.length, { timeout: 60_000, intervals: [50] }).toBeGreaterThanOrEqual(8);
    await server.kill('SIGKILL');
    await gone;
    const confirmedThen = confirmed.length;

    await server.launch();
    await expect
      .poll(async () => (await numbersOf(server)).confirmed)
      .toBeGreaterThanOrEqual(before.confirmed + confirmedThen);
    const after = await settledNumbers(server);
    // Each person had at most one request under way that was never answered.
    expect(after.confirmed - before.confirmed).toBeLessThanOrEqual(confirmedThen + 4);
    // Whoever was told to check their mail has one, though the server died in between, and its link still counts.
    const waiting = accepted.filter((email) => !confirmed.includes(email));
    for (const email of waiting) {
      expect((await fetch(linkTo(await mailFor(server, email, 90_000), 'confirm'), { method: 'POST' })).status).toBe(
        200,
      );
    }
    await expect
      .poll(async () => (await numbersOf(server)).confirmed)
      .toBeGreaterThanOrEqual(before.confirmed + accepted.length);
    expect((await settledNumbers(server)).confirmed - before.confirmed).toBeLessThanOrEqual(accepted.length + 4);
  });

  test('killed right after a draft was saved, the desk has the draft', async () => {
    const titles = Array.from({ length: 6 }, (_, index) => `Saved before the fall ${index}`);
    const save = 'mutation ($input: SaveCampaignInput!) { saveCampaign(input: $input) { __typename } }';
    const saved: string[] = [];
    for (const title of titles) {
      const text = { language: 'en', title, summary: 's', country: 'c', body: 'b', demands: ['d'] };
      const input = {
        type: 'petition',
        originalLanguage: 'en',
        region: 'africa',
        rights: ['land'],
        signers: ['individual'],
        addressees: [],
        texts: [text],
      };
      const { data } = await graphql(server, 'coordinator', save, { input });
      expect(data).toEqual({ saveCampaign: { __typename: 'SaveCampaignSuccess' } });
      saved.push(title);
    }
    await server.kill('SIGKILL');
    await server.launch();
    const { body } = await graphql(server, 'coordinator', '{ deskCampaigns { texts { title } } }');
    for (const title of saved) expect(body).toContain(title);
  });

  test('a second server on the same folder refuses with one sentence', async () => {
    const { code, output } = await server.launchSecond();
    expect(code).not.toBe(0);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(/folder|in use/i);
    expect(output).not.toMatch(/\bat .*:\d+:\d+/);
    expect((await fetch(`${server.site}/healthz`)).status).toBe(200);
  });
});
