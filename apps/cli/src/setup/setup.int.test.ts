import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { verify } from '@node-rs/argon2';
import type { Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';
import { SMTPServer } from 'smtp-server';

import { openBench, type Answer, type Bench } from '../testing/bench.js';

let bench: Bench;
let database: Database;
let smtp: SMTPServer;
const mails: string[] = [];

const ORGANISATION = 'network:Our Network:MX:global';
const setUp = (...more: string[]): Promise<Answer> =>
  bench.sos('setup', '--database', 'postgresql://the-test-brings-its-own', ...more);
const linesOf = ({ out }: Answer, kind: string): string[] =>
  out
    .split('\n')
    .filter((line) => line.startsWith(kind))
    .map((line) => line.slice(kind.length).trim());
/** The embedded database is no server, which setup rightly says. */
const missing = (answer: Answer): string[] =>
  linesOf(answer, 'missing').filter((line) => !line.includes('the embedded database'));
const codeIn = (mail = ''): string => /^(\d{6})\r?$/m.exec(mail)?.[1] ?? '';

beforeAll(async () => {
  bench = openBench();
  database = await openTestDatabase();
  bench.database = database;
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let mail = '';
      stream.on('data', (piece: Buffer) => (mail += piece.toString('utf8')));
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await database.close();
  bench.close();
});

const environment = (): Record<string, string> => ({
  SOS_MODE: 'production',
  SOS_DATA: bench.path('data'),
  SOS_SECRETS_FILE: bench.path('secrets.json'),
  SITE_ORIGIN: 'https://sos.network.org',
  APP_ORIGIN: 'https://app.network.org',
  SOS_TRUST_PROXY: '127.0.0.1',
  SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, // it listens on a port
  MAIL_FROM: 'SOS <no-reply@network.org>',
  CONTACT_ADDRESS: 'contact@network.org',
});

describe('sos setup', () => {
  it('says everything that is missing, and makes nothing out of nothing', async () => {
    const answer = await setUp('--no-input');
    expect(answer.code).toBe(1);
    expect(missing(answer)).toEqual([
      'SOS_MODE must be production.',
      'SITE_ORIGIN must name the address of the site, e.g. https://….',
      'APP_ORIGIN must name the address of the app, e.g. https://….',
      'CONTACT_ADDRESS: people must be able to reach you.',
      'SOS_TRUST_PROXY must name your proxy, or all visitors share one budget.',
      'SOS_DATA must name the folder of the encrypted files.',
      expect.stringContaining('Two administrators are needed'),
      expect.stringContaining('No resources'),
      expect.stringContaining('No roster is published'),
      expect.stringContaining('No backup was made'),
    ]);
    expect(answer.warnings).toContain('Still missing:\n- ');
    expect(await database.prisma.account.count()).toBe(0);
  });

  it('refuses one host name for site and app, and addresses without encryption', async () => {
    bench.env = { ...environment(), SITE_ORIGIN: 'http://sos.network.org', APP_ORIGIN: 'https://sos.network.org:8443' };
    expect(missing(await setUp('--no-input'))).toEqual(
      expect.arrayContaining([
        'SITE_ORIGIN must start with https:// (or be a .onion address).',
        'SITE_ORIGIN and APP_ORIGIN need two host names: a page can read everything on its own origin.',
      ]),
    );
  });

  it('goes on where it was left: secrets, one administrator and a mail today, the rest tomorrow', async () => {
    bench.env = environment();
    const secrets = readFileSync(bench.path('secrets.json'), 'utf8');
    const first = await setUp(
      ...['--no-input', '--organisation', ORGANISATION, '--administrator', 'ana@network.org:Ana: la primera'],
      ...['--mail-test', 'ana@network.org'],
    );
    expect(statSync(bench.path('secrets.json')).mode & 0o777).toBe(0o600);
    expect(linesOf(first, 'done')).toEqual(['Made the administrator ana@network.org']);
    expect(missing(first).at(-1)).toContain('The test mail is sent');
    expect(mails).toHaveLength(1);
    expect(mails[0]).not.toMatch(/network\.org\/|SOS:/);

    bench.now = new Date(bench.now.getTime() + 20 * 3_600_000);
    bench.answers = ['ben@network.org', 'Ben', 'no'];
    const wrong = await setUp('--mail-test', 'ana@network.org', '--mail-code', '000000');
    expect(linesOf(wrong, 'done')).toEqual(['Made the administrator ben@network.org']);
    expect(missing(wrong).at(-1)).toBe('The code is not the one in the test mail.');

    expect(missing(wrong)).toContainEqual(expect.stringContaining('sos resources import'));

    bench.answers = ['sí'];
    const right = await setUp('--mail-test', 'ana@network.org', '--mail-code', codeIn(mails[0]));
    expect(linesOf(right, 'done')).toEqual([
      expect.stringMatching(/^Added (\d+) of \1 resources/),
      expect.stringMatching(/^Mail arrives through 127\.0\.0\.1/),
    ]);
    expect(readFileSync(bench.path('secrets.json'), 'utf8')).toBe(secrets);
  }, 60_000);

  it('does nothing a second time', async () => {
    const again = await setUp('--no-input', '--administrator', 'eva@network.org:Eva');
    expect(linesOf(again, 'done')).toEqual([]);
    expect(linesOf(again, 'ok')).toEqual(
      expect.arrayContaining(['2 administrators', expect.stringContaining('Mail arrives through')]),
    );
    expect(missing(again)).toHaveLength(2);
    expect(mails).toHaveLength(1);
    const accounts = await database.prisma.account.findMany({
      include: { memberships: true, credentials: true },
      orderBy: { email: 'asc' },
    });
    expect(accounts.map(({ email, displayName, memberships }) => [email, displayName, memberships[0]?.roles])).toEqual([
      ['ana@network.org', 'Ana: la primera', ['administrator']],
      ['ben@network.org', 'Ben', ['administrator']],
    ]);
    expect(await database.prisma.auditEntry.count({ where: { event: 'account.created' } })).toBe(2);
    expect(await verify(accounts[0]?.credentials[0]?.secret ?? '', 'another')).toBe(false);
  });

  it('sends the mail again when the way it takes has changed, and says when the server does not take it', async () => {
    bench.env = { ...environment(), SMTP_URL: 'smtp://name:hunter2@127.0.0.1:1' };
    const answer = await setUp('--no-input', '--mail-test', 'ana@network.org');
    expect(missing(answer).at(-1)).toMatch(/^The mail server did not take the test mail \(E[A-Z]+\)\.$/);
    expect(answer.out + answer.warnings).not.toContain('hunter2');
  });

  it('takes no secrets of a demo', async () => {
    const file = bench.path('demo-secrets.json');
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(readFileSync(bench.path('secrets.json'), 'utf8')), demo: true }),
    );
    bench.env = { ...environment(), SOS_SECRETS_FILE: file };
    expect((await setUp('--no-input')).warnings).toContain('was made by a demo');
    expect(existsSync(file)).toBe(true);
  });
});
