import type { Database } from '@sos/database';
import { isUuid } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import { isError } from './is-error.js';
import type { Clock, Logger } from './platform.types.js';

/** Something that fails every second must not fill the database with it. */
const MOST_PER_HOUR = 200;
const HOUR_MS = 3_600_000;
const SAFE_NAME = /^[A-Za-z0-9_.$-]{1,60}$/;

const safe = (name: string): string => (SAFE_NAME.test(name) ? name : 'withheld');

/**
 * Remembers beside the log, for an administrator's screen, that something broke: the id a person may quote, the event and the class
 * of the error. Never its message, which may quote what somebody sent.
 */
export function recordErrors(logger: Logger, database: Database, clock: Clock): Logger {
  let window = 0;
  let taken = 0;
  const isWithinBudget = (now: Date): boolean => {
    const current = Math.floor(now.getTime() / HOUR_MS);
    taken = current === window ? taken + 1 : 1;
    window = current;
    return taken <= MOST_PER_HOUR;
  };
  const record = async (event: string, error: unknown, id: unknown): Promise<void> => {
    const at = clock.now();
    if (!isWithinBudget(at)) return;
    const errorClass = safe(isError(error) ? error.constructor.name : typeof error);
    const data = [{ id: typeof id === 'string' && isUuid(id) ? id : randomUUID(), at, event: safe(event), errorClass }];
    await database.prisma.internalError.createMany({ data, skipDuplicates: true });
  };
  return {
    ...logger,
    error(event, error, fields = {}) {
      logger.error(event, error, fields);
      // The database may be what broke: the log has it, and that is enough.
      record(event, error, fields['id']).catch(() => logger.warn('errors.not_recorded'));
    },
  };
}
