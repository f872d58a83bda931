import type { InjectOptions } from 'fastify';
import { randomUUID } from 'node:crypto';

import { sessionHeaders } from '../../testing/start-test-api.js';
import type { AttackWorld } from './world.js';

export interface RequestAttack {
  readonly name: string;
  readonly to: 'site' | 'app';
  /** With a member's session and origin, unless the request says otherwise. */
  readonly signedIn?: true;
  readonly request: InjectOptions;
}

const JSON_BODY = { 'content-type': 'application/json' };
const OCTETS = { 'content-type': 'application/octet-stream' };
const DASHBOARD = { query: '{ dashboard(language: "en") { news { id } } }' };
const id = randomUUID();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const session = (name: string, headers: Record<string, string>): RequestAttack => ({
  name: `session: ${name}`,
  to: 'app',
  request: {
    method: 'POST',
    url: '/graphql',
    headers: { ...JSON_BODY, origin: 'http://localhost:4001', ...headers },
    payload: DASHBOARD,
  },
});
const SESSIONS = [
  session('none', {}),
  session('an empty cookie', { cookie: 'sos_session=' }),
  session('a guess', { cookie: `sos_session=${'A'.repeat(43)}` }),
  session('a guess a million letters long', { cookie: `sos_session=${'A'.repeat(12_000)}` }),
  session('an account’s id', { cookie: `sos_session=${id}` }),
  session('an injection', { cookie: `sos_session=' OR 1=1--${'x'.repeat(30)}` }),
  session('JSON for a cookie', { cookie: 'sos_session={"accountId":1}' }),
  session('a token that says who it is', { cookie: 'sos_session=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.' }),
  session('the secure cookie’s name', { cookie: `__Host-sos_session=${'A'.repeat(43)}` }),
  session('a header that proxies set', {
    'x-user': 'administrator',
    'x-forwarded-user': 'administrator',
    'x-remote-user': 'administrator',
  }),
  session('a basic sign-in', { authorization: 'Basic YWRtaW46YWRtaW4=' }),
  session('a bearer that is none', { authorization: `Bearer sos_pat_${'A'.repeat(49)}` }),
  session('a bearer of nobody’s', { authorization: 'Bearer null' }),
  session('a role in a header', { 'x-role': 'administrator', role: 'administrator' }),
];

const forged = (
  name: string,
  headers: Record<string, string>,
  payload: string | object = DASHBOARD,
): RequestAttack => ({
  name: `forgery: ${name}`,
  to: 'app',
  signedIn: true,
  request: { method: 'POST', url: '/graphql', headers: { ...JSON_BODY, ...headers }, payload },
});
const FORGERIES: readonly RequestAttack[] = [
  forged('from another site', { origin: 'https://evil.example' }),
  forged('from the public site', { origin: 'http://localhost:4000' }),
  forged('from nowhere', { origin: 'null' }),
  forged('from a name that begins like ours', { origin: 'http://localhost:4001.evil.example' }),
  forged('from a name that ends like ours', { origin: 'http://evil-localhost:4001' }),
  forged('from ours over another protocol', { origin: 'https://localhost:4001' }),
  forged('from ours with a path', { origin: 'http://localhost:4001/' }),
  forged('from ours in capitals', { origin: 'HTTP://LOCALHOST:4001' }),
  forged('with no origin and a session', { origin: '' }),
  forged('that names our host as well', { origin: 'https://evil.example', host: 'evil.example' }),
  forged('by a form', { origin: 'https://evil.example', ...FORM }, 'query={viewer{id}}'),
  forged('by text', { origin: 'https://evil.example', 'content-type': 'text/plain' }, JSON.stringify(DASHBOARD)),
  {
    name: 'forgery: reading by an address',
    to: 'app',
    signedIn: true,
    request: { method: 'GET', url: '/graphql?query={viewer{id}}' },
  },
  {
    name: 'forgery: another method in a header',
    to: 'app',
    signedIn: true,
    request: { method: 'GET', url: '/graphql', headers: { 'x-http-method-override': 'POST' } },
  },
  {
    name: 'forgery: PUT for POST',
    to: 'app',
    signedIn: true,
    request: { method: 'PUT', url: '/graphql', payload: DASHBOARD },
  },
  { name: 'forgery: DELETE', to: 'app', signedIn: true, request: { method: 'DELETE', url: '/graphql' } },
  {
    name: 'forgery: an entry from another site',
    to: 'app',
    signedIn: true,
    request: {
      method: 'PUT',
      url: `/entries/${id}`,
      headers: { ...OCTETS, origin: 'https://evil.example' },
      payload: 'x',
    },
  },
  {
    name: 'forgery: a signature from another site',
    to: 'site',
    request: {
      method: 'POST',
      url: '/en/campaigns/x/sign',
      headers: { ...FORM, origin: 'https://evil.example' },
      payload: 'name=a',
    },
  },
  {
    name: 'forgery: a signature from a frame that is not ours',
    to: 'site',
    request: { method: 'POST', url: '/campaigns/x/sign', headers: { ...FORM, origin: 'null' }, payload: 'name=a' },
  },
  {
    name: 'forgery: a preflight for the app',
    to: 'app',
    request: {
      method: 'OPTIONS',
      url: '/graphql',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    },
  },
];

const entry = (
  name: string,
  payload: string | Buffer,
  headers: Record<string, string> = OCTETS,
  url = `/entries/${id}`,
): RequestAttack => ({
  name: `upload: ${name}`,
  to: 'app',
  signedIn: true,
  request: { method: 'PUT', url, headers, payload },
});
const HEAD = { caseId: id, audience: 'case', rosterVersion: 1, language: 'en', newCase: true };
const withHead = (head: object | string, packets = 'x') =>
  Buffer.from(`${typeof head === 'string' ? head : JSON.stringify(head)}\n${packets}`);
const UPLOADS: readonly RequestAttack[] = [
  {
    name: 'upload: without a session',
    to: 'app',
    request: { method: 'PUT', url: `/entries/${id}`, headers: OCTETS, payload: 'x' },
  },
  {
    name: 'upload: on the public site',
    to: 'site',
    request: { method: 'PUT', url: `/entries/${id}`, headers: OCTETS, payload: 'x' },
  },
  entry('nothing', ''),
  entry('no head', 'x'.repeat(2_000)),
  entry('a head that is no JSON', withHead('{')),
  entry('a head that is a list', withHead([])),
  entry('a head with the prototype', withHead(`{"__proto__":{"polluted":true},${JSON.stringify(HEAD).slice(1)}`)),
  entry('a head with one field more', withHead({ ...HEAD, admin: true })),
  entry('a head in broken letters', Buffer.concat([Buffer.from([0xff, 0xfe, 0x7b]), withHead(HEAD)])),
  entry('an audience that is none', withHead({ ...HEAD, audience: 'everybody' })),
  entry('plain words', withHead(HEAD, 'They took her this morning.')),
  entry('a page', withHead(HEAD, '<script>alert(1)</script>')),
  entry('an archive', withHead(HEAD, 'PK\u0003\u0004')),
  entry('a program', withHead(HEAD, '\u007fELF')),
  entry('an armoured message', withHead(HEAD, '-----BEGIN PGP MESSAGE-----\n\nwcBM\n-----END PGP MESSAGE-----')),
  entry('a packet without end', withHead(HEAD, '\u00d2\u00ff\u00ff\u00ff\u00ff\u00ff')),
  entry('JSON where bytes belong', '{}', JSON_BODY),
  entry('a form where bytes belong', 'a=b', FORM),
  entry('more than an entry may hold', Buffer.alloc(600_000, 1)),
  entry('under a path for an id', withHead(HEAD), OCTETS, '/entries/..%2f..%2fetc'),
  entry('under an id that is none', withHead(HEAD), OCTETS, '/entries/1'),
  entry('a chunk of a file nobody began', 'x', OCTETS, `/blobs/${id}/chunks/0`),
  entry('a chunk before the first', 'x', OCTETS, `/blobs/${id}/chunks/-1`),
  entry('a chunk beyond all', 'x', OCTETS, `/blobs/${id}/chunks/99999999999`),
  entry('a chunk in sixteens', 'x', OCTETS, `/blobs/${id}/chunks/0x1`),
  entry('a chunk by a path', 'x', OCTETS, `/blobs/${id}/chunks/..%2f..%2fkey`),
  entry('a file by a path', 'x', OCTETS, '/blobs/..%2f..%2fsecrets.json'),
  {
    name: 'download: by an object',
    to: 'app',
    signedIn: true,
    request: { method: 'POST', url: '/entries/download', payload: { entryId: { $ne: null } } },
  },
  {
    name: 'download: by a list',
    to: 'app',
    signedIn: true,
    request: { method: 'POST', url: '/entries/download', payload: [id] },
  },
  {
    name: 'download: of nobody’s entry',
    to: 'app',
    signedIn: true,
    request: { method: 'POST', url: '/entries/download', payload: { entryId: id } },
  },
  {
    name: 'download: of a path',
    to: 'app',
    signedIn: true,
    request: { method: 'POST', url: '/blobs/download', payload: { blobId: '../../secrets.json', index: 0 } },
  },
  {
    name: 'download: of half a chunk',
    to: 'app',
    signedIn: true,
    request: { method: 'POST', url: '/blobs/download', payload: { blobId: id, index: 0.5 } },
  },
  {
    name: 'download: of somebody’s kit by a path',
    to: 'app',
    signedIn: true,
    request: { method: 'GET', url: '/demo/kits/..%2f..%2fsecrets.json' },
  },
  { name: 'download: of one’s own kit, signed out', to: 'app', request: { method: 'GET', url: '/demo/kits/mine' } },
];

const TOKENS = ['x', '..%2f..%2fetc', 'A'.repeat(190), '%00', "'%20OR%201=1", Buffer.alloc(32).toString('base64url')];
const LINKS: readonly RequestAttack[] = TOKENS.flatMap((token) => [
  {
    name: `link: confirming with ${token.slice(0, 20)}`,
    to: 'site' as const,
    request: { method: 'POST' as const, url: `/en/signatures/confirm/${token}`, headers: FORM, payload: '' },
  },
  {
    name: `link: withdrawing with ${token.slice(0, 20)}`,
    to: 'site' as const,
    request: {
      method: 'POST' as const,
      url: `/en/signatures/withdraw/${token}`,
      headers: FORM,
      payload: 'action=disown',
    },
  },
]);

const PUBLIC: readonly RequestAttack[] = [
  {
    name: 'public: a description of another site’s page',
    to: 'site',
    request: { url: '/oembed?url=http://169.254.169.254/latest/meta-data/' },
  },
  { name: 'public: a description of a file', to: 'site', request: { url: '/oembed?url=file:///etc/passwd' } },
  {
    name: 'public: a description of a name that begins like ours',
    to: 'site',
    request: { url: '/oembed?url=http://localhost:4000@evil.example/en/campaigns/x' },
  },
  { name: 'public: a description by two addresses', to: 'site', request: { url: '/oembed?url=a&url=b' } },
  {
    name: 'public: a description as XML',
    to: 'site',
    request: { url: '/oembed?url=http://localhost:4000/en/campaigns/x&format=xml' },
  },
  { name: 'public: a frame of a path', to: 'site', request: { url: '/embed/..%2f..%2fetc' } },
  { name: 'public: a frame of another’s markup', to: 'site', request: { url: '/embed/%3Cscript%3E' } },
  { name: 'public: a count of an injection', to: 'site', request: { url: "/embed/api/campaigns/x'%20OR%201=1--" } },
  {
    name: 'public: a signature that is a list',
    to: 'site',
    request: { method: 'POST', url: '/embed/api/sign', headers: { origin: 'null' }, payload: [1, 2] },
  },
  {
    name: 'public: a signature with the prototype',
    to: 'site',
    request: {
      method: 'POST',
      url: '/embed/api/sign',
      headers: { ...JSON_BODY, origin: 'null' },
      payload: '{"__proto__":{"polluted":true},"slug":"x"}',
    },
  },
  {
    name: 'public: a form with the prototype',
    to: 'site',
    request: {
      method: 'POST',
      url: '/campaigns/x/sign',
      headers: FORM,
      payload: '__proto__[polluted]=1&constructor[prototype][polluted]=1&name=a',
    },
  },
  {
    name: 'public: a form with a thousand fields',
    to: 'site',
    request: {
      method: 'POST',
      url: '/campaigns/x/sign',
      headers: FORM,
      payload: Array.from({ length: 3_000 }, (_, n) => `f${n}=1`).join('&'),
    },
  },
  {
    name: 'public: a form that is too long',
    to: 'site',
    request: { method: 'POST', url: '/campaigns/x/sign', headers: FORM, payload: `name=${'a'.repeat(40_000)}` },
  },
  {
    name: 'public: a code that is a list',
    to: 'site',
    request: {
      method: 'POST',
      url: '/embed/api/confirm',
      headers: { origin: 'null' },
      payload: { ref: ['x'], code: [1] },
    },
  },
  {
    name: 'public: a code for nobody’s signature',
    to: 'site',
    request: {
      method: 'POST',
      url: '/embed/api/confirm',
      headers: { origin: 'null' },
      payload: { ref: 'x'.repeat(80), code: '000000' },
    },
  },
  {
    name: 'public: a page named by a zero byte',
    to: 'site',
    request: { method: 'POST', url: '/campaigns/%00/sign', headers: FORM, payload: 'name=a' },
  },
];

export const REQUEST_ATTACKS: readonly RequestAttack[] = [...SESSIONS, ...FORGERIES, ...UPLOADS, ...LINKS, ...PUBLIC];

export async function send({ api, member }: AttackWorld, { to, signedIn, request }: RequestAttack) {
  if (!signedIn) return api[to].inject(request);
  if (request.headers?.['origin'] !== '') return api.injectAs(member, request);
  // `injectAs` fills in what a browser would say; an empty origin stands for none.
  const { cookie } = await sessionHeaders(api.platform, member);
  const { origin: _none, ...headers } = request.headers;
  return api.app.inject({ ...request, headers: { ...headers, cookie } });
}
