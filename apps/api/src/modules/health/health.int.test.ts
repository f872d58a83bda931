import 'reflect-metadata';

import { purge, purgeRules, retentionOutlook, type Prisma } from '@sos/database';
import { DEVICE_DAYS, SESSION, SETTING_PRESETS } from '@sos/domain';
import { randomUUID } from 'node:crypto';
import PgBoss from 'pg-boss';

import { recordErrors } from '../../platform/error-record.js';
import { startHeartbeat } from '../../platform/heartbeat.js';
import { makeAccount, type TestAccount } from '../../testing/factories.js';
import { startTestApi, type TestApi } from '../../testing/start-test-api.js';
import { createCasesModule } from '../cases/index.js';
import { createKeysModule } from '../keys/index.js';
import { createHealthModule } from './index.js';

let api: TestApi;
let admin: TestAccount;
let responder: TestAccount;

beforeAll(async () => {
  api = await startTestApi({
    modules: (platform) => {
      const { unreadableEntries } = createCasesModule(platform, createKeysModule(platform).keys);
      return [createHealthModule(platform, unreadableEntries)];
    },
  });
  admin = await makeAccount(api.database, { roles: ['administrator'] });
  responder = await makeAccount(api.database, { roles: ['responder'] });
});
afterAll(() => api.close());

const HEALTH = `{ health { state findings { code state } database { kind version bytes pendingMigrations }
  processes { role build } queues { name waiting failed } mail { pending failed { id template code } byDay { day code count } }
  countAsOf storage { blobBytes freeBytes totalBytes } roster { version } lastBackup { at bytes } errors { id event errorClass } } }`;
const RETRY = 'mutation ($id: ID!) { retryMail(id: $id) { id } }';
const DAY = 86_400_000;
const PERIODS = { ...SETTING_PRESETS, sessionIdleMs: SESSION.idleMs, deviceDays: DEVICE_DAYS };

interface Figures {
  readonly findings: readonly { readonly code: string; readonly state: string }[];
  readonly [part: string]: unknown;
}
async function health(): Promise<Figures> {
  const { data, errors } = await api.run(HEALTH, {}, admin);
  expect(errors).toEqual([]);
  return data?.['health'] as Figures;
}
const codes = async (): Promise<string[]> => (await health()).findings.map(({ code }) => code);

async function makeMail(mail: Partial<Prisma.OutboxUncheckedCreateInput>): Promise<string> {
  const now = api.clock.now();
  const { id } = await api.database.prisma.outbox.create({
    data: {
      idempotencyKey: randomUUID(),
      messageId: `<${randomUUID()}@sos.example>`,
      template: 'signature.confirm',
      subjectId: randomUUID(),
      language: 'en',
      createdAt: now,
      nextAttemptAt: now,
      ...mail,
    },
  });
  return id;
}
const failedMail = (errorCode: string): Promise<string> => makeMail({ status: 'failed', attempts: 8, errorCode });

test('only an administrator sees how the service is, and only they try a mail again', async () => {
  for (const person of [responder, null]) {
    const code = person === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    expect((await api.run(HEALTH, {}, person)).errors).toMatchObject([{ code }]);
    expect((await api.run(RETRY, { id: randomUUID() }, person)).errors).toMatchObject([{ code }]);
  }
});

test('an empty service says what it lacks', async () => {
  const figures = await health();
  expect(figures).toMatchObject({
    state: 'act',
    database: { version: expect.stringMatching(/^\d+/), pendingMigrations: 0 },
    roster: null,
    lastBackup: null,
    countAsOf: null,
  });
  expect(figures['database']).toMatchObject({ bytes: expect.any(Number) });
  expect(figures.findings).toEqual(
    expect.arrayContaining([
      { code: 'processes.no_worker', state: 'act' },
      { code: 'roster.missing', state: 'act' },
      { code: 'backup.none', state: 'look' },
    ]),
  );
});

test('a process that beats is there, and is gone when it stops', async () => {
  const { database, clock, logger } = api.platform;
  const heart = await startHeartbeat(database, clock, logger, { role: 'worker', build: 'abc' });
  expect(await health()).toMatchObject({ processes: [{ role: 'worker', build: 'abc' }] });
  expect(await codes()).not.toContain('processes.no_worker');
  api.clock.advance(61_000);
  expect(await codes()).toContain('processes.no_worker');
  await heart.stop();
  expect(await health()).toMatchObject({ processes: [] });
});

test('a mail that failed is shown by its code alone, can be tried again, and once', async () => {
  const id = await failedMail('SMTP_550');
  const day = api.clock.now().toISOString().slice(0, 10);
  const figures = await health();
  expect(figures['mail']).toEqual({
    pending: 0,
    failed: [{ id, template: 'signature.confirm', code: 'SMTP_550' }],
    byDay: [{ day, code: 'SMTP_550', count: 1 }],
  });
  expect(figures.findings).toContainEqual({ code: 'mail.failing', state: 'look' });
  expect((await api.run(RETRY, { id }, admin)).data).toEqual({ retryMail: { id } });
  expect(await api.database.prisma.outbox.findUnique({ where: { id } })).toMatchObject({
    status: 'pending',
    attempts: 0,
    errorCode: null,
  });
  for (const other of [id, 'no-id']) {
    expect((await api.run(RETRY, { id: other }, admin)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  }
  api.clock.advance(16 * 60_000);
  expect(await codes()).toContain('mail.stuck');
  await api.database.prisma.outbox.deleteMany();
});

test('a mail server that answers nobody is noticed while every mail waits for its next try, and one bad address is no outage', async () => {
  const at = (minutes: number): Date => new Date(api.clock.now().getTime() + minutes * 60_000);
  await makeMail({ errorCode: 'ECONNREFUSED', attempts: 5, createdAt: at(-60), nextAttemptAt: at(240) });
  expect(await codes()).toContain('mail.stuck');
  await makeMail({ status: 'sent', createdAt: at(-5), sentAt: at(-5) });
  expect(await codes()).not.toContain('mail.stuck');
  await makeMail({
    status: 'failed',
    attempts: 8,
    errorCode: 'ETIMEDOUT',
    createdAt: at(-42 * 60),
    nextAttemptAt: at(-1),
  });
  expect(await codes()).toContain('mail.failing');
  await api.database.prisma.outbox.deleteMany();
});

test('a job that failed today is counted where pg-boss keeps it', async () => {
  const boss = new PgBoss({
    db: { executeSql: (text, values: unknown[] | undefined) => api.database.executeSql(text, values ?? []) },
    schedule: false,
    supervise: false,
  });
  await boss.start();
  await boss.createQueue('nightly', { name: 'nightly', retryLimit: 0 });
  const id = await boss.send('nightly', {});
  await boss.send('nightly', {});
  // pg-boss keeps the database's own time.
  api.clock.set(new Date());
  await boss.fetch('nightly');
  await boss.fail('nightly', id ?? '');
  await boss.stop({ graceful: false, close: false, wait: true });
  expect((await health())['queues']).toEqual([{ name: 'nightly', waiting: 1, failed: 1 }]);
  expect(await codes()).toContain('jobs.failed');
});

test('what broke inside is shown by id, event and class, never by what it said', async () => {
  const { database, clock, logger } = api.platform;
  const recording = recordErrors(logger, database, clock);
  const id = randomUUID();
  recording.error('graphql.internal', new TypeError('ana@people.example is not a function'), { id });
  while ((await database.prisma.internalError.count()) === 0);
  expect((await health())['errors']).toEqual([{ id, event: 'graphql.internal', errorClass: 'TypeError' }]);
  expect(await codes()).toContain('errors.recent');
});

test('a mail to administrators leaves once a day, only when something needs acting, with codes alone', async () => {
  await api.runJob('health.alert');
  await api.runJob('health.alert');
  const mails = await api.deliverMail();
  expect(mails.map(({ to }) => to)).toEqual([admin.email]);
  expect(mails[0]?.text).toContain('- roster.missing');
  expect(mails[0]?.text).toContain('http://localhost:4001/app/admin/health');
  expect(mails[0]?.text).not.toContain(admin.displayName);
  api.clock.advance(DAY);
  const other = await makeAccount(api.database, { roles: ['administrator'] });
  await api.runJob('health.alert');
  // Whoever was suspended between the queueing and the sending learns nothing more.
  await api.database.prisma.account.update({ where: { id: admin.id }, data: { status: 'suspended' } });
  expect((await api.deliverMail()).map(({ to }) => to)).toEqual([other.email]);
  await api.database.prisma.account.update({ where: { id: admin.id }, data: { status: 'active' } });
});

test('a dry run counts exactly what the jobs then delete, and says when the rest goes', async () => {
  const { prisma } = api.database;
  await prisma.outbox.deleteMany();
  const now = api.clock.now();
  const at = (ms: number): Date => new Date(now.getTime() + ms);
  await prisma.rateLimit.createMany({
    data: [-5, 60].map((seconds) => ({ key: Buffer.from(randomUUID()), count: 1, expiresAt: at(seconds * 1000) })),
  });
  const { id: deviceId } = await prisma.device.create({
    data: {
      accountId: admin.id,
      hash: Buffer.alloc(32, 1),
      browser: 'other',
      system: 'other',
      createdAt: now,
      lastSeenAt: now,
    },
  });
  const session = { accountId: admin.id, deviceId, createdAt: now, expiresAt: at(7 * DAY) };
  await prisma.session.createMany({
    data: [at(-13 * 3_600_000), at(-3_600_000)].map((lastSeenAt) => ({
      ...session,
      lastSeenAt,
      tokenHash: Buffer.from(randomUUID()),
    })),
  });
  await prisma.account.update({ where: { id: responder.id }, data: { eraseAt: at(DAY) } });
  const outlook = await retentionOutlook(api.database, PERIODS, now);
  const of = (table: string) => outlook.find((one) => one.table === table);
  expect(of('RateLimit')).toMatchObject({ due: 1, next: at(60_000) });
  expect(of('Session')).toMatchObject({ due: 1, next: at(11 * 3_600_000) });
  expect(of('Account')).toMatchObject({ due: 0, next: at(DAY) });
  const rules = purgeRules(PERIODS, now);
  for (const job of new Set(rules.map((rule) => rule.job))) {
    const counted = outlook.filter((one) => one.job === job).reduce((sum, { due }) => sum + due, 0);
    expect([job, await purge(api.database, rules, job)]).toEqual([job, counted]);
  }
});
