import { CONFIRMATION, type Language } from '@sos/domain';
import { createI18n } from '@sos/i18n';

import type { Clock, Config, MailTemplate, Vaulted } from '../../platform/platform.types.js';
import { acceptsConfirmations, type CampaignService } from '../campaigns/index.js';
import { unsealEmail, unwrapCampaignKey } from './sealed-columns.repository.js';
import type { SignatureRepository } from './signature.repository.js';
import { confirmationCode, confirmationToken } from './tokens.js';

export interface ConfirmationMailParts {
  readonly config: Pick<Config, 'siteOrigin'>;
  readonly campaigns: CampaignService;
  readonly signatures: SignatureRepository;
  readonly vaulted: Vaulted;
  readonly clock: Clock;
}

async function textFor(
  parts: ConfirmationMailParts,
  signatureId: string,
  title: string,
  language: Language,
): Promise<{ subject: string; text: string }> {
  const { config, signatures, vaulted, clock } = parts;
  const t = (await createI18n(language, ['mail'])).getFixedT(language, 'mail');
  const now = clock.now();
  const expiresAt = await signatures.openCode(
    signatureId,
    now,
    new Date(now.getTime() + CONFIRMATION.minutes * 60_000),
  );
  const link = (use: 'confirm' | 'withdraw'): string =>
    `${config.siteOrigin}/${language}/signatures/${use}/${confirmationToken(vaulted, use, signatureId)}`;
  const paragraphs = [
    // No name: it was typed by whoever typed this address, and would be a stranger's words in our mail.
    t('confirm.greeting'),
    `${t('confirm.asked')}\n${title}`,
    `${t('confirm.open')}\n${link('confirm')}`,
    `${t('confirm.code', { minutes: CONFIRMATION.minutes })}\n${confirmationCode(vaulted, signatureId, expiresAt)}`,
    `${t('confirm.notYou')}\n${link('withdraw')}`,
    `${t('confirm.private')} ${t('confirm.once')}`,
  ];
  return { subject: t('confirm.subject'), text: paragraphs.join('\n\n') };
}

/** To whoever signed and has not confirmed yet. To anybody else nothing: a mail would tell them that their address is known. */
export function confirmationMail(parts: ConfirmationMailParts): MailTemplate {
  const { campaigns, signatures, vaulted, clock } = parts;
  return async (signatureId, language) => {
    const signature = await signatures.find(signatureId);
    if (!signature?.emailSealed || signature.events.some((kind) => kind !== 'created')) return null;
    const campaign = await campaigns.findById(signature.campaignId);
    if (!campaign || !acceptsConfirmations(campaign, clock.now())) return null;
    const dataKey = unwrapCampaignKey(vaulted, campaign, 'data');
    const to = unsealEmail(dataKey, campaign.id, signature.id, signature.emailSealed);
    const { text } = await campaigns.read(campaign.slug, language);
    return { to, ...(await textFor(parts, signatureId, text.title, language)) };
  };
}
