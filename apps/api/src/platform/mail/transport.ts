import { createTransport } from 'nodemailer';

import type { ComposedMail } from './compose.js';

export interface MailTransport {
  send(mail: ComposedMail & { readonly messageId: string }): Promise<void>;
  close(): void;
}

/** Where a mail server is on this very machine, nobody is in between. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Over a network never in clear: whoever stands in between could take the offer of STARTTLS out, and read links to new passwords. */
export function smtpOptions(smtpUrl: string) {
  const requireTLS = !isLoopback(new URL(smtpUrl));
  return { url: smtpUrl, requireTLS, disableFileAccess: true, disableUrlAccess: true } as const;
}

/**
 * Plain text only: no picture or link that tells when a mail was opened. `Auto-Submitted` keeps vacation replies,
 * which would tell that an address is in use, from coming back.
 */
export function createSmtpTransport(smtpUrl: string, from: string): MailTransport {
  const transport = createTransport(smtpOptions(smtpUrl), { from });
  return {
    async send({ to, subject, text, messageId, language, listUnsubscribe }) {
      await transport.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        messageId,
        textEncoding: 'quoted-printable',
        headers: {
          'Auto-Submitted': 'auto-generated',
          'Content-Language': language,
          ...(listUnsubscribe === undefined
            ? {}
            : { 'List-Unsubscribe': `<${listUnsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        },
      });
    },
    close: () => transport.close(),
  };
}
