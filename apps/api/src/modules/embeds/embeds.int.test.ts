import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { makeOrganisation } from '../../testing/factories.js';
import {
  makeDesk,
  move,
  openPetition,
  startPetitionApi,
  type Desk,
  type OpenPetition,
  type PetitionApi,
} from '../../testing/petitions.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-widget-'));
let petition: PetitionApi;
let desk: Desk;
let open: OpenPetition;

beforeAll(async () => {
  for (const name of ['embed', 'frame']) writeFileSync(path.join(folder, `${name}.1234.js`), `/* ${name} */`);
  writeFileSync(
    path.join(folder, 'manifest.json'),
    JSON.stringify({ 'embed.js': 'embed.1234.js', 'frame.js': 'frame.1234.js' }),
  );
  petition = await startPetitionApi(folder);
  desk = await makeDesk(petition.api);
  open = await openPetition(petition.api, desk);
  const organisation = await makeOrganisation(petition.api.database);
  await petition.api.database.prisma.partner.create({
    data: {
      key: 'river-watch',
      name: 'River Watch',
      origins: ['https://river.example', 'https://*.river.example', 'https://x.example; script-src *'],
      organisationId: organisation.id,
    },
  });
});
afterAll(async () => {
  await petition.api.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  petition.api.site.inject({ method: 'GET', url, headers });
const policyOf = async (url: string): Promise<string> => String((await get(url)).headers['content-security-policy']);

describe('the frame', () => {
  test('is opaque wherever it is shown, keeps nothing, and may be shown anywhere without a key', async () => {
    const response = await get(`/embed/${open.slug}?lang=es`, { cookie: 'sos_session=abc' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(response.headers['x-frame-options']).toBeUndefined();
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toMatch(/^sandbox allow-scripts allow-forms allow-popups; default-src 'none';/);
    expect(policy).not.toContain('allow-same-origin');
    expect(policy).toMatch(/frame-ancestors \*$/);
    expect(response.json()).toMatchObject({
      slug: open.slug,
      language: 'es',
      partnerKey: null,
      signAction: `http://localhost:4000/embed/${open.slug}/sign?lang=es`,
    });
  });

  test('with a partner’s key is shown on that partner’s sites only, and a stored origin cannot write a policy', async () => {
    const policy = await policyOf(`/embed/${open.slug}?lang=en&partner=river-watch`);
    expect(policy).toMatch(/; frame-ancestors 'self' https:\/\/river\.example https:\/\/\*\.river\.example$/);
    expect((await get(`/embed/${open.slug}?partner=river-watch`)).json()).toMatchObject({
      partnerKey: 'river-watch',
      partnerName: 'River Watch',
    });
  });

  test('with an unknown key counts for nobody', async () => {
    const response = await get(`/embed/${open.slug}?partner=nobody`);
    expect(response.json()).toMatchObject({ partnerKey: null, partnerName: null });
    expect(String(response.headers['content-security-policy'])).toMatch(/frame-ancestors \*$/);
  });

  test('of what is not public does not exist', async () => {
    expect((await get('/embed/nothing-here')).statusCode).toBe(404);
    expect((await get('/embed/%22%3E%3Cscript%3E')).statusCode).toBe(404);
  });

  test('takes a plain form from its opaque origin and counts it for the partner', async () => {
    const token = petition.signatures.formToken();
    petition.api.clock.advance(4_000);
    const payload = new URLSearchParams({
      name: 'Ada',
      email: 'ada@embed.example',
      formToken: token,
      partner: 'somebody-else',
    }).toString();
    const response = await petition.api.site.inject({
      method: 'POST',
      url: `/embed/${open.slug}/sign?lang=en&partner=river-watch`,
      payload,
      headers: { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(response.statusCode).toBe(200);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    const { ref } = response.json<{ state: { result: { kind: string; ref: string } } }>().state.result;
    const [mail] = await petition.api.deliverMail();
    const code = /^(\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? '';
    const sendCode = (digits: string) =>
      petition.api.site.inject({
        method: 'POST',
        url: `/embed/${open.slug}/code?lang=en&partner=river-watch`,
        payload: new URLSearchParams({ ref, code: digits }).toString(),
        headers: { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await sendCode('nonsense')).json()).toMatchObject({
      state: { result: { kind: 'code', status: 'code_wrong', ref } },
    });
    expect((await sendCode(code)).json()).toMatchObject({ state: { result: { kind: 'code_confirmed' } } });
    await petition.api.runJob('signatures.roll-up');
    const { data } = await petition.api.run(
      `query ($id: ID!) { deskCampaign(id: $id) { breakdown { byPartner { name confirmed } } } }`,
      { id: open.id },
      desk.coordinator,
    );
    expect(data).toMatchObject({ deskCampaign: { breakdown: { byPartner: [{ name: 'River Watch', confirmed: 1 }] } } });
  });
});

describe('the public API', () => {
  test('answers any origin without credentials', async () => {
    const preflight = await petition.api.site.inject({
      method: 'OPTIONS',
      url: '/embed/api/sign',
      headers: {
        origin: 'null',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'content-type',
    });
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    for (const url of ['/embed/api/challenge', '/embed/api/campaigns/nothing'])
      expect((await get(url)).headers['access-control-allow-origin']).toBe('*');
  });

  test('keeps the fields it promised', async () => {
    const other = await openPetition(petition.api, desk, { goal: 5000 });
    await petition.api.runJob('signatures.roll-up');
    expect((await get(`/embed/api/campaigns/${other.slug}?lang=es`)).json()).toEqual({
      slug: other.slug,
      status: 'open',
      title: expect.any(String),
      url: `http://localhost:4000/es/campaigns/${other.slug}`,
      confirmed: 0,
      asOf: expect.stringMatching(/^\d{4}-.*Z$/),
      goal: 5000,
      takesSignatures: true,
      paused: false,
    });
  });

  test('gives a clean code for a body that is not JSON, for nothing, and for an unknown campaign', async () => {
    const post = (payload: string, type = 'application/json') =>
      petition.api.site.inject({
        method: 'POST',
        url: '/embed/api/sign',
        payload,
        headers: { 'content-type': type, origin: 'null' },
      });
    expect(await post('{oops')).toMatchObject({ statusCode: 400 });
    expect((await post('[]')).json()).toEqual({ code: 'NOT_FOUND' });
    expect((await post('{}', 'text/plain')).statusCode).toBe(415);
    expect((await post(JSON.stringify({ slug: open.slug, name: 'x'.repeat(40_000) }))).statusCode).toBe(413);
    expect((await post(JSON.stringify({ slug: open.slug }))).json()).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [
        { field: 'name', code: 'name_missing' },
        { field: 'email', code: 'email_missing' },
      ],
    });
  });
});

describe('oEmbed', () => {
  const ask = (url: string, more = '') => get(`/oembed?url=${encodeURIComponent(url)}${more}`);

  test('describes a petition in the shape WordPress keeps', async () => {
    const response = await ask(
      `http://localhost:4000/es/campaigns/${open.slug}?partner=river-watch`,
      '&format=json&maxwidth=480',
    );
    expect(response.headers['content-type']).toMatch(/^application\/json/);
    const answer = response.json<Record<string, string>>();
    expect(answer).toMatchObject({
      version: '1.0',
      type: 'rich',
      provider_name: 'SOS',
      width: 480,
      height: expect.any(Number),
      title: expect.any(String),
    });
    expect(answer['html']).toMatch(
      /^<blockquote class="wp-embedded-content"><a href="[^"]+">[^<]+<\/a><\/blockquote><iframe class="wp-embedded-content" sandbox="allow-scripts" src="/,
    );
    expect(answer['html']).toContain(`/embed/${open.slug}?lang=es&#38;partner=river-watch`);
    expect(answer['html']).not.toContain('<script');
  });

  test('escapes a title, refuses XML, and knows only our own public addresses', async () => {
    const title = `Water & "light" 'now' ${Date.now()}`;
    const texts = ['es', 'en'].map((language) => ({
      language,
      title,
      summary: 'S',
      body: 'B',
      demands: ['D'],
      country: 'C',
    }));
    const quoted = await openPetition(petition.api, desk, { texts });
    expect((await ask(`http://localhost:4000/campaigns/${quoted.slug}`)).json<{ html: string }>().html).toContain(
      'Water &#38; &#34;light&#34; &#39;now&#39;',
    );
    expect((await ask(`http://localhost:4000/campaigns/${open.slug}`, '&format=xml')).statusCode).toBe(501);
    for (const url of [
      '',
      'nonsense',
      'https://evil.example/campaigns/x',
      'http://localhost:4000/resources/x',
      'http://localhost:4000/campaigns/archive',
      'http://localhost:4000/campaigns/unknown',
    ]) {
      expect((await ask(url)).statusCode).toBe(404);
    }
  });

  test('a suspended petition is still described: its page says why', async () => {
    const other = await openPetition(petition.api, desk);
    await move(petition.api, desk.coordinator, other.id, 'suspended', [
      { language: 'en', text: 'x' },
      { language: 'es', text: 'x' },
    ]);
    expect((await ask(`http://localhost:4000/campaigns/${other.slug}`)).statusCode).toBe(200);
  });
});

test('the two scripts are served to any site, from one address for years', async () => {
  for (const [url, body] of [
    ['/embed.js', '/* embed */'],
    ['/embed/frame.js', '/* frame */'],
  ] as const) {
    const response = await get(url);
    expect(response.body).toBe(body);
    expect(response.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    });
  }
});
