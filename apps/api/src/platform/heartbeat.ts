import type { Database } from '@sos/database';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import type { Clock, Logger } from './platform.types.js';

const BEAT_MS = 15_000;

/** Names the built code: two processes with the same name run the same bytes. */
export function buildOf(file: string): string {
  if (!existsSync(file)) return 'source';
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
}

export interface Heartbeat {
  stop(): Promise<void>;
}

/** Says every quarter of a minute that this process is there; a failure is logged and tried again. */
export async function startHeartbeat(
  database: Database,
  clock: Clock,
  logger: Logger,
  { role, build }: { readonly role: string; readonly build: string },
): Promise<Heartbeat> {
  const id = randomUUID();
  const startedAt = clock.now();
  const beat = async (): Promise<void> => {
    const seenAt = clock.now();
    try {
      const create = { id, role, build, startedAt, seenAt };
      await database.prisma.processBeat.upsert({ where: { id }, create, update: { seenAt } });
    } catch (error) {
      logger.error('heartbeat.failed', error);
    }
  };
  await beat();
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = beat();
  }, BEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await database.prisma.processBeat.deleteMany({ where: { id } }).catch(() => undefined);
    },
  };
}
