import { SIGN_IN_MINUTES } from '@sos/domain';
import { createFormatters } from '@sos/i18n';

import { mailWords, noticeMail } from '../../platform/mail/notices.js';
import type { Clock, Config, MailTemplate, Notices, Vaulted } from '../../platform/platform.types.js';
import type { AccountRepository } from './accounts.repository.js';
import type { ResetRepository } from './reset.repository.js';
import { resetToken } from './reset-token.js';

const NOTICES = [
  'factorAdded',
  'factorRemoved',
  'passkeyCloned',
  'passwordChanged',
  'recoveryCodesMade',
  'recoveryCodeUsed',
  'reset',
] as const;

export interface AccountMailParts {
  readonly accounts: AccountRepository;
  readonly notices: Notices;
  readonly resets: ResetRepository;
  readonly config: Pick<Config, 'appOrigin' | 'contactAddress'>;
  readonly vaulted: Vaulted;
  readonly clock: Clock;
}

function newDeviceMail({ accounts, config }: AccountMailParts): MailTemplate {
  return async (deviceId, language) => {
    const device = await accounts.findDevice(deviceId);
    if (!device) return null;
    const t = await mailWords(language);
    const { contactAddress: address } = config;
    const when = createFormatters(language, 'UTC').dateTime(device.createdAt);
    const paragraphs = [
      t('account.greeting'),
      t('account.newDevice.text', { when }),
      t('account.notYou', { address }),
      t('account.noLink'),
    ];
    return { to: device.person.email, subject: t('account.newDevice.subject'), text: paragraphs.join('\n\n') };
  };
}

/** The link opens a page and does nothing by itself; its secret is behind the #, where no server and no proxy sees it. */
function resetLinkMail({ resets, config, vaulted, clock }: AccountMailParts): MailTemplate {
  return async (resetId, language) => {
    const reset = await resets.findForMail(resetId, clock.now());
    if (!reset) return null;
    const t = await mailWords(language);
    const link = `${config.appOrigin}/app/new-password#${resetToken(vaulted, resetId)}`;
    const paragraphs = [
      t('account.greeting'),
      `${t('account.resetLink.text', { minutes: SIGN_IN_MINUTES.resetLink })}\n${link}`,
      t('account.resetLink.cases'),
      t('account.resetLink.notYou'),
    ];
    return { to: reset.email, subject: t('account.resetLink.subject'), text: paragraphs.join('\n\n') };
  };
}

export function accountMails(parts: AccountMailParts): Readonly<Record<string, MailTemplate>> {
  const notices = NOTICES.map((notice) => [`account.${notice}`, noticeMail(parts, notice)] as const);
  return {
    ...Object.fromEntries(notices),
    'account.newDevice': newDeviceMail(parts),
    'account.resetLink': resetLinkMail(parts),
  };
}
