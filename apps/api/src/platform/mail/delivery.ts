import { isLanguage } from '@sos/domain';

import { isError } from '../is-error.js';
import type { Clock, Job, Logger, MailTemplate, Switches } from '../platform.types.js';
import { composeMail } from './compose.js';
import type { OutboxStore, QueuedMail } from './outbox.js';
import type { MailTransport } from './transport.js';

export interface DeliveryOptions {
  readonly outbox: OutboxStore;
  readonly transport: MailTransport;
  readonly templates: ReadonlyMap<string, MailTemplate>;
  readonly switches: Switches;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly demo: boolean;
}

const BATCH = 5;
/** A worker that dies gives its mails back after this long: people wait for them in front of a page. */
const LEASE_MS = 60_000;
const MINUTE = 60_000;
/** About two days altogether, as mail servers do among themselves. */
const WAITS_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 4 * 60 * MINUTE, 12 * 60 * MINUTE, 24 * 60 * MINUTE];

/** The reply's class, or the library's code: the reply's text may quote the address. */
function codeOf(error: unknown): string {
  if (!isError(error)) return 'UNKNOWN';
  if ('responseCode' in error && typeof error.responseCode === 'number') return `SMTP_${error.responseCode}`;
  return 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

function isFinal(code: string): boolean {
  return /^SMTP_5/.test(code);
}

async function deliver(
  { outbox, transport, templates, logger, demo }: DeliveryOptions,
  mail: QueuedMail,
): Promise<void> {
  const template = templates.get(mail.template);
  if (!template || !isLanguage(mail.language)) {
    logger.warn('mail.no_template', { template: mail.template });
    return outbox.markFailed(mail.id, 'NO_TEMPLATE');
  }
  const composed = await composeMail(template, mail.subjectId, mail.language, demo);
  if (!composed) return outbox.markDropped(mail.id);
  await transport.send({ ...composed, messageId: mail.messageId });
  await outbox.markSent(mail.id);
}

async function putOff({ outbox, clock, logger }: DeliveryOptions, mail: QueuedMail, error: unknown): Promise<void> {
  const code = codeOf(error);
  const wait = WAITS_MS[mail.attempts - 1];
  if (wait === undefined || isFinal(code)) {
    logger.warn('mail.failed', { mail: mail.id, code });
    return outbox.markFailed(mail.id, code);
  }
  logger.warn('mail.put_off', { mail: mail.id, code, attempts: mail.attempts });
  return outbox.retryAt(mail.id, new Date(clock.now().getTime() + wait), code);
}

/** Sends what is due; while mail is stopped nothing is, and all of it waits. @returns how many mails were tried. */
export async function deliverDueMail(options: DeliveryOptions): Promise<number> {
  if (await options.switches.isStopped('mail')) return 0;
  const due = await options.outbox.claim(BATCH, LEASE_MS);
  for (const mail of due) {
    try {
      await deliver(options, mail);
    } catch (error) {
      await putOff(options, mail, error);
    }
  }
  return due.length;
}

export function deliveryJob(options: DeliveryOptions): Job {
  return {
    name: 'mail.deliver',
    every: { milliseconds: 1000 },
    run: async () => {
      while ((await deliverDueMail(options)) === BATCH);
    },
  };
}
