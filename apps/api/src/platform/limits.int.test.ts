import 'reflect-metadata';

import { createServiceModule } from '../modules/service/index.js';
import { makeAccount } from '../testing/factories.js';
import { sessionHeaders, startTestApi, type TestApi } from '../testing/start-test-api.js';
import { purgeJobs } from './purge.js';

let api: TestApi;
beforeAll(async () => (api = await startTestApi({ modules: (platform) => [createServiceModule(platform)] })));
afterAll(() => api.close());

test('a limit counts together what comes together, says how long to wait, and forgets', async () => {
  const { rateLimits } = api.platform;
  const limit = { count: 5, seconds: 60 };
  const takes = await Promise.all(Array.from({ length: 8 }, () => rateLimits.take('sign', 'somebody', limit)));
  expect(takes.filter((wait) => wait === null)).toHaveLength(5);
  expect(takes.filter((wait) => wait !== null)).toEqual([60, 60, 60]);
  expect(await rateLimits.take('sign', 'another', limit)).toBeNull();
  expect(await rateLimits.take('other', 'somebody', limit)).toBeNull();
  api.clock.advance(60_000);
  expect(await rateLimits.take('sign', 'somebody', limit)).toBeNull();
  const dump = JSON.stringify(await api.database.sql`SELECT encode("key", 'escape') AS key FROM "RateLimit"`);
  expect(dump).not.toContain('somebody');
});

test('a token is spent once, however often it arrives', async () => {
  const until = new Date(api.clock.now().getTime() + 60_000);
  const spent = await Promise.all(Array.from({ length: 6 }, () => api.platform.spentTokens.spend('token', until)));
  expect(spent.filter(Boolean)).toHaveLength(1);
});

test('what has run out is removed', async () => {
  const { id } = await makeAccount(api.database, { roles: ['member'] });
  await sessionHeaders(api.platform, { id });
  for (const job of purgeJobs(api.database, api.clock, api.platform.settings)) await job.run();
  expect(await api.database.prisma.session.count()).toBe(1);
  api.clock.advance(8 * 24 * 60 * 60_000);
  for (const job of purgeJobs(api.database, api.clock, api.platform.settings)) await job.run();
  expect(await api.database.prisma.session.count()).toBe(0);
  expect(await api.database.prisma.rateLimit.count()).toBe(0);
  expect(await api.database.prisma.spentToken.count()).toBe(0);
});

test('keys and seals are bound to their purpose and place', () => {
  const { vaulted } = api.platform;
  expect(vaulted.hmac('a', 'x').equals(vaulted.hmac('a', 'x'))).toBe(true);
  expect(vaulted.hmac('a', 'x').equals(vaulted.hmac('b', 'x'))).toBe(false);
  const wrapped = vaulted.wrapKey(Buffer.alloc(32, 7), 'campaign:1');
  expect(vaulted.unwrapKey(wrapped, 'campaign:1').equals(Buffer.alloc(32, 7))).toBe(true);
  expect(() => vaulted.unwrapKey(wrapped, 'campaign:2')).toThrow();
});
