import 'reflect-metadata';

import { createServiceModule } from '../modules/service/index.js';
import { createResourcesModule } from '../modules/resources/index.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    modules: (platform) => [
      createServiceModule(platform),
      createResourcesModule(platform),
      {
        resolvers: [],
        siteRoutes: (server) => void server.get('/broken', async () => Promise.reject(new Error('ana@people.example'))),
      },
    ],
  });
});
afterAll(() => api.close());

async function post(payload: string | object, type = 'application/json', headers: Record<string, string> = {}) {
  const response = await api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': type, ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json<Record<string, unknown>>() };
}
const codeOf = ({ body }: { body: Record<string, unknown> }) =>
  (body['errors'] as { extensions: { code: string } }[] | undefined)?.[0]?.extensions.code ?? body['code'];

test.each([
  ['no JSON', '{"query":', 400, 'JSON'],
  ['nothing', '', 400, 'JSON'],
  ['a list', '[]', 400, 'BAD_REQUEST'],
  [
    'a batch',
    JSON.stringify([{ query: '{ service { demo } }' }, { query: '{ service { demo } }' }]),
    400,
    'BAD_REQUEST',
  ],
  ['a word', '"x"', 400, 'BAD_REQUEST'],
  ['half a query', { query: '{ service {' }, 400, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', { query: '{ servise { demo } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a wrong variable',
    { query: 'query ($l: String!) { resource(slug: "x", language: $l) { id } }', variables: { l: { secret: 1 } } },
    400,
    'BAD_USER_INPUT',
  ],
  ['too many bytes', { query: `# ${'x'.repeat(120_000)}` }, 413, 'TOO_LARGE'],
] as const)('%s gets a clean code', async (_what, payload, status, code) => {
  const answer = await post(payload);
  expect([answer.status, codeOf(answer)]).toEqual([status, code]);
});

test('a form, or text that poses as JSON, is refused', async () => {
  expect((await post('query={service{demo}}', 'application/x-www-form-urlencoded')).status).toBe(415);
  expect((await post('{"query":"{service{demo}}"}', 'text/plain')).status).toBe(415);
  const get = await api.app.inject('/graphql?query={service{demo}}');
  expect(get.statusCode).toBe(404);
});

const deep = `{ __schema { types { ${'ofType { fields { type { '.repeat(12)} name ${'} } } '.repeat(12)} } } }`;
const wide = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: service { demo }`).join(' ')} }`;
const directives = `{ service { demo ${'@include(if: true) '.repeat(40)} } }`;
const fragments = `query { service { ...a } } ${Array.from({ length: 400 }, (_, index) => `fragment f${index} on Service { demo siteOrigin appOrigin }`).join(' ')} fragment a on Service { demo }`;

test.each([
  ['depth', deep],
  ['aliases', wide],
  ['directives', directives],
  ['tokens', fragments],
])('a bomb of %s is refused before it runs', async (_kind, query) => {
  const answer = await post({ query });
  expect(answer.status).toBe(400);
  expect(answer.body['data']).toBeUndefined();
  expect(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_USER_INPUT']).toContain(codeOf(answer));
});

test('production tells nothing about the schema', async () => {
  const production = await startTestApi({
    modules: (platform) => [createServiceModule(platform)],
    config: { mode: 'production' },
  });
  expect((await production.run('{ __schema { types { name } } }')).errors[0]?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const { errors } = await production.run('{ servic { demo } }');
  expect(errors).toEqual([{ code: 'GRAPHQL_VALIDATION_FAILED' }]);
  const response = await production.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query: '{ servic { demo } }' },
  });
  expect(response.body).not.toMatch(/service|mean/);
  await production.close();
});

test('every answer carries the headers that keep it apart', async () => {
  for (const [server, url] of [
    [api.site, '/healthz'],
    [api.app, '/healthz'],
    [api.app, '/nothing'],
    [api.site, '/broken'],
  ] as const) {
    const { headers } = await server.inject(url);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    expect(headers['content-security-policy']).not.toMatch(/unsafe|http:/);
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined();
  }
});

test('what breaks is masked, and logged without its message', async () => {
  const response = await api.site.inject('/broken');
  expect([response.statusCode, response.json()]).toEqual([
    500,
    { code: 'INTERNAL', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  ]);
  expect(api.log.join('')).toContain('http.internal');
  expect(api.log.join('')).not.toContain('people.example');
});

test('an unknown path is NOT_FOUND; a request id of the caller’s is not taken over', async () => {
  const response = await api.app.inject({ url: '/nothing', headers: { 'x-request-id': 'mine', 'request-id': 'mine' } });
  expect([response.statusCode, response.json()]).toEqual([404, { code: 'NOT_FOUND' }]);
  expect(api.log.join('')).not.toContain('"id":"mine"');
});

test('the site’s own forms may post, other sites’ may not, frames are opaque', async () => {
  const send = async (url: string, origin: string | undefined) => {
    const headers = { host: 'localhost:4000', ...(origin === undefined ? {} : { origin }) };
    return (await api.site.inject({ method: 'POST', url, headers, payload: {} })).statusCode;
  };
  expect(await send('/campaigns/x/sign', 'http://localhost:4000')).toBe(404);
  expect(await send('/campaigns/x/sign', undefined)).toBe(404);
  expect(await send('/campaigns/x/sign', 'https://evil.example')).toBe(403);
  expect(await send('/campaigns/x/sign', 'null')).toBe(403);
  expect(await send('/embed/x/sign', 'null')).toBe(404);
});
