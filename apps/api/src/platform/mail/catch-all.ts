import { simpleParser, type AddressObject } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

import { isError } from '../is-error.js';
import type { Clock, Logger } from '../platform.types.js';
import type { Mailbox } from './mailbox.js';

const LARGEST_MAIL = 256 * 1024;

export interface CatchAll {
  readonly smtpUrl: string;
  close(): Promise<void>;
}

function addressesOf(header: AddressObject | AddressObject[] | undefined): string {
  return [header ?? []]
    .flat()
    .flatMap(({ value }) => value.map(({ address = '' }) => address))
    .join(', ');
}

function createServer(mailbox: Mailbox, clock: Clock, logger: Logger): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: LARGEST_MAIL,
    logger: false,
    onData(stream, _session, callback) {
      simpleParser(stream).then(
        ({ to, from, subject = '', text = '' }) => {
          mailbox.keep({
            to: addressesOf(to),
            from: addressesOf(from),
            subject,
            text,
            date: clock.now().toISOString(),
          });
          callback();
        },
        (error: unknown) => callback(isError(error) ? error : new Error('unreadable mail')),
      );
    },
  });
  server.on('error', (error) => logger.error('mail.catch_all', error));
  return server;
}

/** A mail server for the demo, on this machine only: everything it is given stays in the mailbox. */
export async function startCatchAll(mailbox: Mailbox, clock: Clock, logger: Logger): Promise<CatchAll> {
  const server = createServer(mailbox, clock, logger);
  const listening = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listening.once('listening', resolve));
  // A TCP server that listens has an address of this form.
  const { port } = listening.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
