import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

import type { Vaulted } from '../../platform/platform.types.js';

/** ALTCHA's documented challenge (SHA-256, version 1): the widget's field names are the format's. */
export interface Challenge {
  readonly algorithm: 'SHA-256';
  readonly challenge: string;
  readonly salt: string;
  readonly signature: string;
  readonly maxnumber: number;
}

/** About half a second on a laptop, three on a cheap phone. */
const MOST_WORK = 50_000;
const VALID_MS = 20 * 60_000;
const SALT_BYTES = 12;
const PAYLOAD_MOST = 2_000;

const payloadSchema = z.object({
  algorithm: z.literal('SHA-256'),
  challenge: z.string().regex(/^[0-9a-f]{64}$/),
  number: z.int().min(0).max(MOST_WORK),
  salt: z.string().regex(/^[0-9a-f]{24}\?expires=\d{10}&$/),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const signatureOf = (vaulted: Vaulted, challenge: string): string => vaulted.hmac('altcha', challenge).toString('hex');

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

export function createChallenge(vaulted: Vaulted, now: Date): Challenge {
  const expires = Math.floor((now.getTime() + VALID_MS) / 1000);
  // The closing & keeps a digit of the number from being read as one of the date: that would make an old answer good again.
  const salt = `${randomBytes(SALT_BYTES).toString('hex')}?expires=${expires}&`;
  const challenge = sha256(`${salt}${randomInt(MOST_WORK + 1)}`);
  return { algorithm: 'SHA-256', challenge, salt, signature: signatureOf(vaulted, challenge), maxnumber: MOST_WORK };
}

function decode(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}

export interface SolvedChallenge {
  /** What is spent: one challenge pays for one signature. */
  readonly id: string;
  readonly expiresAt: Date;
}

/** Our own verifier: the format's library spends fifty times as long on the same two hashes (docs/decisions/0032). */
export function verifySolution(vaulted: Vaulted, payload: string, now: Date): SolvedChallenge | null {
  if (payload.length > PAYLOAD_MOST) return null;
  const parsed = payloadSchema.safeParse(decode(payload));
  if (!parsed.success) return null;
  const { salt, number, challenge, signature } = parsed.data;
  const expiresAt = new Date(Number.parseInt(salt.split('=')[1] ?? '', 10) * 1000);
  if (expiresAt <= now) return null;
  if (!sameText(signature, signatureOf(vaulted, challenge)) || !sameText(challenge, sha256(`${salt}${number}`)))
    return null;
  return { id: `altcha:${challenge}`, expiresAt };
}
