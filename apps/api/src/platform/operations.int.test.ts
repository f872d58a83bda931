import 'reflect-metadata';

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import fastify from 'fastify';

import { createServiceModule } from '../modules/service/index.js';
import { createAccountsModule } from '../modules/accounts/index.js';
import { buildApiSchema } from '../schema.js';
import { makeAccount } from '../testing/factories.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';
import { accessTokenHash, newAccessToken } from './access-tokens.js';
import { keepBuild } from './kept-builds.js';
import { assertRuns, isWithinLimits, knownOperations } from './operations.js';
import { addAssets } from './static.js';
import type { WebBuild } from './web-bundle.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const TEXT = 'query Who { viewer { displayName } }';
const SIGN_OUT = 'mutation Leave { signOut { signedOut } }';
const list = (...texts: readonly string[]) => new Map(texts.map((text) => [sha256(text), text]));
const persisted = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } });

let demo: TestApi;
let production: TestApi;
let folder: string;
beforeAll(async () => {
  const modules = (platform: TestApi['platform']) => [createServiceModule(platform), createAccountsModule(platform)];
  const operations = knownOperations([list(TEXT), list(SIGN_OUT)]);
  demo = await startTestApi({ modules, operations });
  production = await startTestApi({ modules, operations, config: { mode: 'production' } });
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-builds-'));
});
afterAll(async () => {
  await Promise.all([demo.close(), production.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function send(
  api: TestApi,
  payload: object,
  headers: Record<string, string> = {},
  origin: 'app' | 'site' = 'app',
) {
  const response = await api[origin].inject({ method: 'POST', url: '/graphql', payload, headers });
  const { data, errors } = response.json<{ data?: unknown; errors?: { extensions: { code: string } }[] }>();
  return data === undefined || data === null ? (errors?.[0]?.extensions.code ?? null) : data;
}

test('an id stands for its text, in a demo and in production', async () => {
  for (const api of [demo, production]) {
    expect(await send(api, persisted(TEXT))).toEqual({ viewer: null });
    expect(await send(api, { operationName: 'Who', variables: {}, ...persisted(TEXT) })).toEqual({ viewer: null });
  }
});

test('a demo also takes a text; production takes none, whoever sends it', async () => {
  expect(await send(demo, { query: TEXT })).toEqual({ viewer: null });
  for (const headers of [{}, { origin: 'http://localhost:4001' }, { cookie: 'a=b' }]) {
    expect(await send(production, { query: TEXT }, { ...headers })).toBe('OPERATION_UNKNOWN');
  }
  expect(await send(production, { query: TEXT }, {}, 'site')).toBe('OPERATION_UNKNOWN');
});

test('a partner’s token may bring a text also in production, and is held to its scopes', async () => {
  const { database, clock } = production;
  const { id: accountId } = await makeAccount(database, { roles: ['partner'] });
  const membership = await database.prisma.membership.findFirstOrThrow({ where: { accountId } });
  const token = newAccessToken();
  const expiresAt = new Date(clock.now().getTime() + 86_400_000);
  await database.prisma.accessToken.create({
    data: {
      membershipId: membership.id,
      name: 'x',
      scopes: ['campaigns.read'],
      tokenHash: accessTokenHash(token),
      createdAt: clock.now(),
      expiresAt,
    },
  });
  const authorization = `Bearer ${token}`;
  expect(await send(production, { query: '{ service { demo } }' }, { authorization })).toBe('FORBIDDEN');
  expect(await send(production, { query: '{ __typename }' }, { authorization })).toEqual({ __typename: 'Query' });
  expect(await send(production, { query: '{ __schema { types { name } } }' }, { authorization })).toBe(
    'GRAPHQL_VALIDATION_FAILED',
  );
});

test('nothing is learnt from a request: an id beside a text is refused, and unknown afterwards', async () => {
  const other = '{ service { demo } }';
  for (const api of [demo, production]) {
    expect(await send(api, { query: other, ...persisted(other) })).toBe('OPERATION_UNKNOWN');
    expect(await send(api, { query: other, ...persisted(TEXT) })).toBe('OPERATION_UNKNOWN');
    expect(await send(api, persisted(other))).toBe('OPERATION_UNKNOWN');
  }
});

test.each([
  [
    'OPERATION_UNKNOWN',
    'an id that is a name of every object',
    { extensions: { persistedQuery: { sha256Hash: 'constructor' } } },
  ],
  ['OPERATION_UNKNOWN', 'an id that is a list', { extensions: { persistedQuery: { sha256Hash: [sha256(TEXT)] } } }],
  ['INVALID_INPUT', 'another field', { query: TEXT, documentId: 'x' }],
  [
    'INVALID_INPUT',
    'variables nested without end',
    { query: TEXT, variables: { a: JSON.parse('['.repeat(40) + ']'.repeat(40)) } },
  ],
  [
    'INVALID_INPUT',
    'variables that are many',
    { query: TEXT, variables: { a: Array.from({ length: 6000 }, () => 1) } },
  ],
])('%s: %s', async (code, _what, payload) => {
  expect(await send(production, payload)).toBe(code);
});

test('a refusal has the shape of every GraphQL answer, and an id of its own to ask about', async () => {
  const response = await production.app.inject({ method: 'POST', url: '/graphql', payload: { query: TEXT } });
  expect(response.headers).toMatchObject({
    'content-type': 'application/graphql-response+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('values are walked no further than the limit', () => {
  expect(isWithinLimits({ input: { texts: [{ language: 'en' }] } })).toBe(true);
  expect(isWithinLimits(undefined)).toBe(true);
  const nested = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : [nested(depth - 1, inner)]);
  const untouched = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('walked');
      },
    },
  );
  expect([isWithinLimits(nested(10, 1)), isWithinLimits(nested(11, 1))]).toEqual([true, false]);
  expect(isWithinLimits(nested(12, untouched))).toBe(false);
  expect([5_000, 5_001].map((length) => isWithinLimits(Array.from({ length }, () => 1)))).toEqual([true, false]);
});

test('a build that asks for what this server has not, or for too much, does not start', async () => {
  const schema = await buildApiSchema([createServiceModule(demo.platform)], demo.platform);
  const run = (text: string) => () => assertRuns(schema, list(text));
  expect(run('{ service { demo } }')).not.toThrow();
  expect(run('{ servise { demo } }')).toThrow('build again');
  expect(run(`{ ${Array.from({ length: 6 }, (_, n) => `a${n}: service { demo }`).join(' ')} }`)).toThrow('build again');
});

/** As the build leaves it: one file named by its content, and the operations. */
function build(name: string, ...texts: readonly string[]): WebBuild {
  const clientFolder = path.join(folder, 'client', name);
  mkdirSync(path.join(clientFolder, 'assets'), { recursive: true });
  writeFileSync(path.join(clientFolder, 'assets', `part-${name}.js`), `// ${name}`);
  writeFileSync(path.join(clientFolder, 'assets', `crypto.worker-${name}.js`), `// ${name}`);
  // Nothing here renders a page.
  return { clientFolder, manifest: { [name]: { file: name } }, operations: list(...texts) } as unknown as WebBuild;
}
const days = (count: number) => new Date(Date.UTC(2026, 0, 1 + count));

test('a form opened before a deploy is sent after it: its parts and operations are still there', async () => {
  const kept = path.join(folder, 'kept');
  const [old, middle, current] = [build('a', SIGN_OUT), build('b'), build('c', TEXT)];
  expect(keepBuild(kept, old, days(0))).toEqual([]);
  keepBuild(kept, middle, days(60));
  // The deploy replaces the program's folder, and with it the files of the build before.
  for (const { clientFolder } of [old, middle]) rmSync(clientFolder, { recursive: true });
  const earlier = keepBuild(kept, current, days(61));
  expect(earlier).toHaveLength(2);

  const operations = knownOperations([current.operations, ...earlier.map((each) => each.operations)]);
  expect(operations.textOf(sha256(SIGN_OUT))).toBe(SIGN_OUT);
  const server = fastify();
  addAssets(server, current, earlier, 'app');
  for (const name of ['a', 'b', 'c']) {
    expect((await server.inject(`/assets/part-${name}.js`)).body).toBe(`// ${name}`);
    const worker = await server.inject(`/assets/crypto.worker-${name}.js`);
    expect(worker.headers['content-security-policy']).toContain("connect-src 'none'");
  }
  expect((await server.inject('/assets/../operations.json')).statusCode).toBe(404);
  expect((await server.inject('/assets/part-d.js')).statusCode).toBe(404);
  await server.close();
});

test('earlier builds are forgotten after two weeks, and beyond the third; starting again changes nothing', () => {
  const kept = path.join(folder, 'forgotten');
  const builds = ['a', 'b', 'c', 'd', 'e'].map((name) => build(name, `{ ${name} }`));
  builds.forEach((each, index) => keepBuild(kept, each, days(index)));
  const [, , , , last] = builds;
  if (!last) throw new Error('no build');
  expect(keepBuild(kept, last, days(4))).toHaveLength(3);
  expect(readdirSync(kept).filter((name) => !name.includes('.'))).toHaveLength(4);
  expect(keepBuild(kept, last, days(19))).toHaveLength(0);
});

test('a rollback keeps what it replaced; a damaged list keeps nothing and still starts', () => {
  const kept = path.join(folder, 'back');
  const [one, two] = [build('one', '{ one }'), build('two', '{ two }')];
  keepBuild(kept, one, days(0));
  keepBuild(kept, two, days(1));
  expect(keepBuild(kept, one, days(2)).map(({ operations }) => [...operations.values()])).toEqual([['{ two }']]);
  writeFileSync(path.join(kept, 'served.json'), '{');
  expect(keepBuild(kept, one, days(3))).toEqual([]);
  expect(existsSync(path.join(kept, 'served.json'))).toBe(true);
});
