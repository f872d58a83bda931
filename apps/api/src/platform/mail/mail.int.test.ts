import 'reflect-metadata';

import { LIMITS } from '@sos/domain';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import fastify from 'fastify';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

import { createServiceModule } from '../../modules/service/index.js';
import { startTestApi, type TestApi } from '../../testing/start-test-api.js';
import type { MailTemplate } from '../platform.types.js';
import { startCatchAll, type CatchAll } from './catch-all.js';
import { deliverDueMail, type DeliveryOptions } from './delivery.js';
import { openMailbox, type Mailbox } from './mailbox.js';
import { addMailboxRoutes } from './mailbox-page.js';
import { createSmtpTransport, smtpOptions } from './transport.js';

const ADDRESS = 'ana.perez+sos@people.example';
const TEXTS = {
  en: 'Confirm here:\nhttps://sos.example/en/confirm/abc.\n\n<script>alert(1)</script>',
  es: 'Confirma aquí: https://sos.example/es/confirm/abc',
};
const confirmMail: MailTemplate = async (_subject, language) => ({
  to: ADDRESS,
  subject: language === 'es' ? 'Confirma tu firma' : 'Confirm',
  text: TEXTS[language],
});

let api: TestApi;
let mailbox: Mailbox;
let catchAll: CatchAll;

beforeAll(async () => {
  api = await startTestApi({ modules: (platform) => [createServiceModule(platform)] });
  mailbox = openMailbox(path.join(api.platform.config.dataFolder, 'mailbox'));
  catchAll = await startCatchAll(mailbox, api.clock, api.platform.logger);
});
afterAll(async () => {
  await catchAll.close();
  await api.close();
});

function options(smtpUrl = catchAll.smtpUrl, template: MailTemplate = confirmMail): DeliveryOptions {
  const { outbox, switches, clock, logger, config } = api.platform;
  return {
    outbox,
    switches,
    clock,
    logger,
    demo: true,
    templates: new Map([['confirm', template]]),
    transport: createSmtpTransport(smtpUrl, config.mailFrom),
  };
}
const queue = (language: 'en' | 'es', idempotencyKey: string = randomUUID()) =>
  api.platform.outbox.queue({ idempotencyKey, template: 'confirm', subjectId: randomUUID(), language });
const rows = () => api.database.prisma.outbox.findMany({ orderBy: { createdAt: 'asc' } });

/** A mail server that answers RCPT as it is told, and keeps the raw messages. */
async function startServer(reply: () => number) {
  const raw: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (address, _session, callback) => {
      const code = reply();
      callback(code === 250 ? null : Object.assign(new Error(`${address.address} refused`), { responseCode: code }));
    },
    onData(stream, _session, callback) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        raw.push(text);
        callback();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  return { raw, url: `smtp://127.0.0.1:${port}`, close: () => new Promise<void>((resolve) => server.close(resolve)) };
}

test('a mail goes out over SMTP in both languages, the chosen one first, and lands in the mailbox', async () => {
  await queue('es', 'twice');
  await queue('es', 'twice');
  expect(await deliverDueMail(options())).toBe(1);
  const [mail, ...others] = await mailbox.list();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    to: ADDRESS,
    from: 'no-reply@sos.example',
    subject: 'Confirma tu firma',
    links: ['https://sos.example/es/confirm/abc', 'https://sos.example/en/confirm/abc'],
  });
  expect(mail?.text.indexOf('Confirma aquí')).toBeLessThan(mail?.text.indexOf('Confirm here') ?? -1);
  expect(mail?.text).toMatch(/^Esto es una demostración/);
  expect(await rows()).toEqual([expect.objectContaining({ status: 'sent', attempts: 1 })]);
  expect(await deliverDueMail(options())).toBe(0);
});

test.each([
  ['smtp://127.0.0.1:25', false],
  ['smtp://localhost', false],
  ['smtp://[::1]:587', false],
  ['smtp://mail.example.org', true],
  ['smtp://localhost.example.org', true],
  ['smtp://127.0.0.1.example.org', true],
])('%s needs encryption before anything is said: %s', (url, needed) => {
  expect(smtpOptions(url).requireTLS).toBe(needed);
});

test('a server whose offer of encryption was taken out gets no mail', async () => {
  const server = await startServer(() => 250);
  const transport = createTransport({ ...smtpOptions('smtp://mail.example.org'), url: server.url });
  const message = { from: 'a@sos.example', to: 'b@sos.example', subject: 'x', text: 'x' };
  await expect(transport.sendMail(message)).rejects.toMatchObject({ code: 'ETLS' });
  expect(server.raw).toEqual([]);
  await server.close();
});

test('the message is plain text with a stable id and nothing that answers or tracks', async () => {
  let code = 451;
  const server = await startServer(() => code);
  await queue('en');
  await deliverDueMail(options(server.url));
  const [pending] = await api.database.prisma.outbox.findMany({ where: { status: 'pending' } });
  expect(pending).toMatchObject({ attempts: 1, errorCode: 'SMTP_451' });
  code = 250;
  expect(await deliverDueMail(options(server.url))).toBe(0);
  api.clock.advance(60_000);
  expect(await deliverDueMail(options(server.url))).toBe(1);
  const message = server.raw.join('');
  expect(message).toContain(`Message-ID: ${pending?.messageId ?? 'none'}`);
  expect(message).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(message).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
  expect(message).not.toMatch(/text\/html|<img|X-Mailer/i);
  await server.close();
});

test('a refusal for good is not tried again, and the log holds no address', async () => {
  const server = await startServer(() => 550);
  await queue('en');
  await deliverDueMail(options(server.url));
  expect((await rows()).at(-1)).toMatchObject({ status: 'failed', errorCode: 'SMTP_550' });
  expect(api.log.join('')).toContain('SMTP_550');
  expect(api.log.join('')).not.toContain('people.example');
  await server.close();
});

test('a server that is away is tried again, later each time', async () => {
  const server = await startServer(() => 250);
  await server.close();
  await queue('en');
  const waits = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await deliverDueMail(options(server.url));
    const row = (await rows()).at(-1);
    const wait = (row?.nextAttemptAt.getTime() ?? 0) - api.clock.now().getTime();
    waits.push(wait / 60_000);
    api.clock.advance(wait);
  }
  expect(waits).toEqual([1, 5, 15]);
  expect((await rows()).at(-1)).toMatchObject({ status: 'pending', errorCode: expect.stringMatching(/^E[A-Z]+$/) });
  await api.database.prisma.outbox.deleteMany({ where: { status: 'pending' } });
});

test('two workers share the work, and one that died gives it back', async () => {
  for (let index = 0; index < 6; index += 1) await queue('en');
  const claimed = await Promise.all([api.platform.outbox.claim(4, 1000), api.platform.outbox.claim(4, 1000)]);
  expect(new Set(claimed.flat().map(({ id }) => id)).size).toBe(6);
  expect(await api.platform.outbox.claim(10, 1000)).toEqual([]);
  api.clock.advance(1000);
  expect(await api.platform.outbox.claim(10, 1000)).toHaveLength(6);
  await api.database.prisma.outbox.deleteMany({ where: { status: 'pending' } });
});

test('when there is nothing to send any more, nothing is sent', async () => {
  await queue('en');
  const before = (await mailbox.list()).length;
  await deliverDueMail(options(catchAll.smtpUrl, async () => null));
  expect((await mailbox.list()).length).toBe(before);
  expect(await rows()).toContainEqual(expect.objectContaining({ status: 'sent', errorCode: 'NOTHING_TO_SEND' }));
});

test('the mailbox is a page with links, where mail is only text', async () => {
  const server = fastify({ bodyLimit: LIMITS.formRequest });
  addMailboxRoutes(server, mailbox, '<link rel="stylesheet" href="/assets/style.css">');
  const page = await server.inject('/demo/mailbox?lang=es');
  expect(page.body).toContain('<html lang="es" dir="ltr">');
  expect(page.body).toContain('<a href="https://sos.example/en/confirm/abc">https://sos.example/en/confirm/abc</a>.');
  expect(page.body).not.toContain('<script>');
  expect((await server.inject('/demo/mailbox')).body).toContain('Mailbox of the demonstration');
  expect((await server.inject('/demo/mailbox.json')).json<unknown[]>()[0]).toMatchObject({ to: ADDRESS });
  await server.close();
});
