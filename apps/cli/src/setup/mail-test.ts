import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deriveKey, writePrivateFile, type Secrets } from '@sos/database';
import { createTransport } from 'nodemailer';
import { z } from 'zod';

import type { World } from '../platform/command.js';
import { codeOf } from '../platform/problem.js';
import type { Report } from './report.js';

const DAY_MS = 86_400_000;
const LONGEST_MS = 20_000;
const stateSchema = z.object({ mailThrough: z.string() });

export interface MailTest {
  readonly secrets: Secrets;
  readonly dataFolder: string;
  readonly address: string | undefined;
  readonly code: string | undefined;
  readonly ask: ((question: string) => Promise<string>) | null;
}

/** Nothing has to be remembered between two runs: the code follows from the day, the address and the secrets. */
function codeFor({ secrets }: MailTest, address: string, day: Date): string {
  const hash = createHmac('sha256', deriveKey(secrets, 'setup-mail-test'));
  const digest = hash.update(`${day.toISOString().slice(0, 10)} ${address}`).digest();
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/** Server and sender, without the password. */
function wayOf({ env }: World): string {
  const url = env['SMTP_URL'] ?? '';
  return URL.canParse(url) ? `${new URL(url).host} as ${env['MAIL_FROM'] ?? ''}` : '';
}

const stateFile = (folder: string): string => path.join(folder, 'setup.json');

function wasTested(folder: string, way: string): boolean {
  try {
    if (!existsSync(stateFile(folder))) return false;
    return stateSchema.parse(JSON.parse(readFileSync(stateFile(folder), 'utf8'))).mailThrough === way;
  } catch {
    return false;
  }
}

/** @returns what went wrong, as a sentence */
async function send({ env }: World, address: string, code: string): Promise<string | null> {
  const transport = createTransport({
    url: env['SMTP_URL'] ?? '',
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: LONGEST_MS,
    greetingTimeout: LONGEST_MS,
    socketTimeout: LONGEST_MS,
  });
  const from = env['MAIL_FROM'] ?? `no-reply@${new URL(env['SITE_ORIGIN'] ?? '').hostname}`;
  try {
    await transport.sendMail({
      from,
      to: { name: '', address },
      subject: 'Test',
      text: `${code}\n`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return null;
  } catch (error) {
    // Its words may quote the password's line; its code does not.
    return `The mail server did not take the test mail (${codeOf(error) || 'no answer'}).`;
  } finally {
    transport.close();
  }
}

function isRight(test: MailTest, address: string, given: string, now: Date): boolean {
  const yesterday = new Date(now.getTime() - DAY_MS);
  return [now, yesterday].some((day) => codeFor(test, address, day) === given.replaceAll(/\s/g, ''));
}

type Outcome = readonly ['done' | 'did' | 'missing', string];

async function proveMail(world: World, way: string, test: MailTest): Promise<Outcome> {
  const address = test.address ?? (await test.ask?.('Send a test mail to which address? '));
  if (!address) return ['missing', 'Mail is not tested: --mail-test ADDRESS'];
  let code = test.code;
  if (code === undefined) {
    const problem = await send(world, address, codeFor(test, address, world.now()));
    if (problem !== null) return ['missing', problem];
    world.say(`         A mail with a code is on its way to ${address}.`);
    code = await test.ask?.('Code in the mail: ');
  }
  if (code === undefined)
    return ['missing', 'The test mail is sent: --mail-test ADDRESS --mail-code CODE when it has arrived.'];
  if (!isRight(test, address, code, world.now())) return ['missing', 'The code is not the one in the test mail.'];
  writePrivateFile(stateFile(test.dataFolder), `${JSON.stringify({ mailThrough: way })}\n`);
  return ['did', `Mail arrives through ${way}`];
}

/** Done only when somebody has read the code out of the mail that arrived. */
export async function testMail(report: Report, world: World, test: MailTest): Promise<void> {
  const way = wayOf(world);
  let outcome: Outcome = ['done', `Mail arrives through ${way}`];
  if (way === '') outcome = ['missing', 'SMTP_URL must name the mail server.'];
  else if (!wasTested(test.dataFolder, way)) outcome = await proveMail(world, way, test);
  const [kind, what] = outcome;
  report[kind](what);
}
