import 'reflect-metadata';

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { oembedAnswer } from '../modules/embeds/oembed.js';
import { openMailbox } from '../platform/mail/mailbox.js';
import { sitemap } from '../platform/well-known.js';
import { draftInput, draftText, makeDesk } from '../testing/petitions.js';
import { sessionHeaders } from '../testing/start-test-api.js';
import { MARKUP } from './testing/markup.js';
import { sendBytes } from './testing/wire.js';
import { startAttackWorld, type AttackWorld } from './testing/world.js';

let world: AttackWorld;
beforeAll(async () => (world = await startAttackWorld()));
afterAll(() => world.api.close());

const get = (to: 'site' | 'app', target: string, headers = '') =>
  sendBytes(world.ports[to], `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${headers}\r\n`);

describe('ways out to another site', () => {
  test.each([
    '/app//evil.example',
    '/app/%2f%2fevil.example',
    '/app/..//evil.example',
    '/app\\\\evil.example',
    '//evil.example/app',
    '/\\evil.example',
    '/%5cevil.example',
    '/app/https://evil.example',
    '/app?next=https://evil.example',
    '/app/@evil.example',
    '/.well-known/change-password?to=https://evil.example',
    '/favicon.ico?to=//evil.example',
    '/en/app?to=//evil.example',
    'http://evil.example/app',
  ])('%s leads nowhere but to us', async (target) => {
    for (const to of ['site', 'app'] as const) {
      const location = /^location: (.*)\r$/im.exec(await get(to, target))?.[1];
      const { origin } = new URL(location ?? '/', 'http://localhost:4001');
      expect(origin).toBe('http://localhost:4001');
    }
  });
});

describe('lines put into headers', () => {
  test.each([
    '/app/%0d%0aset-cookie:%20a=b',
    '/app/x%0aset-cookie:a=b',
    '/app?x=%0d%0alocation:%20https://evil.example',
    '/app/%E5%98%8A%E5%98%8Dset-cookie:a=b',
    '/embed/x?lang=%0d%0aset-cookie:a=b',
    '/embed/x?partner=%0d%0aset-cookie:a=b',
    '/oembed?url=%0d%0aset-cookie:a=b',
    '/campaigns/%0d%0aset-cookie:a=b/sign',
  ])('%s adds none', async (target) => {
    for (const to of ['site', 'app'] as const) {
      const [head = ''] = (await get(to, target)).split('\r\n\r\n');
      expect(head).not.toMatch(/^set-cookie/im);
      expect(head).not.toMatch(/^location: https:\/\/evil/im);
    }
  });
});

describe('names of somebody else', () => {
  test.each([
    ['forwarded for', 'x-forwarded-for: 10.0.0.1'],
    ['a chain of them', 'x-forwarded-for: 10.0.0.1, 10.0.0.2'],
    ['a real address', 'x-real-ip: 10.0.0.1'],
    ['a client’s address', 'true-client-ip: 10.0.0.1\r\ncf-connecting-ip: 10.0.0.1\r\nforwarded: for=10.0.0.1'],
    ['a forwarded host', 'x-forwarded-host: evil.example'],
    ['a forwarded protocol', 'x-forwarded-proto: https'],
    ['another address', 'x-original-url: /demo/mailbox\r\nx-rewrite-url: /demo/mailbox'],
  ])('%s is not believed from a stranger', async (_name, header) => {
    const answer = await get('site', '/echo', `${header}\r\n`);
    expect(answer).toContain('{"ip":"127.0.0.1","host":"localhost","protocol":"http"}');
  });

  test.each(['evil.example', 'localhost@evil.example', 'localhost:4000.evil.example', '127.0.0.1:0', ''])(
    'host %p appears in no answer',
    async (host) => {
      for (const [to, target] of [
        ['site', '/app/x'],
        ['site', '/robots.txt'],
        ['app', '/.well-known/security.txt'],
      ] as const) {
        const answer = await sendBytes(
          world.ports[to],
          `GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
        );
        expect(answer).not.toContain('evil.example');
      }
    },
  );
});

describe('a session', () => {
  const DASHBOARD = { query: '{ dashboard(language: "en") { news { id } } }' };
  const ask = async (cookie: string, to: 'site' | 'app' = 'app') => {
    const origin = to === 'app' ? 'http://localhost:4001' : 'http://localhost:4000';
    const headers = { origin, cookie };
    return (await world.api[to].inject({ method: 'POST', url: '/graphql', headers, payload: DASHBOARD })).body;
  };
  /** The session's cookie together with the one of the browser it belongs to. */
  const open = async () => (await sessionHeaders(world.api.platform, world.member)).cookie;
  const tokenIn = (cookie: string) => /sos_session=([\w-]{43})/.exec(cookie)?.[1] ?? '';
  const withToken = (cookie: string, token: string) => cookie.replace(tokenIn(cookie), token);
  const REFUSED = expect.stringContaining('UNAUTHENTICATED');

  test('copied, is dead once its owner has signed out', async () => {
    const cookie = await open();
    expect(await ask(cookie)).toContain('"news"');
    await world.api.platform.sessions.end(tokenIn(cookie));
    expect(await ask(cookie)).toEqual(REFUSED);
  });

  test('copied without the browser it belongs to, opens nothing and is ended', async () => {
    const cookie = await open();
    expect(await ask(`sos_session=${tokenIn(cookie)}`)).toEqual(REFUSED);
    expect(await ask(cookie)).toEqual(REFUSED);
  });

  test('copied to the public site, opens nothing there', async () => {
    expect(await ask(await open(), 'site')).toEqual(REFUSED);
  });

  test('one letter away, opens nothing', async () => {
    const cookie = await open();
    const token = tokenIn(cookie);
    const other = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect(await ask(withToken(cookie, other))).toEqual(REFUSED);
    expect(await ask(withToken(cookie, token.toUpperCase()))).toEqual(REFUSED);
  });

  test('of which the database holds only the hash: that opens nothing either', async () => {
    const cookie = await open();
    const [row] = await world.api.database.sql`SELECT encode("tokenHash", 'base64') AS hash FROM "Session" LIMIT 1`;
    const hash = Buffer.from(String(row?.['hash']), 'base64').toString('base64url');
    expect(await ask(withToken(cookie, hash))).toEqual(REFUSED);
  });

  test('of somebody suspended, is dead at once', async () => {
    const token = await open();
    const { account } = world.api.database.prisma;
    await account.update({ where: { id: world.member.id }, data: { status: 'suspended' } });
    expect(await ask(token)).toEqual(REFUSED);
    await account.update({ where: { id: world.member.id }, data: { status: 'active' } });
  });

  test('planted before sign-in, is not the one that is signed in', async () => {
    const planted = await open();
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
    const response = await world.api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { origin: 'http://localhost:4001', cookie: planted },
      payload: { query, variables: { input: { email: 'member@people.example', password: 'correct horse battery' } } },
    });
    const given = String(response.headers['set-cookie']);
    expect(given).toMatch(/sos_session=/);
    expect(given).not.toContain(tokenIn(planted));
    expect(await ask(planted)).toEqual(REFUSED);
  });
});

describe('answers that would tell who has an account', () => {
  const signIn = async (email: string, password = 'wrong') => {
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
    const { statusCode, body, headers } = await world.api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { origin: 'http://localhost:4001' },
      payload: { query, variables: { input: { email, password } } },
    });
    return [statusCode, body, headers['content-length'], headers['set-cookie']];
  };

  let known: unknown;
  test.each([
    ['an unknown address', 'nobody@people.example'],
    ['an address in capitals', 'MEMBER@people.example'],
    ['an address with spaces', '  member@people.example '],
    ['no address', 'x'],
    ['an injection', "member@people.example' --"],
    ['an address of zero bytes', 'member@people.example '],
  ])('%s and a wrong password are one answer', async (_name, email) => {
    known ??= await signIn('member@people.example');
    expect(await signIn(email)).toEqual(known);
  });

  test('somebody else’s draft and one that is not there are one answer, everywhere it could be asked', async () => {
    const { api } = world;
    const { author } = await makeDesk(api);
    const query =
      'mutation ($input: SaveCampaignInput!) { saveCampaign(input: $input) { ... on SaveCampaignSuccess { campaign { slug } } } }';
    const { data } = await api.run(query, { input: draftInput({ texts: [draftText('es'), draftText('en')] }) }, author);
    const { slug } = (data?.['saveCampaign'] as { campaign: { slug: string } }).campaign;
    for (const url of [
      (name: string) => `/oembed?url=http://localhost:4000/en/campaigns/${name}`,
      (name: string) => `/embed/api/campaigns/${name}`,
    ]) {
      const [draft, nothing] = await Promise.all([
        api.site.inject(url(slug)),
        api.site.inject(url('no-such-campaign')),
      ]);
      expect([draft.statusCode, draft.body]).toEqual([nothing.statusCode, nothing.body]);
    }
  });
});

describe('a page that frames or reads ours', () => {
  test.each([
    ['site', '/healthz'],
    ['site', '/robots.txt'],
    ['site', '/demo/mailbox'],
    ['site', '/no-such-page'],
    ['app', '/app'],
    ['app', '/app/cases'],
    ['app', '/healthz'],
    ['app', '/no-such-page'],
  ] as const)('%s %s may not be framed, sniffed or opened from elsewhere', async (to, url) => {
    const { headers } = await world.api[to].inject({
      url,
      headers: { accept: 'text/html', origin: 'https://evil.example' },
    });
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/frame-ancestors 'none'/),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|unsafe-eval|\*|data:/);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('nothing behind sign-in is kept by a browser or a proxy', async () => {
    const asked = [
      { method: 'POST', url: '/graphql', payload: { query: '{ viewer { id } }' } },
      { method: 'POST', url: '/entries/download', payload: { entryId: 'x' } },
      { method: 'POST', url: '/blobs/download', payload: { blobId: 'x', index: 0 } },
      { method: 'GET', url: '/blobs/x/chunks' },
      { method: 'GET', url: '/demo/kits/mine' },
    ] as const;
    for (const request of asked) {
      const { headers } = await world.api.injectAs(world.member, request);
      expect([request.url, headers['cache-control']]).toEqual([request.url, 'no-store']);
    }
  });
});

describe('words that would be code', () => {
  test('are refused where a campaign is written, when they are markup', async () => {
    const { author } = await makeDesk(world.api);
    const query = 'mutation ($input: SaveCampaignInput!) { saveCampaign(input: $input) { __typename } }';
    for (const title of MARKUP.filter((payload) => /^<[a-z]/.test(payload))) {
      const input = draftInput({ texts: [draftText('es', { title }), draftText('en', { title })] });
      const { data } = await world.api.run(query, { input }, author);
      expect([title, data]).toEqual([title, { saveCampaign: { __typename: 'InvalidInputProblem' } }]);
    }
  });

  // Approved texts cannot be changed in the database either; what an older version took is shown all the same.
  test.each(MARKUP)('%s stays words in description and list', (title) => {
    const subject = {
      siteOrigin: 'http://localhost:4000',
      slug: 'x',
      language: 'en',
      partnerKey: null,
      maxWidth: null,
    } as const;
    const { html } = oembedAnswer({ ...subject, title }) as { html: string };
    // Two elements and a link of ours; whatever was typed is text in them.
    expect(html.match(/<[a-z/!][^>]*>/gi)).toHaveLength(6);
    expect(html).not.toMatch(/<(script|img|svg|base|meta|form|style|math|x)\b/i);
    expect(sitemap('http://localhost:4000', [`/campaigns/${title}`])).not.toMatch(
      /<(script|img|svg|base|meta|form)\b/i,
    );
  });

  test('a mail of markup is text in the demo’s mailbox, and its addresses are links to http alone', async () => {
    const mailbox = openMailbox(path.join(world.api.platform.config.dataFolder, 'mailbox'));
    for (const text of MARKUP)
      mailbox.keep({
        to: 'a@b.example',
        from: 'c@d.example',
        subject: text,
        text: `${text} javascript:alert(1) https://x.example/"onclick=alert(1)`,
        date: '2026-12-01T10:00:00.000Z',
      });
    const { body } = await world.api.site.inject('/demo/mailbox');
    expect(body).not.toMatch(/<(script|img|svg|base|form|style|math|iframe)\b/i);
    expect(body).not.toMatch(/<[^>]*\son[a-z]+=/i);
    expect(body).not.toMatch(/href="(?!\/|https?:)/);
  });
});

/** There is nothing to be turned against others: the server calls nobody. A link check or a webhook must come with its own wall. */
test('no source of the server opens a connection to an address that somebody typed', () => {
  const folder = path.resolve(__dirname, '..');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.ts$/.test(file) && !/\.test\.ts$|testing/.test(file),
  );
  const callers = sources.filter((file) =>
    /\bfetch\(|from 'undici'|from 'axios'|\bhttps?\.(get|request)\(|\bnet\.connect\(/.test(
      readFileSync(path.join(folder, file), 'utf8'),
    ),
  );
  expect(callers).toEqual([]);
});
