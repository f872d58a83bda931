import { headersOf } from '../fixtures/api.js';
import { startOtherSite } from '../fixtures/other-site.js';
import { expect, test } from '../fixtures/test.js';

const DASHBOARD = JSON.stringify({ query: '{ dashboard(language: "en") { news { id } } }' });
const VIEWER = JSON.stringify({ query: '{ viewer { displayName } }' });
const JSON_BODY = { 'content-type': 'application/json' };

test('the site never reads the session: the app’s cookie opens nothing there', async ({ sos, request }) => {
  const { cookie } = { cookie: '', ...(await headersOf(sos, 'member1')) };
  const onApp = await request.post(`${sos.app}/graphql`, {
    headers: { ...JSON_BODY, cookie, origin: sos.app },
    data: DASHBOARD,
  });
  expect(await onApp.json()).toHaveProperty('data.dashboard.news');

  const onSite = await request.post(`${sos.site}/graphql`, {
    headers: { ...JSON_BODY, cookie, origin: sos.site },
    data: DASHBOARD,
  });
  expect(await onSite.json()).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  const viewer = await request.post(`${sos.site}/graphql`, {
    headers: { ...JSON_BODY, cookie, origin: sos.site },
    data: VIEWER,
  });
  expect(await viewer.json()).toEqual({ data: { viewer: null } });
  expect(viewer.headers()['set-cookie']).toBeUndefined();
});

test('the session’s cookie is out of reach of scripts and of other sites', async ({ sos, request }) => {
  const { address, password } = sos.account('translator');
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
  const data = { query, variables: { input: { email: address, password } } };
  const answer = await request.post(`${sos.app}/graphql`, { headers: { origin: sos.app }, data });
  expect(answer.headers()['set-cookie']).toMatch(/^sos_session=[\w-]{43};.*HttpOnly/);
  expect(answer.headers()['set-cookie']).toMatch(/SameSite=Strict/);
});

test('a page of another origin, the site included, reads and changes nothing in the app', async ({
  sos,
  visit,
  watch,
}) => {
  watch.excuse(/CORS policy/, /Failed to load resource/, /policy violation: connect-src/, /Content Security Policy/);
  const other = await startOtherSite({ '/': '<!doctype html><title>other</title>' });
  const page = await visit({ as: 'member1' });
  const read = (address: string) =>
    page.evaluate(
      async ([url, body]) => {
        const send = (contentType: string) =>
          fetch(url, { method: 'POST', credentials: 'include', headers: { 'content-type': contentType }, body }).then(
            (answer) => answer.text(),
            () => 'nothing',
          );
        return [await send('application/json'), await send('text/plain')];
      },
      [address, VIEWER] as const,
    );
  await page.goto(`${other.origin}/`);
  expect(await read(`${sos.app}/graphql`)).toEqual(['nothing', 'nothing']);
  await page.goto(`${sos.site}/en`);
  expect(await read(`${sos.app}/graphql`)).toEqual(['nothing', 'nothing']);
  await other.close();
});

test('the app refuses a change that a page of another origin sends with a plain form', async ({ sos, request }) => {
  const { cookie } = { cookie: '', ...(await headersOf(sos, 'member1')) };
  for (const origin of [sos.site, 'http://127.0.0.1:9', 'null']) {
    const answer = await request.post(`${sos.app}/graphql`, {
      headers: { ...JSON_BODY, cookie, origin },
      data: VIEWER,
    });
    expect(answer.status(), origin).toBe(403);
    expect(await answer.text()).not.toContain('viewer');
  }
});

test('addresses of the app lead from the site to the app', async ({ sos, request }) => {
  const answer = await request.get(`${sos.site}/app/cases/new`, { maxRedirects: 0 });
  expect([301, 302, 307, 308]).toContain(answer.status());
  expect(answer.headers()['location']).toBe(`${sos.app}/app/cases/new`);
});

test('nobody frames the app or the site', async ({ sos, visit, watch }) => {
  watch.excuse(/frame-ancestors|Refused to frame|refused to connect|Failed to load resource|Framing/);
  const frames = [`${sos.app}/app`, `${sos.site}/en`].map((address) => `<iframe src="${address}"></iframe>`);
  const other = await startOtherSite({ '/': `<!doctype html><title>other</title>${frames.join('')}` });
  const page = await visit();
  await page.goto(`${other.origin}/`, { waitUntil: 'load' });
  expect(page.frames()).toHaveLength(3);
  for (const frame of page.frames().slice(1)) expect(frame.url()).toMatch(/^chrome-error:/);
  await other.close();
});

test('every document carries the policies that hold the origins apart', async ({ sos, request }) => {
  for (const address of [`${sos.site}/en`, `${sos.site}/en/no-such-page`, `${sos.app}/app`]) {
    const headers = (await request.get(address, { headers: { accept: 'text/html' } })).headers();
    const policy = headers['content-security-policy'] ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy, address).toContain(part);
    }
    expect(policy, address).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
    expect(headers, address).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': address.startsWith(sos.app) ? 'no-referrer' : 'same-origin',
    });
    expect(headers['set-cookie'], address).toBeUndefined();
  }
});

test('neither origin says what it runs on, and both say when they are ready', async ({ sos, request }) => {
  for (const origin of [sos.site, sos.app]) {
    const answer = await request.get(`${origin}/healthz`);
    expect(answer.status()).toBe(200);
    expect(Object.keys(answer.headers()).filter((name) => /^(server|x-powered-by)$/.test(name))).toEqual([]);
  }
});
