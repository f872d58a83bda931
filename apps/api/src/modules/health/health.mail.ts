import { isLanguage } from '@sos/domain';
import { createI18n } from '@sos/i18n';

import type { Clock, Config, MailTemplate, Outbox } from '../../platform/platform.types.js';
import type { HealthRepository } from './health.repository.js';
import type { HealthService } from './health.service.js';

export interface AlertParts {
  readonly health: HealthService;
  readonly repository: HealthRepository;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly config: Config;
}

async function codesNow(health: HealthService): Promise<readonly string[]> {
  return (await health.read()).findings.filter(({ state }) => state === 'act').map(({ code }) => code);
}

/** Once a day to each administrator, and only when somebody has to do something. */
export async function queueAlerts({ health, repository, outbox, clock }: AlertParts): Promise<void> {
  if ((await codesNow(health)).length === 0) return;
  const now = clock.now();
  const day = now.toISOString().slice(0, 10);
  for (const { id, language } of await repository.administrators(now)) {
    await outbox.queue({
      idempotencyKey: `health.alert:${day}:${id}`,
      template: 'health.alert',
      subjectId: id,
      language: isLanguage(language) ? language : 'en',
    });
  }
}

/** Codes alone: what a mail says is read by every server it passes. Nothing is sent once there is nothing left to do. */
export function alertMail({ health, repository, clock, config }: AlertParts): MailTemplate {
  return async (accountId, language) => {
    const to = (await repository.administrators(clock.now())).find(({ id }) => id === accountId);
    const codes = await codesNow(health);
    if (!to || codes.length === 0) return null;
    const t = (await createI18n(language, ['mail'])).getFixedT(language, 'mail');
    const address = `${config.appOrigin}/app/admin/health`;
    return {
      to: to.email,
      subject: t('alert.subject'),
      text: t('alert.text', { codes: codes.map((code) => `- ${code}`).join('\n'), address }),
    };
  };
}
