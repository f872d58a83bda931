import { SESSION } from '@sos/domain';

import { makeAccount, type TestAccount } from '../../testing/factories.js';
import { startTestApi, type TestApi } from '../../testing/start-test-api.js';
import { absent } from '../../platform/absent.js';
import { createServiceModule } from '../service/index.js';
import { createAccountsModule } from './index.js';
import type { SignInParts } from './sign-in.service.js';

const SIGN_IN = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { __typename
    ... on SignInSuccess { viewer { id displayName roles organisations { name } } }
    ... on SignInFailedProblem { code }
    ... on TooManyAttemptsProblem { retryAfterSeconds } } }`;
const WHO = '{ viewer { id } }';
const PASSWORD = 'correct horse battery staple';

let api: TestApi;
let ana: TestAccount;

beforeAll(async () => {
  api = await startTestApi({ modules: (platform) => [createServiceModule(platform), createAccountsModule(platform)] });
  ana = await makeAccount(api.database, {
    roles: ['member', 'coordinator'],
    email: 'ana@people.example',
    password: PASSWORD,
  });
});
afterAll(() => api.close());

/** What a browser would send back of these. */
function cookiesOf(lines: string | string[] | undefined): string {
  return [lines ?? []]
    .flat()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}

interface Sent {
  readonly cookie?: string;
  readonly from?: string;
  readonly origin?: string | null;
  readonly server?: 'site' | 'app';
}

async function send(
  query: string,
  variables: object,
  { cookie, from = '198.51.100.7', origin, server = 'app' }: Sent = {},
) {
  const sender = origin === undefined ? api.platform.config[server === 'app' ? 'appOrigin' : 'siteOrigin'] : origin;
  return api[server].inject({
    method: 'POST',
    url: '/graphql',
    remoteAddress: from,
    headers: { ...(sender === null ? {} : { origin: sender }), ...(cookie === undefined ? {} : { cookie }) },
    payload: { query, variables },
  });
}

async function signIn(email: string, password: string, sent: Sent = {}) {
  const response = await send(SIGN_IN, { input: { email, password } }, sent);
  const body = response.json<{ data: { signIn: { __typename: string } } }>();
  return {
    response,
    outcome: body.data.signIn,
    cookie: cookiesOf(response.headers['set-cookie']),
  };
}

async function viewerOf(cookie: string, sent: Sent = {}) {
  const response = await send(WHO, {}, { cookie, ...sent });
  return response.json<{ data: { viewer: { id: string } | null } }>().data.viewer;
}

test('the right password opens a session in a cookie that scripts and other sites cannot use', async () => {
  const { response, outcome, cookie } = await signIn('  Ana@People.example ', PASSWORD);
  expect(outcome).toMatchObject({
    __typename: 'SignInSuccess',
    viewer: { id: ana.id, roles: ['coordinator', 'member'] },
  });
  expect(response.headers['set-cookie']).toEqual([
    expect.stringMatching(/^sos_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/),
    expect.stringMatching(/^sos_device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/),
  ]);
  expect(await viewerOf(cookie)).toEqual({ id: ana.id });
});

test('https gives the cookie its __Host- name and Secure', async () => {
  const secure = await startTestApi({
    modules: (platform) => [createAccountsModule(platform)],
    config: { appOrigin: 'https://app.sos.example' },
  });
  const { email } = await makeAccount(secure.database, { roles: ['member'], password: PASSWORD });
  const payload = { query: SIGN_IN, variables: { input: { email, password: PASSWORD } } };
  const response = await secure.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { origin: 'https://app.sos.example' },
    payload,
  });
  expect(response.headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-sos_session=.*; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/),
    expect.stringMatching(/^__Host-sos_device=.*; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/),
  ]);
  expect(response.headers['strict-transport-security']).toMatch(/max-age=63072000/);
  await secure.close();
});

test('unknown address, wrong password, suspended account and nonsense get one answer', async () => {
  await makeAccount(api.database, {
    roles: ['member'],
    email: 'gone@people.example',
    password: PASSWORD,
    status: 'suspended',
  });
  const tries = [
    ['nobody@people.example', PASSWORD],
    ['ana@people.example', 'wrong'],
    ['gone@people.example', PASSWORD],
    ['nonsense', ''],
    ['', 'x'.repeat(300)],
  ];
  for (const [email = '', password = ''] of tries) {
    const { response, outcome } = await signIn(email, password, { from: '192.0.2.9' });
    expect(outcome).toEqual({ __typename: 'SignInFailedProblem', code: 'SIGN_IN_FAILED' });
    expect(response.headers['set-cookie']).toBeUndefined();
  }
});

test('an unknown address costs the same hash as a known one', async () => {
  const { SignInService } = await import('./sign-in.service.js');
  const service = new SignInService(absent() as SignInParts);
  const decoy = await (service as unknown as { decoy: Promise<string> }).decoy;
  const stored = await api.database.prisma.credential.findFirstOrThrow({ where: { accountId: ana.id } });
  const parametersOf = (hash: string) => hash.split('$').slice(1, 4);
  expect(parametersOf(decoy)).toEqual(['argon2id', 'v=19', 'm=65536,t=3,p=1']);
  expect(parametersOf(stored.secret)).toEqual(parametersOf(decoy));
});

test('guessing locks out the guesser, not the owner', async () => {
  const guesses = [];
  for (let attempt = 0; attempt < 9; attempt += 1)
    guesses.push((await signIn('ana@people.example', 'guess', { from: '203.0.113.5' })).outcome);
  expect(guesses.slice(0, 8).every(({ __typename }) => __typename === 'SignInFailedProblem')).toBe(true);
  expect(guesses[8]).toMatchObject({ __typename: 'TooManyAttemptsProblem', retryAfterSeconds: expect.any(Number) });
  // A neighbour's address in the same network counts as the same; the right password does not help there, and helps elsewhere.
  expect((await signIn('ana@people.example', PASSWORD, { from: '203.0.113.99' })).outcome.__typename).toBe(
    'TooManyAttemptsProblem',
  );
  expect((await signIn('ana@people.example', PASSWORD, { from: '198.51.100.8' })).outcome.__typename).toBe(
    'SignInSuccess',
  );
  api.clock.advance(15 * 60_000);
  expect((await signIn('ana@people.example', PASSWORD, { from: '203.0.113.5' })).outcome.__typename).toBe(
    'SignInSuccess',
  );
});

/** What a browser keeps after signing out. */
async function browserOf(email: string): Promise<string> {
  const { cookie } = await signIn(email, PASSWORD, { from: '203.0.113.200' });
  return cookie.split('; ').find((part) => part.startsWith('sos_device=')) ?? '';
}

test('whoever knows an address cannot keep its owner out of a browser they have used', async () => {
  const { email } = await makeAccount(api.database, { roles: ['member'], password: PASSWORD });
  const { email: another } = await makeAccount(api.database, { roles: ['member'], password: PASSWORD });
  const [own, strange] = [await browserOf(email), await browserOf(another)];
  const { rateLimits } = api.platform;
  for (let count = 0; count < 120; count += 1)
    await rateLimits.take('sign-in.address', email, { count: 120, seconds: 3_600 });
  const attempt = async (password: string, cookie?: string) =>
    (await signIn(email, password, { from: '192.0.2.200', ...(cookie === undefined ? {} : { cookie }) })).outcome
      .__typename;
  expect(await attempt(PASSWORD)).toBe('TooManyAttemptsProblem');
  // One that was used with another account is none of theirs.
  expect(await attempt(PASSWORD, strange)).toBe('TooManyAttemptsProblem');
  for (let count = 0; count < 7; count += 1) expect(await attempt('guess', own)).toBe('SignInFailedProblem');
  expect(await attempt(PASSWORD, own)).toBe('SignInSuccess');
  // It has a budget as well: guessing from there ends like guessing from anywhere.
  expect(await attempt(PASSWORD, own)).toBe('TooManyAttemptsProblem');
});

describe('asking for a new password', () => {
  const ASK = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { __typename } }';
  const ask = async (email: string, sent: Sent) =>
    (await send(ASK, { input: { email, language: 'es' } }, sent)).json<{
      data: { requestPasswordReset: { __typename: string } };
    }>().data.requestPasswordReset.__typename;

  test('says the same to everybody, and mails only whoever there is', async () => {
    const account = await makeAccount(api.database, { roles: ['member'] });
    const gone = await makeAccount(api.database, { roles: ['member'], status: 'suspended' });
    await api.deliverMail();
    const before = await api.database.prisma.outbox.count();
    for (const email of [account.email, gone.email, 'nobody@people.example', 'nonsense'])
      expect(await ask(email, { from: '192.0.2.210' })).toBe('ResetAsked');
    // The same work: a row and a mail in waiting for each.
    expect((await api.database.prisma.outbox.count()) - before).toBe(4);
    expect((await api.deliverMail()).map(({ to }) => to)).toEqual([account.email]);
  });

  test('mails three times a day for one network, twenty for all, and for the owner’s browser apart', async () => {
    const { email } = await makeAccount(api.database, { roles: ['member'], password: PASSWORD });
    const { email: another } = await makeAccount(api.database, { roles: ['member'], password: PASSWORD });
    const [own, strange] = [await browserOf(email), await browserOf(another)];
    const mailsAfter = async (times: number, sentBy: (count: number) => Sent) => {
      await api.deliverMail();
      for (let count = 0; count < times; count += 1) expect(await ask(email, sentBy(count))).toBe('ResetAsked');
      return (await api.deliverMail()).length;
    };
    expect(await mailsAfter(5, () => ({ from: '10.9.0.1' }))).toBe(3);
    expect(await mailsAfter(20, (count) => ({ from: `10.9.${count + 1}.1` }))).toBe(17);
    expect(await mailsAfter(1, () => ({ from: '10.9.99.1', cookie: strange }))).toBe(0);
    expect(await mailsAfter(5, () => ({ from: '10.9.99.1', cookie: own }))).toBe(5);
    // Never in silence: whoever sits there can come back, or write to a person.
    expect(await ask(email, { from: '10.9.99.1', cookie: own })).toBe('TooManyAttemptsProblem');
  });
});

test('a session ends after twelve idle hours, after seven days, and when its account is suspended', async () => {
  const { cookie } = await signIn('ana@people.example', PASSWORD);
  api.clock.advance(SESSION.idleMs - 1000);
  expect(await viewerOf(cookie)).toEqual({ id: ana.id });
  api.clock.advance(SESSION.idleMs + 1000);
  expect(await viewerOf(cookie)).toBeNull();

  const second = (await signIn('ana@people.example', PASSWORD)).cookie;
  for (let passed = 0; passed < SESSION.absoluteMs; passed += SESSION.idleMs / 2) {
    expect(await viewerOf(second)).toEqual({ id: ana.id });
    api.clock.advance(SESSION.idleMs / 2);
  }
  expect(await viewerOf(second)).toBeNull();

  const bo = await makeAccount(api.database, { roles: ['member'], password: PASSWORD });
  const third = (await signIn(bo.email, PASSWORD)).cookie;
  await api.database.prisma.account.update({ where: { id: bo.id }, data: { status: 'suspended' } });
  expect(await viewerOf(third)).toBeNull();
});

test('reading does not write: last seen moves at most once a minute', async () => {
  const { cookie } = await signIn('ana@people.example', PASSWORD);
  const lastSeen = async () =>
    (await api.database.prisma.session.findMany({ where: { accountId: ana.id }, orderBy: { createdAt: 'desc' } }))[0]
      ?.lastSeenAt;
  const opened = await lastSeen();
  api.clock.advance(59_000);
  await viewerOf(cookie);
  expect(await lastSeen()).toEqual(opened);
  api.clock.advance(1000);
  await viewerOf(cookie);
  expect(await lastSeen()).toEqual(api.clock.now());
});

test('signing in again ends the session that was presented; signing out ends it at once', async () => {
  const first = (await signIn('ana@people.example', PASSWORD)).cookie;
  const second = (await signIn('ana@people.example', PASSWORD, { cookie: first })).cookie;
  expect(await viewerOf(first)).toBeNull();
  const ended = await api.database.prisma.auditEntry.findMany({ where: { event: 'session.revoked', actorId: ana.id } });
  expect(ended.map(({ facts }) => facts)).toEqual([{ reason: 'replaced' }]);
  const out = await send('mutation { signOut { signedOut } }', {}, { cookie: second });
  expect(out.json()).toEqual({ data: { signOut: { signedOut: true } } });
  // The browser keeps its own name: it opens nothing, and without it the next sign-in would look like a stranger's.
  expect(out.headers['set-cookie']).toEqual([expect.stringMatching(/^sos_session=; Max-Age=0; /)]);
  expect(await viewerOf(second)).toBeNull();
});

test('the tokens of session and browser are stored as hashes only', async () => {
  const { cookie } = await signIn('ana@people.example', PASSWORD);
  const tokens = cookie.split('; ').map((part) => part.split('=')[1] ?? '');
  const dump = JSON.stringify([
    await api.database.sql`SELECT encode("tokenHash", 'escape') AS hash, "Session".* FROM "Session"`,
    await api.database.sql`SELECT encode("hash", 'escape') AS hash2, "Device".* FROM "Device"`,
    await api.database.sql`SELECT "AuditEntry".* FROM "AuditEntry"`,
  ]);
  for (const token of tokens) {
    expect(token).toHaveLength(43);
    expect(dump).not.toContain(token);
    expect(api.log.join('\n')).not.toContain(token);
  }
});

test('the site reads no cookie and signs nobody in', async () => {
  const { cookie } = await signIn('ana@people.example', PASSWORD);
  expect(await viewerOf(cookie, { server: 'site' })).toBeNull();
  const response = await send(
    SIGN_IN,
    { input: { email: 'ana@people.example', password: PASSWORD } },
    { server: 'site' },
  );
  expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', reason: 'origin' } }] });
  expect(response.headers['set-cookie']).toBeUndefined();
});

test('another origin cannot act in the name of a session', async () => {
  const { cookie } = await signIn('ana@people.example', PASSWORD);
  for (const origin of ['https://evil.example', 'null', 'http://localhost:4000', null]) {
    const response = await send(WHO, {}, { cookie, origin });
    expect([response.statusCode, response.json()]).toEqual([403, { code: 'FORBIDDEN', reason: 'origin' }]);
  }
  // A form of another site, without JavaScript.
  const form = await api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'text/plain' },
    payload: '{"query":"{ viewer { id } }"}',
  });
  expect([form.statusCode, form.json()]).toEqual([415, { code: 'MEDIA_TYPE' }]);
});

test('the demo gives each account its own locked kit and nobody else’s', async () => {
  const { mkdirSync, writeFileSync } = await import('node:fs');
  const folder = `${api.platform.config.dataFolder}/demo-kits`;
  mkdirSync(folder);
  writeFileSync(`${folder}/${ana.id}.asc`, 'ana’s kit');
  const bo = await makeAccount(api.database, { roles: ['responder'] });
  expect((await api.injectAs(ana, { method: 'GET', url: '/demo/kits/mine' })).body).toBe('ana’s kit');
  expect((await api.injectAs(bo, { method: 'GET', url: '/demo/kits/mine' })).json()).toEqual({ code: 'NOT_FOUND' });
  expect((await api.app.inject('/demo/kits/mine')).json()).toEqual({ code: 'UNAUTHENTICATED' });
  expect((await api.site.inject('/demo/kits/mine')).statusCode).toBe(404);
});
