import 'reflect-metadata';

import formbody from '@fastify/formbody';
import { connect, type AddressInfo } from 'node:net';

import { createServiceModule } from '../modules/service/index.js';
import { createResourcesModule } from '../modules/resources/index.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';
import { AppError } from './errors.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    modules: (platform) => [
      createServiceModule(platform),
      createResourcesModule(platform),
      {
        resolvers: [],
        siteRoutes: (server) => {
          server.get('/broken', async () => Promise.reject(new Error('ana@people.example')));
          server.get('/long/:word', async () => ({}));
          void server.register(formbody);
          server.post('/form', async ({ headers }) => {
            if (headers['x-limit'] === 'yes') throw new AppError('RATE_LIMITED');
            return {};
          });
        },
      },
    ],
    errorPage: async (_request, status) => (status === 500 ? null : `<p>${status}</p>`),
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

const fields = (count: number) => Array.from({ length: count }, (_, index) => `list${index}: service { demo }`);
const fewAliases = (count: number) => `{ service { demo } ${'...all '.repeat(count)} }
  fragment all on Query { ...pair } fragment pair on Query { service { demo } __typename }`;
const spread = (depth: number) =>
  `{ ...f0 } ${Array.from({ length: depth }, (_, index) =>
    index + 1 === depth
      ? `fragment f${index} on Query { service { demo } }`
      : `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`,
  ).join(' ')}`;

test.each([
  ['six fields under other names', `{ ${fields(6).join(' ')} }`, 400],
  ['five', `{ ${fields(5).join(' ')} }`, 200],
  ['one and four more through fragments', fewAliases(4), 200],
  ['one and five more through fragments', fewAliases(5), 400],
  ['a fragment that doubles twenty times', spread(20), 400],
  ['six in an inline fragment', `{ ... on Query { ${fields(3).join(' ')} } ... { ${fields(3).join(' ')} } }`, 400],
])('%s at the root of one query', async (_what, query, status) => {
  const response = await api.site.inject({ method: 'POST', url: '/graphql', payload: { query } });
  expect(response.statusCode).toBe(status);
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
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const passkeys = server === api.app ? '(self)' : '()';
    expect(headers['permissions-policy']).toContain(`publickey-credentials-get=${passkeys}`);
    expect(headers['permissions-policy']).toContain(`publickey-credentials-create=${passkeys}`);
    expect(headers['x-robots-tag']).toBe(server === api.app ? 'noindex, nofollow' : undefined);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|http:/);
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined();
  }
});

test.each([
  ['an address that cannot be decoded', '/en/%E0%A4%A'],
  ['one that is longer than any of ours', `/long/${'a'.repeat(300)}`],
])('%s is answered like one that leads nowhere, with every header and a line in the log', async (_what, url) => {
  for (const server of [api.site, api.app]) {
    const lines = api.log.length;
    const response = await server.inject(url);
    expect([response.statusCode, response.json()]).toEqual([404, { code: 'NOT_FOUND' }]);
    expect(response.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(api.log.slice(lines).join('')).toContain('"status":404');
    expect(api.log.slice(lines).join('')).not.toMatch(/E0%A4|aaaa/);
  }
});

test('what is no HTTP at all is answered with the headers too, and the line is closed', async () => {
  await api.site.listen({ port: 0, host: '127.0.0.1' });
  const { port } = api.site.server.address() as AddressInfo; // It listens on a port, not a pipe.
  const send = (bytes: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => resolve(answer));
    });
  const answers = [await send('nonsense\r\n\r\n'), await send(`GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`)];
  expect(answers.map((answer) => answer.slice(0, 12))).toEqual(['HTTP/1.1 400', 'HTTP/1.1 431']);
  for (const answer of answers) {
    expect(answer).toMatch(/content-security-policy: default-src 'none'/);
    expect(answer).toMatch(/x-content-type-options: nosniff/);
    expect(answer.endsWith('{"code":"INVALID_INPUT"}')).toBe(true);
  }
});

test('a refused form is answered with a page to a browser, and with a code to everybody else', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html,*/*' };
  const send = async (headers: Record<string, string>, payload = 'a=b') => {
    const response = await api.site.inject({ method: 'POST', url: '/form', headers, payload });
    return [response.statusCode, String(response.headers['content-type']), response.body] as const;
  };
  const refusals = [
    await send({ ...form, origin: 'https://evil.example' }),
    await send({ ...form, 'content-type': 'text/plain' }),
    await send(form, 'x'.repeat(40_000)),
    await send({ ...form, 'x-limit': 'yes' }),
  ];
  expect(refusals).toEqual(
    [403, 415, 413, 429].map((status) => [status, 'text/html; charset=utf-8', `<p>${status}</p>`]),
  );
  const [status, type, body] = await send({ ...form, accept: '*/*', origin: 'https://evil.example' });
  expect([status, type, body]).toEqual([
    403,
    expect.stringContaining('application/json'),
    '{"code":"FORBIDDEN","reason":"origin"}',
  ]);
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
