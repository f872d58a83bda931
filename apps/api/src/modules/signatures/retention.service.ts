import type { Clock, Logger, SettingsReader } from '../../platform/platform.types.js';
import { MONTH_DAYS, UNCONFIRMED_DAYS, type RetentionRepository } from './retention.repository.js';

/** How long a signature that nobody confirms holds an address: whoever typed it may not have been its owner. */
export const CONFIRM_WITHIN_DAYS = UNCONFIRMED_DAYS;
const DAY_MS = 86_400_000;

export class RetentionService {
  constructor(
    private readonly retention: RetentionRepository,
    private readonly settings: SettingsReader,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async eraseDue(): Promise<void> {
    const now = this.clock.now();
    const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
    while (await this.retention.eraseUnconfirmed(daysAgo(CONFIRM_WITHIN_DAYS), now));
    // How long after its closing an archived campaign still holds addresses: long enough to deliver, answer and follow up.
    const { signatureRetentionMonths } = await this.settings.read();
    for (const id of await this.retention.listDue(daysAgo(signatureRetentionMonths * MONTH_DAYS))) {
      while (await this.retention.eraseSome(id, now));
      await this.retention.destroyKeys(id);
      this.logger.info('signatures.erased', { id });
    }
  }
}
