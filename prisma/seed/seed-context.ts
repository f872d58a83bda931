import { createHash } from 'node:crypto';
import type { createEngine } from '@sos/crypto/engine';
import type { Database, Secrets } from '@sos/database';

export interface SeedContext {
  readonly database: Database;
  readonly dataFolder: string;
  readonly secrets: Secrets;
  readonly engine: ReturnType<typeof createEngine>;
  readonly now: Date;
  /** One line per step, for the person who waits. */
  readonly say: (line: string) => void;
}

export const DAY_MS = 86_400_000;

export function daysFrom(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * DAY_MS);
}

export function sha256(bytes: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return Buffer.from(sha256(bytes)).toString('hex');
}
