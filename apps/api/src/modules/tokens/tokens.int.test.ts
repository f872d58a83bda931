import { sessionHeaders } from '../../testing/start-test-api.js';
import 'reflect-metadata';

import { randomUUID } from 'node:crypto';

import { isAccessToken, newAccessToken } from '../../platform/access-tokens.js';
import { makeAccount, type TestAccount } from '../../testing/factories.js';
import { makeDesk, openPetition, startPetitionApi } from '../../testing/petitions.js';
import type { TestApi } from '../../testing/start-test-api.js';
import { createTokensModule } from './index.js';

let api: TestApi;
let partner: TestAccount;
let other: TestAccount;
beforeAll(async () => {
  ({ api } = await startPetitionApi('/nowhere', (platform) => [createTokensModule(platform)]));
  partner = await makeAccount(api.database, { roles: ['partner'] });
  other = await makeAccount(api.database, { roles: ['partner'] });
});
afterAll(() => api.close());

const ISSUE = `mutation ($input: IssueTokenInput!) { issueToken(input: $input) { __typename
  ... on IssueTokenSuccess { secret token { id name scopes expiresAt lastUsedOn organisation { id } } } ... on TokenRefusedProblem { code } } }`;
const REVOKE = 'mutation ($id: ID!) { revokeToken(id: $id) { id } }';
const LIST = '{ myTokens { id name lastUsedOn } }';
const COUNTS = '{ ownEmbedCounts(language: "en") { partnerName campaignSlug campaignTitle confirmed } }';
const CAMPAIGNS = '{ campaigns(language: "en", filter: { list: "open" }) { slug } }';

interface Issued {
  readonly code?: string;
  readonly secret: string;
  readonly token: { readonly id: string; readonly expiresAt: string };
}

async function issue(as: TestAccount, changes: Record<string, unknown> = {}): Promise<Issued> {
  const input = {
    organisationId: as.organisation.id,
    name: 'Counter',
    scopes: ['embeds.readOwnCounts'],
    days: 30,
    ...changes,
  };
  const { data, errors } = await api.run(ISSUE, { input }, as);
  return (errors[0] ?? data?.['issueToken']) as Issued; // The query above asked for exactly this.
}

async function ask(token: string, query: string, headers: Record<string, string> = {}, origin: 'app' | 'site' = 'app') {
  const response = await api[origin].inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${token}`, ...headers },
    payload: { query },
  });
  const body = response.json<{ code?: string; data?: object | null; errors?: { extensions: { code: string } }[] }>();
  return body.code ?? body.errors?.[0]?.extensions.code ?? body.data;
}

test('a token is shown once, kept as a hash, and its making leaves a trace', async () => {
  const { secret, token } = await issue(partner);
  expect(isAccessToken(secret)).toBe(true);
  const [row] = await api.database
    .sql`SELECT row_to_json(t)::text AS row FROM "AccessToken" t WHERE "id" = ${token.id}::uuid`;
  expect(String(row?.['row'])).not.toContain(secret.slice(8, 20));
  expect(await api.database.prisma.auditEntry.findMany({ where: { subjectId: token.id } })).toMatchObject([
    { event: 'token.issued', actorId: partner.id, facts: { scopes: 'embeds.readOwnCounts', days: '30' } },
  ]);
  expect(api.log.join('')).not.toContain(secret);
  // Whoever made it may not be the owner.
  const [mail, ...more] = await api.deliverMail();
  expect([mail?.to, mail?.subject, more]).toEqual([partner.email, 'A token was made in your account', []]);
  expect(mail?.text).not.toContain(secret);
});

test.each([
  ['a name that is none', { name: '  ' }, 'name'],
  ['a name of two lines', { name: 'a\nb' }, 'name'],
  ['a scope that no partner has', { scopes: ['cases.read'] }, 'scopes'],
  ['no scope', { scopes: [] }, 'scopes'],
  ['more than a year', { days: 366 }, 'days'],
  ['no time at all', { days: 0 }, 'days'],
  ['somebody else’s organisation', { organisationId: randomUUID() }, 'NOT_FOUND'],
  ['an id that is none', { organisationId: "' OR 1=1" }, 'NOT_FOUND'],
])('%s is refused', async (_what, changes, code) => {
  expect((await issue(partner, changes)).code).toBe(code);
});

test('asks for the person again before it is made, and only of partners', async () => {
  const headers = await sessionHeaders(api.platform, partner);
  api.clock.advance(11 * 60_000);
  const input = { organisationId: partner.organisation.id, name: 'x', scopes: ['campaigns.read'], days: 1 };
  const response = await api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers,
    payload: { query: ISSUE, variables: { input } },
  });
  expect(response.body).toContain('STEP_UP_REQUIRED');
  const member = await makeAccount(api.database, { roles: ['member'] });
  expect((await issue(member)).code).toBe('FORBIDDEN');
});

test('opens what its scopes say and nothing else, whatever its owner may do', async () => {
  const { secret } = await issue(partner);
  expect(await ask(secret, COUNTS)).toEqual({ ownEmbedCounts: [] });
  for (const query of [CAMPAIGNS, LIST, 'mutation { revokeToken(id: "x") { id } }'])
    expect(await ask(secret, query)).toBe('FORBIDDEN');
  const { secret: wide } = await issue(partner, { scopes: ['campaigns.read', 'resources.read'] });
  expect(await ask(wide, CAMPAIGNS)).toEqual({ campaigns: [] });
  expect(await ask(wide, COUNTS)).toBe('FORBIDDEN');
});

test('with a cookie beside it, on another route or on the site it opens nothing', async () => {
  const { secret } = await issue(partner, { scopes: ['campaigns.read', 'embeds.readOwnCounts'] });
  expect(await ask(secret, COUNTS, { cookie: 'a=b' })).toBe('FORBIDDEN');
  expect(await ask(secret, COUNTS, { origin: 'https://evil.example' })).toBe('FORBIDDEN');
  expect(await ask(secret, COUNTS, {}, 'site')).toBe('UNAUTHENTICATED');
});

test.each([
  ['another one', () => newAccessToken()],
  ['one letter less', (secret: string) => secret.slice(0, -1)],
  ['another letter', (secret: string) => `${secret.slice(0, 20)}${secret[20] === 'a' ? 'b' : 'a'}${secret.slice(21)}`],
  ['a session’s shape', () => 'a'.repeat(43)],
  ['nothing', () => ''],
])('%s is no token, and is told so', async (_what, change) => {
  const { secret } = await issue(other);
  expect(await ask(change(secret), CAMPAIGNS)).toBe('UNAUTHENTICATED');
  await api.database.sql`DELETE FROM "AccessToken" WHERE "tokenHash" IS NOT NULL`;
});

const ENDINGS: readonly (readonly [string, (account: TestAccount, id: string) => Promise<unknown>])[] = [
  ['it is revoked', async (account, id) => api.run(REVOKE, { id }, account)],
  ['it has run out', async () => api.clock.advance(31 * 86_400_000)],
  [
    'its owner is suspended',
    ({ id }) => api.database.prisma.account.update({ where: { id }, data: { status: 'suspended' } }),
  ],
  [
    'the membership has ended',
    ({ id }) =>
      api.database.prisma.membership.updateMany({ where: { accountId: id }, data: { until: api.clock.now() } }),
  ],
  [
    'its owner is no partner any more',
    ({ id }) => api.database.prisma.membership.updateMany({ where: { accountId: id }, data: { roles: ['member'] } }),
  ],
  [
    'the organisation is suspended',
    ({ organisation: { id } }) =>
      api.database.prisma.organisation.update({ where: { id }, data: { standing: 'suspended' } }),
  ],
  ['the account is deleted', ({ id }) => api.database.prisma.account.delete({ where: { id } })],
];
test.each(ENDINGS)('a token opens nothing once %s', async (_when, end) => {
  const account = await makeAccount(api.database, { roles: ['partner'] });
  const { secret, token } = await issue(account);
  expect(await ask(secret, COUNTS)).toEqual({ ownEmbedCounts: [] });
  await end(account, token.id);
  expect(await ask(secret, COUNTS)).toBe('UNAUTHENTICATED');
});

const RETURNS: readonly (readonly [string, (account: TestAccount) => Promise<unknown>])[] = [
  [
    'suspended and given back',
    async ({ id }) => {
      for (const status of ['suspended', 'active'] as const)
        await api.database.prisma.account.update({ where: { id }, data: { status } });
    },
  ],
  [
    'let go and let in again',
    async ({ id }) => {
      for (const until of [api.clock.now(), null])
        await api.database.prisma.membership.updateMany({ where: { accountId: id }, data: { until } });
    },
  ],
  [
    'no partner and a partner again',
    async ({ id }) => {
      for (const role of ['member', 'partner'] as const)
        await api.database.prisma.membership.updateMany({ where: { accountId: id }, data: { roles: [role] } });
    },
  ],
];
test.each(RETURNS)('a token does not come alive again with an owner who was %s', async (_how, goAndReturn) => {
  const account = await makeAccount(api.database, { roles: ['partner'] });
  const { secret } = await issue(account);
  await goAndReturn(account);
  expect(await ask(secret, COUNTS)).toBe('UNAUTHENTICATED');
  expect((await api.run(LIST, {}, account)).data).toEqual({ myTokens: [] });
  const { secret: fresh } = await issue(account);
  expect(await ask(fresh, COUNTS)).toEqual({ ownEmbedCounts: [] });
});

test('somebody else’s token is neither listed nor revoked', async () => {
  const { token } = await issue(partner);
  expect((await api.run(REVOKE, { id: token.id }, other)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await api.run(REVOKE, { id: 'x' }, partner)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await api.run(LIST, {}, other)).data).toEqual({ myTokens: [] });
  expect((await api.run(LIST, {}, partner)).data?.['myTokens']).toMatchObject([{ id: token.id, lastUsedOn: null }]);
});

test('ten of them are enough, also when they are asked for at once', async () => {
  const account = await makeAccount(api.database, { roles: ['partner'] });
  const answers = await Promise.all(Array.from({ length: 12 }, () => issue(account)));
  expect(answers.filter(({ code }) => code === 'too_many')).toHaveLength(2);
});

test('a program that asks too often is told when to come back; the day it came is noted, and no more', async () => {
  const account = await makeAccount(api.database, { roles: ['partner'] });
  const { secret, token } = await issue(account);
  expect(await ask(secret, COUNTS)).toEqual({ ownEmbedCounts: [] });
  const { rateLimits } = api.platform;
  for (let count = 1; count < 120; count += 1)
    await rateLimits.take('access-token', token.id, { count: 120, seconds: 60 });
  const response = await api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${secret}` },
    payload: { query: COUNTS },
  });
  expect([response.statusCode, Number(response.headers['retry-after']) > 0]).toEqual([429, true]);
  const found = await api.database.prisma.accessToken.findUnique({ where: { id: token.id } });
  expect(found?.lastUsedOn?.toISOString()).toBe(`${api.clock.now().toISOString().slice(0, 10)}T00:00:00.000Z`);
});

test('counts are of one’s own embeds, of whole days, and never of fewer than ten', async () => {
  const { id, slug } = await openPetition(api, await makeDesk(api));
  const day = (ago: number) =>
    new Date(`${new Date(api.clock.now().getTime() - ago * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`);
  const carry = async (name: string, organisationId: string, confirmed: readonly number[]) => {
    const { id: partnerId } = await api.database.prisma.partner.create({
      data: { key: randomUUID(), name, origins: [], organisationId },
    });
    for (const [ago, count] of confirmed.entries())
      await api.database.prisma.tally.create({ data: { campaignId: id, partnerId, day: day(ago), confirmed: count } });
  };
  await carry('Few', partner.organisation.id, [500, 9]);
  await carry('Many', partner.organisation.id, [500, 3, 12]);
  await carry('Elsewhere', other.organisation.id, [0, 40]);
  const { data } = await api.run(COUNTS, {}, partner);
  const shown = (data?.['ownEmbedCounts'] as { partnerName: string }[]).toSorted((a, b) =>
    a.partnerName < b.partnerName ? -1 : 1,
  );
  expect(shown).toEqual([
    { partnerName: 'Few', campaignSlug: slug, campaignTitle: expect.stringContaining('Petition'), confirmed: null },
    { partnerName: 'Many', campaignSlug: slug, campaignTitle: expect.stringContaining('Petition'), confirmed: 12 },
  ]);
});

test('what all these mutations left in the audit is what the table of traces says', () => {
  expect(api.strayTraces()).toEqual([]);
});
