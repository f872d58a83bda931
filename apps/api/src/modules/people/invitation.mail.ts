import type { Language } from '@sos/domain';
import { createI18n } from '@sos/i18n';

import type { Clock, Config, MailTemplate, Vaulted } from '../../platform/platform.types.js';
import { invitationToken } from './invitation-token.js';
import type { InvitationRecord, InvitationRepository } from './invitation.repository.js';

export interface InvitationMailParts {
  readonly config: Pick<Config, 'appOrigin'>;
  readonly invitations: InvitationRepository;
  readonly vaulted: Vaulted;
  readonly clock: Clock;
}

async function textFor({ config, vaulted }: InvitationMailParts, invitation: InvitationRecord, language: Language) {
  const { id, issue, expiresAt, organisation } = invitation;
  const t = (await createI18n(language, ['mail'])).getFixedT(language, 'mail');
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(expiresAt);
  // After the #: a browser sends no part of it to any server, so it stands in no log on the way.
  const link = `${config.appOrigin}/app/invitation#${invitationToken(vaulted, id, issue)}`;
  const paragraphs = [
    t('invitation.greeting'),
    t('invitation.invited', { organisation: organisation.name }),
    `${t('invitation.open', { day })}\n${link}`,
    t('invitation.once'),
    t('invitation.notYou'),
  ];
  return { subject: t('invitation.subject'), text: paragraphs.join('\n\n') };
}

/** To whoever is still invited. Taken back or taken up in the meantime: nothing is sent. */
export function invitationMail(parts: InvitationMailParts): MailTemplate {
  return async (invitationId, language) => {
    const invitation = await parts.invitations.find(invitationId);
    if (invitation?.status !== 'pending' || invitation.expiresAt <= parts.clock.now()) return null;
    return { to: invitation.email, ...(await textFor(parts, invitation, language)) };
  };
}
