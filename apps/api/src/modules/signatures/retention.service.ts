import type { Clock, Logger } from '../../platform/platform.types.js';
import type { RetentionRepository } from './retention.repository.js';

/** How long after its closing an archived campaign still holds addresses: long enough to deliver, answer and follow up. */
export const RETENTION_DAYS = 180;
const DAY_MS = 86_400_000;

export class RetentionService {
  constructor(
    private readonly retention: RetentionRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async eraseDue(): Promise<void> {
    const now = this.clock.now();
    for (const id of await this.retention.listDue(new Date(now.getTime() - RETENTION_DAYS * DAY_MS))) {
      while (await this.retention.eraseSome(id, now));
      await this.retention.destroyKeys(id);
      this.logger.info('signatures.erased', { id });
    }
  }
}
