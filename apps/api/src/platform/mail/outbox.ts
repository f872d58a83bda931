import type { Database, Prisma } from '@sos/database';
import { randomUUID } from 'node:crypto';

import type { Clock, DatabaseTransaction, Outbox } from '../platform.types.js';

export interface QueuedMail {
  readonly id: string;
  readonly messageId: string;
  readonly template: string;
  readonly subjectId: string;
  readonly language: string;
  readonly attempts: number;
}

/** Where mail waits. It holds ids, never an address. */
export interface OutboxStore extends Outbox {
  /** Takes mails that are due, for `leaseMs`: a worker that dies gives them back. */
  claim(limit: number, leaseMs: number): Promise<readonly QueuedMail[]>;
  markSent(id: string): Promise<void>;
  markDropped(id: string): Promise<void>;
  retryAt(id: string, at: Date, errorCode: string): Promise<void>;
  markFailed(id: string, errorCode: string): Promise<void>;
}

function toQueued(row: Readonly<Record<string, unknown>>): QueuedMail {
  return {
    id: String(row['id']),
    messageId: String(row['messageId']),
    template: String(row['template']),
    subjectId: String(row['subjectId']),
    language: String(row['language']),
    attempts: Number(row['attempts']),
  };
}

/** @param mailDomain the right-hand side of our Message-IDs. */
export function createOutbox(database: Database, clock: Clock, mailDomain: string): OutboxStore {
  const update = async (id: string, data: Prisma.OutboxUpdateManyMutationInput): Promise<void> => {
    await database.prisma.outbox.updateMany({ where: { id }, data });
  };
  return {
    async queue({ idempotencyKey, template, subjectId, language }, transaction?: DatabaseTransaction) {
      const client = transaction ?? database.prisma;
      const now = clock.now();
      // The same Message-ID on every attempt: a mail that left twice is one mail to the reader.
      const messageId = `<${randomUUID()}@${mailDomain}>`;
      await client.outbox.createMany({
        data: [{ idempotencyKey, template, subjectId, language, messageId, createdAt: now, nextAttemptAt: now }],
        skipDuplicates: true,
      });
    },
    async claim(limit, leaseMs) {
      const now = clock.now();
      const rows = await database.sql`
        UPDATE "Outbox" SET "attempts" = "attempts" + 1, "nextAttemptAt" = ${new Date(now.getTime() + leaseMs)}
        WHERE "id" IN (
          SELECT "id" FROM "Outbox" WHERE "status" = 'pending' AND "nextAttemptAt" <= ${now}
          ORDER BY "nextAttemptAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING "id", "messageId", "template", "subjectId", "language", "attempts"`;
      return rows.map(toQueued);
    },
    markSent: (id) => update(id, { status: 'sent', sentAt: clock.now(), errorCode: null }),
    markDropped: (id) => update(id, { status: 'sent', errorCode: 'NOTHING_TO_SEND' }),
    retryAt: (id, at, errorCode) => update(id, { nextAttemptAt: at, errorCode }),
    markFailed: (id, errorCode) => update(id, { status: 'failed', errorCode }),
  };
}
