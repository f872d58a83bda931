import { projectFolder } from '@sos/database';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import 'reflect-metadata';

import { createServiceModule } from '../modules/service/index.js';
import { makeAccount } from '../testing/factories.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';
import { databaseReasons } from './config.js';

let api: TestApi;
beforeAll(async () => (api = await startTestApi({ modules: (platform) => [createServiceModule(platform)] })));
afterAll(() => api.close());

async function reasons(): Promise<readonly string[]> {
  return (await databaseReasons(api.database, 'production')).filter((reason) => /demo/.test(reason));
}

test('production refuses a database with accounts or roots of a demo; a demo takes them', async () => {
  expect(await reasons()).toEqual([]);
  await makeAccount(api.database, { roles: ['member'], email: 'member1@demo.sos.example' });
  expect(await reasons()).toEqual([expect.stringContaining('demo accounts')]);
  const bytes = readFileSync(path.join(projectFolder(), 'prisma/seed/demo-roots/roots-1.bytes'));
  const sha256 = createHash('sha256').update(bytes).digest();
  await api.database.prisma.rootSet.create({
    data: { version: 1, bytes: Uint8Array.from(bytes), sha256: Uint8Array.from(sha256) },
  });
  expect(await reasons()).toEqual([expect.stringContaining('demo accounts'), expect.stringContaining('demo roots')]);
  expect(await databaseReasons(api.database, 'demo')).toEqual([]);
});
