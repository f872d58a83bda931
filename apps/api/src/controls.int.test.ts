import 'reflect-metadata';

import { loadSecrets, purge, purgeRules } from '@sos/database';
import { DEVICE_DAYS, PROTECTIVE_MUTATIONS, SESSION } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import { createPlatform } from './platform/create-platform.js';
import { makeAccount, type TestAccount } from './testing/factories.js';
import {
  makeDesk,
  openPetition,
  petitionModules,
  type Desk,
  type OpenPetition,
  type PetitionApi,
} from './testing/petitions.js';
import { sessionHeaders } from './testing/start-test-api.js';
import { TestClock } from './testing/test-clock.js';
import { startCaseWorld, type CaseWorld } from './modules/cases/testing/case-world.js';
import { fakeMessage } from './modules/cases/testing/packets.js';
import { createAccountsModule } from './modules/accounts/index.js';
import { createPeopleModule } from './modules/people/index.js';
import { createTokensModule } from './modules/tokens/index.js';
import { createServiceModule } from './modules/service/index.js';
import { createSignatory, linkIn, newAddress, person, type Page } from './modules/signatures/testing/signatory.js';
import { createSettingsModule } from './modules/settings/index.js';

let world: CaseWorld;
let petition: PetitionApi;
let desk: Desk;
let campaign: OpenPetition;
let admin: TestAccount;
let colleague: TestAccount;
const signatory = createSignatory(() => petition);

beforeAll(async () => {
  let made: ReturnType<typeof petitionModules> | undefined;
  world = await startCaseWorld((platform) => {
    made = petitionModules(platform);
    return [
      ...made.all,
      ...[createAccountsModule, createPeopleModule, createTokensModule].map((create) => create(platform)),
      createServiceModule(platform),
      createSettingsModule(platform),
    ];
  });
  if (!made) throw new Error('modules were not made');
  petition = { api: world.api, campaigns: made.campaigns, signatures: made.signatures };
  desk = await makeDesk(world.api);
  campaign = await openPetition(world.api, desk);
  admin = await makeAccount(world.api.database, { roles: ['administrator'], displayName: 'Inés' });
  colleague = await makeAccount(world.api.database, { roles: ['administrator'], displayName: 'Omar' });
});
afterAll(() => world.api.close());

const SWITCHES = '{ serviceSwitches { name stopped until version changedByName } }';
const SET = `mutation ($input: SetSwitchInput!) { setSwitch(input: $input) { __typename
  ... on SetSwitchSuccess { serviceSwitch { name stopped until version } }
  ... on SwitchChangedProblem { serviceSwitch { stopped version } } } }`;
const SAVE = `mutation ($input: SaveSettingInput!) { saveSetting(input: $input) { __typename
  ... on SaveSettingSuccess { setting { key version } }
  ... on SettingChangedProblem { setting { version changedByName texts { language text } } }
  ... on SettingRefusedProblem { code } } }`;

interface SwitchRow {
  readonly name: string;
  readonly stopped: boolean;
  readonly until: string | null;
  readonly version: number;
}
async function switchNow(name: string): Promise<SwitchRow> {
  const { data } = await world.api.run(SWITCHES, {}, admin);
  const found = (data?.['serviceSwitches'] as SwitchRow[]).find((one) => one.name === name);
  if (!found) throw new Error(`no switch ${name}`);
  return found;
}
async function set(name: string, stopped: boolean, hours: number | null = null): Promise<void> {
  const { version } = await switchNow(name);
  const { data, errors } = await world.api.run(SET, { input: { name, stopped, hours, version } }, admin);
  expect([errors, data]).toMatchObject([[], { setSwitch: { __typename: 'SetSwitchSuccess' } }]);
}
const save = (input: object, by = admin) => world.api.run(SAVE, { input }, by);
const bannerIn = (en: string, es: string) => [
  { language: 'en', text: en },
  { language: 'es', text: es },
];
const traces = (event: string) => world.api.database.prisma.auditEntry.findMany({ where: { event } });

test('nobody but an administrator sees or turns a switch, and an old proof is not enough', async () => {
  const input = { name: 'signing', stopped: true, version: 0 };
  for (const { account } of [world.member, world.first]) {
    expect((await world.api.run(SWITCHES, {}, account)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await world.api.run(SET, { input }, account)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await save({ key: 'banner', version: 0, texts: [] }, account)).errors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
  }
  const headers = await sessionHeaders(world.api.platform, admin);
  world.api.clock.advance(10 * 60_000);
  const answer = await world.api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers,
    payload: { query: SET, variables: { input } },
  });
  expect(answer.body).toContain('STEP_UP_REQUIRED');
  expect((await switchNow('signing')).stopped).toBe(false);
});

test('while signing is stopped every way of signing says so, nothing is spent, and who has signed goes on', async () => {
  const email = newAddress();
  await signatory.signByForm(campaign, { ...person(email), formToken: signatory.formToken() });
  const [mail] = await world.api.deliverMail();
  const token = signatory.formToken();
  const organisation = `mutation ($input: SignForOrganisationInput!) { signForOrganisation(input: $input) { __typename
    ... on SignatureRefusedProblem { code } } }`;
  const focal = await makeAccount(world.api.database, { roles: ['member'], focalPoint: true });
  const forOrganisation = { input: { campaignId: campaign.id, organisationId: focal.organisation.id } };
  await set('signing', true);

  const form = await signatory.signByForm(campaign, { ...person(newAddress()), formToken: token });
  expect([form.statusCode, form.json<Page>().result]).toMatchObject([
    503,
    { kind: 'sign_errors', values: { name: 'Ada Lovelace' }, issues: [{ field: 'form', code: 'paused' }] },
  ]);
  const frame = await signatory.postForm(`/embed/${campaign.slug}/sign`, person(newAddress()), { origin: 'null' });
  expect([frame.statusCode, frame.body]).toEqual([503, expect.stringContaining('"code":"paused"')]);
  const json = await signatory.signByJson(campaign, newAddress());
  expect([json.statusCode, json.json()]).toEqual([503, { code: 'PAUSED', reason: 'signing' }]);
  const widget = await world.api.site.inject(`/embed/api/campaigns/${campaign.slug}`);
  expect(widget.json()).toMatchObject({ takesSignatures: false, paused: true });
  const page = await world.api.run('{ service { signingPaused } }', {}, null, 'site');
  expect(page.data).toEqual({ service: { signingPaused: true } });
  const refused = await world.api.run(organisation, forOrganisation, focal);
  expect(refused.data).toMatchObject({ signForOrganisation: { code: 'paused' } });
  const confirmed = await signatory.postForm(linkIn(mail?.text ?? '', 'confirm'), {});
  expect(confirmed.json<Page>().result.status).toBe('confirmed');

  await set('signing', false);
  const again = await signatory.signByForm(campaign, { ...person(newAddress()), formToken: token });
  expect([again.statusCode, again.json<Page>().result.kind]).toEqual([200, 'signed']);
});

test('while reports are stopped none opens a case, open cases go on, and what waited comes in afterwards', async () => {
  const known = { caseId: randomUUID() };
  const before = await world.putEntry(world.member, { caseId: known.caseId, newCase: true });
  await set('intake', true);
  const waiting = { caseId: randomUUID(), entryId: randomUUID(), newCase: true };
  expect(await world.putEntry(world.member, waiting)).toMatchObject({
    status: 503,
    body: { code: 'PAUSED', reason: 'intake' },
  });
  expect(await world.api.database.prisma.case.count({ where: { id: waiting.caseId } })).toBe(0);
  expect(before.status).toBe(201);
  expect(await world.putEntry(world.member, { caseId: known.caseId })).toMatchObject({ status: 201 });
  const notices = await world.api.run('{ serviceNotices { intakePaused } }', {}, world.member.account);
  expect(notices.data).toEqual({ serviceNotices: { intakePaused: true } });
  await set('intake', false);
  expect(await world.putEntry(world.member, waiting)).toMatchObject({ status: 201 });
});

test('a report that arrived before reports were stopped still gets its receipt', async () => {
  const sent = { caseId: randomUUID(), entryId: randomUUID(), newCase: true, message: fakeMessage(world.caseReaders) };
  expect(await world.putEntry(world.member, sent)).toMatchObject({ status: 201 });
  await set('intake', true);
  expect(await world.putEntry(world.member, sent)).toMatchObject({ status: 200 });
  await set('intake', false);
});

test('while mail is stopped it waits in the queue, and all of it leaves afterwards', async () => {
  await world.api.deliverMail();
  await set('mail', true);
  await signatory.signByForm(campaign, { ...person(newAddress()), formToken: signatory.formToken() });
  expect(await world.api.deliverMail()).toEqual([]);
  expect(await world.api.database.prisma.outbox.count({ where: { status: 'pending', attempts: 0 } })).toBe(1);
  await set('mail', false);
  expect(await world.api.deliverMail()).toHaveLength(1);
});

test('while all changes are stopped only signing in and the switches themselves work', async () => {
  const caseId = await world.openCase();
  await set('changes', true);
  const banner = { key: 'banner', version: 0, texts: bannerIn('a', 'b') };
  expect((await save(banner)).errors).toEqual([{ code: 'PAUSED', reason: 'changes', path: 'saveSetting' }]);
  expect(await world.putEntry(world.member, { caseId })).toMatchObject({ status: 503 });
  const form = await signatory.signByForm(campaign, { ...person(newAddress()), formToken: signatory.formToken() });
  expect(form.statusCode).toBe(503);
  const code = await signatory.postForm('/en/signatures/code', { slug: campaign.slug, ref: 'x', code: '123456' });
  expect(code.statusCode).toBe(503);
  expect((await world.api.run(SWITCHES, {}, admin)).errors).toEqual([]);
  await set('changes', false);
  expect(await world.putEntry(world.member, { caseId })).toMatchObject({ status: 201 });
});

test('what protects people goes on while a stolen account has stopped all changes, and nothing else does', async () => {
  const { database } = world.api;
  const id = randomUUID();
  const thief = await makeAccount(database, { roles: ['administrator'] });
  const partner = await makeAccount(database, { roles: ['partner'] });
  const { account: responder } = world.second;
  const statement = 'bytes: "AAAA", signature: "x"';
  const protective: Readonly<Record<string, readonly [TestAccount, string]>> = {
    suspendAccount: [colleague, `(input: { accountId: "${thief.id}", reason: "takeover_suspected" })`],
    suspendKey: [responder, `(input: { ${statement} })`],
    changePassword: [colleague, '(input: { password: "short" })'],
    removeFactor: [colleague, `(id: "${id}")`],
    revokeToken: [partner, `(id: "${id}")`],
    revokeInvitation: [colleague, `(id: "${id}")`],
    refuseProposal: [colleague, `(id: "${id}")`],
    keepAccount: [partner, ''],
  };
  const others: Readonly<Record<string, readonly [TestAccount, string]>> = {
    restoreAccount: [colleague, `(input: { accountId: "${thief.id}", reason: "other" })`],
    approveProposal: [colleague, `(id: "${id}")`],
    resendInvitation: [colleague, `(id: "${id}")`],
    endMembership: [colleague, `(membershipId: "${id}")`],
    makeRecoveryCodes: [colleague, ''],
    askErasure: [partner, ''],
    vouchForKey: [responder, `(input: { ${statement} })`],
  };
  expect(Object.keys(protective).sort()).toEqual([...PROTECTIVE_MUTATIONS].sort());
  await set('changes', true);
  for (const [mutation, [account, input]] of Object.entries({ ...protective, ...others })) {
    const { errors } = await world.api.run(`mutation { ${mutation}${input} { __typename } }`, {}, account);
    expect([mutation, errors[0]?.code === 'PAUSED', errors[0]?.code === undefined || errors[0].code !== '']).toEqual([
      mutation,
      mutation in others,
      true,
    ]);
  }
  const { status } = await database.prisma.account.findUniqueOrThrow({ where: { id: thief.id } });
  await set('changes', false);
  expect(status).toBe('suspended');
});

test('another process acts on a change within two seconds, and what opens by itself opens on time', async () => {
  const { config, database, logger } = world.api.platform;
  const clock = new TestClock(world.api.clock.now());
  const other = createPlatform({ config, database, logger, clock, secrets: loadSecrets(config.dataFolder, 'demo') });
  expect(await other.switches.isStopped('signing')).toBe(false);
  await set('signing', true, 1);
  clock.advance(1_999);
  expect(await other.switches.isStopped('signing')).toBe(false);
  clock.advance(1);
  expect(await other.switches.isStopped('signing')).toBe(true);
  expect(await other.switches.isStopped('intake')).toBe(false);
  clock.advance(3_600_000);
  expect(await other.switches.isStopped('signing')).toBe(false);
  world.api.clock.set(clock.now());
  expect(await switchNow('signing')).toMatchObject({ stopped: false, until: null });
});

test('what cannot be known counts as neither stopped nor running', async () => {
  const { config, database, logger } = world.api.platform;
  const broken = { ...database, prisma: { switch: { findMany: () => Promise.reject(new Error('down')) } } };
  const clock = new TestClock();
  const parts = { config, logger, clock, secrets: loadSecrets(config.dataFolder, 'demo') };
  // Only what the question needs of a database that is away.
  const platform = createPlatform({ ...parts, database: broken as unknown as typeof database });
  await expect(platform.switches.isStopped('mail')).rejects.toThrow();
});

test('two administrators at once: one is saved, the other is told what stands, and both are in the audit once', async () => {
  const [one, other] = await Promise.all([
    save({ key: 'banner', version: 0, texts: bannerIn('Tonight at ten', 'Esta noche') }),
    save({ key: 'banner', version: 0, texts: bannerIn('Tomorrow', 'Mañana') }, colleague),
  ]);
  const answers = [one, other].map(({ data }) => data?.['saveSetting'] as { __typename: string });
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['SaveSettingSuccess', 'SettingChangedProblem']);
  const problem = answers.find(({ __typename }) => __typename === 'SettingChangedProblem');
  expect(problem).toMatchObject({ setting: { version: 1, texts: [{ language: 'en' }, { language: 'es' }] } });
  const trace = await traces('settings.changed');
  expect(trace).toMatchObject([{ subject: 'service', facts: { setting: 'banner', version: '1' } }]);
  expect(JSON.stringify([trace, world.api.log])).not.toMatch(/Tonight|Tomorrow|Mañana/);
  const { data } = await world.api.run('{ service { banner { language text } } }', {}, null, 'site');
  expect(data).toMatchObject({ service: { banner: [{ language: 'en' }, { language: 'es' }] } });
  const again = await save({ key: 'banner', version: 1, texts: bannerIn('', '') });
  expect(again.data).toMatchObject({ saveSetting: { setting: { version: 2 } } });
});

test.each([
  ['half a banner', { key: 'banner', version: 2, texts: [{ language: 'en', text: 'x' }] }],
  ['one language empty', { key: 'banner', version: 2, texts: bannerIn('x', '') }],
  ['too long', { key: 'banner', version: 2, texts: bannerIn('x'.repeat(301), 'y') }],
  ['months out of bounds', { key: 'signatureRetentionMonths', version: 0, number: 0 }],
  ['no address', { key: 'contactAddress', version: 0, text: 'not an address' }],
  ['no time zone', { key: 'timeZone', version: 0, text: 'Mars/Olympus' }],
  ['a value of another kind', { key: 'timeZone', version: 0, number: 3 }],
])('%s is refused and nothing is kept', async (_name, input) => {
  expect((await save(input)).data).toMatchObject({ saveSetting: { __typename: 'SettingRefusedProblem' } });
  expect(
    await world.api.database.prisma.setting.count({ where: { key: input.key, version: { gt: input.version } } }),
  ).toBe(0);
});

test('a key that is none is refused, and one that another version left behind changes nothing', async () => {
  expect((await save({ key: '__proto__', version: 0, text: 'x' })).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  const changedAt = world.api.clock.now();
  const data = { version: 1, changedAt };
  await world.api.database.prisma.setting.createMany({
    data: [
      { key: 'of-tomorrow', value: 1, ...data },
      { key: 'mailRetentionDays', value: 'ninety', ...data },
    ],
  });
  world.api.platform.settings.forget();
  expect(await world.api.platform.settings.read()).toMatchObject({ mailRetentionDays: 30 });
});

test('new campaigns begin in the time zone that was set, and the public sees the contact address', async () => {
  await save({ key: 'timeZone', version: 0, text: 'America/Bogota' });
  await save({ key: 'contactAddress', version: 0, text: 'Hola@SOS.example' });
  const { id } = await openPetition(world.api, desk);
  expect(await world.api.database.prisma.campaign.findUnique({ where: { id } })).toMatchObject({
    timeZone: 'America/Bogota',
  });
  const { data } = await world.api.run('{ service { contactAddress } }', {}, null, 'site');
  expect(data).toEqual({ service: { contactAddress: 'hola@sos.example' } });
});

/** Every row of every table, bytes as hex. */
async function dump(): Promise<string> {
  const { database } = world.api;
  const tables = await database.sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
  const rows = [];
  for (const { name } of tables)
    rows.push(...(await database.executeSql(`SELECT t::text AS row FROM "${String(name)}" t`)).rows);
  return rows.map(({ row }) => String(row)).join('\n');
}

test('a visitor’s address is in no table and no log, and what counted their network goes with its window', async () => {
  const { site, log, clock, platform, database } = world.api;
  const remoteAddress = '203.0.113.77';
  const sent = { ...person(newAddress()), formToken: signatory.formToken() };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const payload = new URLSearchParams(sent).toString();
  const signed = await site.inject({
    method: 'POST',
    url: `/en/campaigns/${campaign.slug}/sign`,
    remoteAddress,
    headers,
    payload,
  });
  expect(signed.statusCode).toBe(200);
  const code = new URLSearchParams({ slug: campaign.slug, ref: 'x', code: '123456' }).toString();
  await site.inject({ method: 'POST', url: '/en/signatures/code', remoteAddress, headers, payload: code });
  const kept = `${await dump()}\n${log.join('\n')}`;
  expect(await database.prisma.rateLimit.count()).toBeGreaterThan(0);
  for (const trace of ['203.0.113', 'cb007100', 'cb00714d', Buffer.from('203.0.113').toString('hex')])
    expect(kept).not.toContain(trace);
  clock.advance(2 * 86_400_000);
  const periods = { ...(await platform.settings.read()), sessionIdleMs: SESSION.idleMs, deviceDays: DEVICE_DAYS };
  const rules = purgeRules(periods, clock.now());
  await purge(database, rules, 'purge.expired');
  expect([await database.prisma.rateLimit.count(), await database.prisma.spentToken.count()]).toEqual([0, 0]);
});

test('every turn of a switch is in the audit: who, what, until when', async () => {
  const facts = (await traces('switch.changed')).map((entry) => [entry.actorId, entry.facts]);
  expect(facts).toContainEqual([admin.id, { switch: 'intake', state: 'stopped', until: 'open' }]);
  expect(facts).toContainEqual([
    admin.id,
    { switch: 'signing', state: 'stopped', until: expect.stringMatching(/^2026-12-01T\d\d:/) },
  ]);
});

test('what all these mutations left in the audit is what the table of traces says', () => {
  expect(world.api.strayTraces()).toEqual([]);
});
