import type { Database } from '@sos/database';
import { isLanguage, type Language } from '@sos/domain';
import { createI18n } from '@sos/i18n';
import { randomUUID } from 'node:crypto';

import type { Config, DatabaseTransaction, MailTemplate, Notices, Outbox } from '../platform.types.js';

/** What an account's owner is told by mail when it happens, in words that say nothing to whoever reads the mail on its way. */
type Notice =
  | 'factorAdded'
  | 'factorRemoved'
  | 'passkeyCloned'
  | 'passwordChanged'
  | 'recoveryCodesMade'
  | 'recoveryCodeUsed'
  | 'reset'
  | 'membershipEnded'
  | 'focalPointAdded'
  | 'erasureAsked'
  | 'tokenIssued';

/** Done by somebody else as a rule: whoever reads of it did not do it. */
const BY_OTHERS: ReadonlySet<Notice> = new Set<Notice>(['membershipEnded', 'focalPointAdded']);

export function createNotices({ prisma }: Database, outbox: Outbox): Notices {
  return {
    async tell(accountId, template, subjectId, transaction?: DatabaseTransaction) {
      const where = { id: accountId };
      const row = await (transaction ?? prisma).account.findUnique({ where, select: { language: true } });
      if (!row) return;
      const language = isLanguage(row.language) ? row.language : 'en';
      await outbox.queue({ idempotencyKey: `${template}.${randomUUID()}`, template, subjectId, language }, transaction);
    },
    async addressOf(accountId) {
      const where = { id: accountId, status: 'active' } as const;
      return (await prisma.account.findFirst({ where, select: { email: true } }))?.email ?? null;
    },
  };
}

export async function mailWords(language: Language) {
  return (await createI18n(language, ['mail'])).getFixedT(language, 'mail');
}

export interface NoticeParts {
  readonly notices: Pick<Notices, 'addressOf'>;
  readonly config: Pick<Config, 'contactAddress'>;
}

/** Its subject is the account. No link: whoever forges such a mail has one, and ours must not look like theirs. */
export function noticeMail({ notices, config }: NoticeParts, notice: Notice): MailTemplate {
  return async (accountId, language) => {
    const to = await notices.addressOf(accountId);
    if (to === null) return null;
    const t = await mailWords(language);
    const { contactAddress: address } = config;
    const paragraphs = [
      t('account.greeting'),
      t(`account.${notice}.text`),
      BY_OTHERS.has(notice) ? t('account.notExpected', { address }) : t('account.notYou', { address }),
      t('account.noLink'),
    ];
    return { to, subject: t(`account.${notice}.subject`), text: paragraphs.join('\n\n') };
  };
}
