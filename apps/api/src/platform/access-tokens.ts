import type { Database } from '@sos/database';
import { ACCESS_TOKEN, TOKEN_SCOPES } from '@sos/domain';
import { createHash, randomBytes } from 'node:crypto';

import { currentAt } from './current-membership.js';
import { rateLimited } from './errors.js';
import type { Clock, RateLimits } from './platform.types.js';
import type { Viewer } from './viewer.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BODY = 43;
const CHECK = 6;
const CHECK_BYTES = 4;
const TOKEN_BYTES = 32;
const SHAPE = new RegExp(`^${ACCESS_TOKEN.prefix}[0-9A-Za-z]{${BODY + CHECK}}$`);

/** Letters and digits only: a double click takes the whole of it. */
function spell(bytes: Uint8Array, length: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let word = '';
  for (; rest > 0n; rest /= 62n) word = (ALPHABET[Number(rest % 62n)] ?? '') + word;
  return word.padStart(length, '0');
}

function checkOf(body: string): string {
  const hash = createHash('sha256').update(`${ACCESS_TOKEN.prefix}${body}`).digest();
  return spell(hash.subarray(0, CHECK_BYTES), CHECK);
}

/** 256 random bits, a prefix that scanners of leaked secrets recognise, and a check that costs no query. */
export function newAccessToken(): string {
  const body = spell(randomBytes(TOKEN_BYTES), BODY);
  return `${ACCESS_TOKEN.prefix}${body}${checkOf(body)}`;
}

/** Whether it could be one of ours at all. */
export function isAccessToken(token: string): boolean {
  if (!SHAPE.test(token)) return false;
  const body = token.slice(ACCESS_TOKEN.prefix.length, -CHECK);
  return token.endsWith(checkOf(body));
}

export function accessTokenHash(token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(token).digest());
}

export interface AccessTokens {
  /** Null: unknown, expired, revoked, or its owner is no partner any more. @throws RATE_LIMITED */
  viewerOf(token: string): Promise<Viewer | null>;
}

/** Everything that can end a token is asked each time: an ended membership or a suspension acts at once. */
async function findToken(database: Database, token: string, now: Date) {
  return database.prisma.accessToken.findFirst({
    where: {
      tokenHash: accessTokenHash(token),
      revokedAt: null,
      expiresAt: { gt: now },
      membership: {
        ...currentAt(now),
        roles: { has: 'partner' },
        account: { status: 'active' },
        organisation: { standing: { not: 'suspended' } },
      },
    },
    select: {
      id: true,
      scopes: true,
      lastUsedOn: true,
      membership: {
        select: {
          account: { select: { id: true, displayName: true, language: true } },
          organisation: { select: { id: true, name: true, country: true } },
        },
      },
    },
  });
}

export function createAccessTokens(database: Database, clock: Clock, rateLimits: RateLimits): AccessTokens {
  const markUsed = async (id: string, lastUsedOn: Date | null, now: Date): Promise<void> => {
    const today = new Date(now.toISOString().slice(0, 10));
    if (lastUsedOn !== null && lastUsedOn >= today) return;
    await database.prisma.accessToken.updateMany({ where: { id }, data: { lastUsedOn: today } });
  };
  return {
    async viewerOf(token) {
      if (!isAccessToken(token)) return null;
      const now = clock.now();
      const found = await findToken(database, token, now);
      if (!found) return null;
      const wait = await rateLimits.take('access-token', found.id, ACCESS_TOKEN.perMinute);
      if (wait !== null) throw rateLimited(wait);
      await markUsed(found.id, found.lastUsedOn, now);
      const { account, organisation } = found.membership;
      return {
        accountId: account.id,
        displayName: account.displayName,
        language: account.language,
        roles: new Set(['partner'] as const),
        // A program proves nothing about a person.
        proof: { sessionId: '', assurance: 'password', isRecent: false },
        scopes: new Set(TOKEN_SCOPES.filter((scope) => found.scopes.includes(scope))),
        organisations: [organisation],
      };
    },
  };
}
