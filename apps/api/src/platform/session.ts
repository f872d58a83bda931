import type { Database } from '@sos/database';
import { isRecentProof, SESSION, type Assurance, type DeviceKind, type Role } from '@sos/domain';
import { createHash, randomBytes } from 'node:crypto';

import { currentAt } from './current-membership.js';
import { hashOfDevice, meetDevice } from './device.js';
import type {
  Audit,
  Clock,
  Config,
  DatabaseTransaction,
  ListedSession,
  OpenedSession,
  Sessions,
  SessionWanted,
} from './platform.types.js';
import type { Proof, Viewer } from './viewer.js';

const TOKEN_BYTES = 32;
const SEEN_EVERY_MS = 60_000;

/** 256 random bits in base64url; anything else was never ours and costs no query. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface SessionParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly config: Pick<Config, 'mode'>;
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
    select: {
      id: true,
      accountId: true,
      lastSeenAt: true,
      assurance: true,
      provenAt: true,
      device: { select: { hash: true } },
    },
  });
}

/** The account as the rest of the server sees it: the roles of its current memberships, together. */
export async function loadViewer(
  database: Database,
  accountId: string,
  proof: Proof,
  now: Date,
): Promise<Viewer | null> {
  const account = await database.prisma.account.findFirst({
    where: { id: accountId, status: 'active' },
    include: {
      memberships: {
        where: { ...currentAt(now), organisation: { standing: { not: 'suspended' } } },
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

/** In production a password alone opens nothing but the way to a second factor; the demo's accounts have nothing else. */
function awaitsSecondFactor({ config }: SessionParts, assurance: Assurance): boolean {
  return config.mode === 'production' && assurance === 'password';
}

/** Its own account is named: that another one was opened in the same browser is written down nowhere. */
async function endReplaced(tx: DatabaseTransaction, audit: Audit, tokenHash: Uint8Array<ArrayBuffer>): Promise<void> {
  const session = await tx.session.findUnique({ where: { tokenHash }, select: { id: true, accountId: true } });
  if (!session) return;
  const { id: subjectId, accountId: actorId } = session;
  await tx.session.deleteMany({ where: { tokenHash } });
  const facts = { reason: 'replaced' };
  await audit.record({ event: 'session.revoked', actorId, subject: 'session', subjectId, facts }, tx);
}

async function openSession(parts: SessionParts, wanted: SessionWanted): Promise<OpenedSession> {
  const { database, clock, audit } = parts;
  const { accountId, assurance, method, replaces } = wanted;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + SESSION.absoluteMs);
  return database.prisma.$transaction(async (tx) => {
    if (replaces !== null && TOKEN.test(replaces)) await endReplaced(tx, audit, hashOf(replaces));
    const device = await meetDevice(tx, accountId, wanted.device, now);
    const times = { createdAt: now, lastSeenAt: now, provenAt: now, expiresAt };
    const { id: sessionId } = await tx.session.create({
      data: { tokenHash: hashOf(token), accountId, deviceId: device.id, assurance, ...times },
      select: { id: true },
    });
    await audit.record(
      { event: 'session.signedIn', actorId: accountId, subject: 'session', subjectId: sessionId, facts: { method } },
      tx,
    );
    const proof: Proof = {
      sessionId,
      assurance,
      isRecent: true,
      awaitsSecondFactor: awaitsSecondFactor(parts, assurance),
    };
    const newDeviceId = device.isNew ? device.id : null;
    return { token, deviceToken: device.token, expiresAt, proof, newDeviceId };
  });
}

/** A session's cookie without its browser's was taken from there: it ends for whoever holds it. */
async function endStolen({ database, audit }: SessionParts, session: { id: string; accountId: string }): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: session.id } });
    if (count === 0) return;
    // About the account: its owner reads of it in their own history, and of a session by its id nobody would.
    const about = { subject: 'account', subjectId: session.accountId } as const;
    await audit.record({ event: 'session.revoked', actorId: null, ...about, facts: { reason: 'other_device' } }, tx);
  });
}

async function viewerOf(parts: SessionParts, token: string, deviceToken: string | null): Promise<Viewer | null> {
  if (!TOKEN.test(token)) return null;
  const { database, clock } = parts;
  const now = clock.now();
  const session = await findSession(database, token, now);
  if (!session) return null;
  const { id: sessionId, accountId, assurance, provenAt, lastSeenAt } = session;
  if (deviceToken === null || !hashOfDevice(accountId, deviceToken).equals(Buffer.from(session.device.hash))) {
    await endStolen(parts, session);
    return null;
  }
  if (now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await database.prisma.session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: now } });
  }
  const isRecent = isRecentProof(provenAt, now);
  const proof: Proof = { sessionId, assurance, isRecent, awaitsSecondFactor: awaitsSecondFactor(parts, assurance) };
  return loadViewer(database, accountId, proof, now);
}

async function listSessions({ database, clock }: SessionParts, accountId: string): Promise<readonly ListedSession[]> {
  const now = clock.now();
  const idle = new Date(now.getTime() - SESSION.idleMs);
  const rows = await database.prisma.session.findMany({
    where: { accountId, revokedAt: null, expiresAt: { gt: now }, lastSeenAt: { gt: idle } },
    orderBy: [{ lastSeenAt: 'desc' }, { createdAt: 'desc' }],
    select: { id: true, createdAt: true, lastSeenAt: true, device: { select: { browser: true, system: true } } },
  });
  // The columns are written from these codes only.
  return rows.map(({ device, ...session }) => ({ ...session, ...(device as DeviceKind) }));
}

function changes(parts: SessionParts): Pick<Sessions, 'end' | 'prove' | 'revoke' | 'endAll'> {
  const { database, clock, audit } = parts;
  return {
    async end(token) {
      if (!TOKEN.test(token)) return;
      await database.prisma.$transaction(async (tx) => {
        const tokenHash = hashOf(token);
        const session = await tx.session.findUnique({ where: { tokenHash }, select: { id: true, accountId: true } });
        if (!session) return;
        await tx.session.deleteMany({ where: { tokenHash } });
        const { id: subjectId, accountId: actorId } = session;
        await audit.record({ event: 'session.signedOut', actorId, subject: 'session', subjectId }, tx);
      });
    },
    async prove({ accountId: actorId, proof: { sessionId } }, assurance, method) {
      await database.prisma.$transaction(async (tx) => {
        const data = { provenAt: clock.now(), assurance };
        const { count } = await tx.session.updateMany({ where: { id: sessionId, accountId: actorId }, data });
        if (count === 0) return;
        const facts = { method };
        await audit.record(
          { event: 'session.provenAgain', actorId, subject: 'session', subjectId: sessionId, facts },
          tx,
        );
      });
    },
    async revoke(accountId, sessionId) {
      return database.prisma.$transaction(async (tx) => {
        const { count } = await tx.session.deleteMany({ where: { id: sessionId, accountId } });
        if (count === 0) return false;
        const facts = { reason: 'asked' };
        await audit.record(
          { event: 'session.revoked', actorId: accountId, subject: 'session', subjectId: sessionId, facts },
          tx,
        );
        return true;
      });
    },
    async endAll({ accountId, except, assurance, actorId, reason }, transaction) {
      const run = async (tx: DatabaseTransaction): Promise<number> => {
        const where = {
          accountId,
          ...(except === undefined ? {} : { id: { not: except } }),
          ...(assurance === undefined ? {} : { assurance }),
        };
        const { count } = await tx.session.deleteMany({ where });
        if (count === 0) return 0;
        const facts = { reason, count: String(count) };
        await audit.record({ event: 'session.revoked', actorId, subject: 'account', subjectId: accountId, facts }, tx);
        return count;
      };
      return transaction ? run(transaction) : database.prisma.$transaction(run);
    },
  };
}

export function createSessions(parts: SessionParts): Sessions {
  return {
    open: (wanted) => openSession(parts, wanted),
    viewerOf: (token, deviceToken) => viewerOf(parts, token, deviceToken),
    list: (accountId) => listSessions(parts, accountId),
    ...changes(parts),
  };
}
