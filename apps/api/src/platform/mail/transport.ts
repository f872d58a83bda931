import { createTransport } from 'nodemailer';

import type { ComposedMail } from './compose.js';

export interface MailTransport {
  send(mail: ComposedMail & { readonly messageId: string }): Promise<void>;
  close(): void;
}

/**
 * Plain text only: no picture or link that tells when a mail was opened. `Auto-Submitted` keeps vacation replies,
 * which would tell that an address is in use, from coming back.
 */
export function createSmtpTransport(smtpUrl: string, from: string): MailTransport {
  const transport = createTransport({ url: smtpUrl, disableFileAccess: true, disableUrlAccess: true }, { from });
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
