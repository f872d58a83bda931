import type { Database } from '@sos/database';
import { isRecentProof, SESSION, type Assurance, type Role } from '@sos/domain';
import { createHash, randomBytes } from 'node:crypto';

import type { Clock } from './platform.types.js';
import type { Proof, Viewer } from './viewer.js';

const TOKEN_BYTES = 32;
const SEEN_EVERY_MS = 60_000;

/** 256 random bits in base64url; anything else was never ours and costs no query. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface Sessions {
  /** A new token; the one that was presented, if any, ends: whoever knew it before sign-in must not ride along. */
  open(
    accountId: string,
    replaces: string | null,
    assurance?: Assurance,
  ): Promise<{ token: string; expiresAt: Date; proof: Proof }>;
  /** Null: unknown, expired, revoked, or its account suspended. */
  viewerOf(token: string): Promise<Viewer | null>;
  end(token: string): Promise<void>;
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(token).digest());
}

async function findSession(database: Database, token: string, now: Date) {
  return database.prisma.session.findFirst({
    where: {
      tokenHash: hashOf(token),
      revokedAt: null,
      expiresAt: { gt: now },
      lastSeenAt: { gt: new Date(now.getTime() - SESSION.idleMs) },
      account: { status: 'active' },
    },
    select: { id: true, accountId: true, lastSeenAt: true, assurance: true, provenAt: true },
  });
}

/** The account as the rest of the server sees it: the roles of its current memberships, together. */
export async function loadViewer(
  database: Database,
  accountId: string,
  proof: Proof,
  now: Date,
): Promise<Viewer | null> {
  const current = { since: { lte: now }, OR: [{ until: null }, { until: { gt: now } }] };
  const account = await database.prisma.account.findFirst({
    where: { id: accountId, status: 'active' },
    include: {
      memberships: {
        where: { ...current, organisation: { standing: { not: 'suspended' } } },
        include: { organisation: { select: { id: true, name: true, country: true } } },
        orderBy: { organisation: { name: 'asc' } },
      },
    },
  });
  if (!account) return null;
  return {
    accountId: account.id,
    displayName: account.displayName,
    language: account.language,
    proof,
    roles: new Set<Role>(account.memberships.flatMap(({ roles }) => roles)),
    organisations: account.memberships.map(({ organisation }) => organisation),
  };
}

export function createSessions(database: Database, clock: Clock): Sessions {
  const end = async (token: string): Promise<void> => {
    if (!TOKEN.test(token)) return;
    await database.prisma.session.deleteMany({ where: { tokenHash: hashOf(token) } });
  };
  return {
    async open(accountId, replaces, assurance = 'password') {
      if (replaces !== null) await end(replaces);
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const now = clock.now();
      const expiresAt = new Date(now.getTime() + SESSION.absoluteMs);
      const { id: sessionId } = await database.prisma.session.create({
        data: {
          tokenHash: hashOf(token),
          accountId,
          createdAt: now,
          lastSeenAt: now,
          provenAt: now,
          expiresAt,
          assurance,
        },
        select: { id: true },
      });
      return { token, expiresAt, proof: { sessionId, assurance, isRecent: true } };
    },
    async viewerOf(token) {
      if (!TOKEN.test(token)) return null;
      const now = clock.now();
      const session = await findSession(database, token, now);
      if (!session) return null;
      if (now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
        await database.prisma.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } });
      }
      const { id: sessionId, assurance, provenAt } = session;
      const proof: Proof = { sessionId, assurance, isRecent: isRecentProof(provenAt, now) };
      return loadViewer(database, session.accountId, proof, now);
    },
    end,
  };
}
