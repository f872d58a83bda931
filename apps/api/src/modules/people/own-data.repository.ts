import type { Database } from '@sos/database';

import type { DatabaseTransaction } from '../../platform/platform.types.js';

/** Everything the service holds about one account, and taking it away. */
export class OwnDataRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  findState(accountId: string): Promise<{ email: string; listed: boolean; eraseAt: Date | null }> {
    const select = { email: true, listed: true, eraseAt: true } as const;
    return this.#prisma.account.findUniqueOrThrow({ where: { id: accountId }, select });
  }

  /** Of secrets that they exist, never the secrets: a file that lies in a downloads folder must open nothing. */
  async gather(accountId: string): Promise<Readonly<Record<string, unknown>>> {
    const prisma = this.#prisma;
    const [account, credentials, sessions, publicKeys, invitationsSent, proposals] = await Promise.all([
      prisma.account.findUniqueOrThrow({ where: { id: accountId }, include: MEMBERSHIPS }),
      prisma.credential.findMany({ where: { accountId }, select: CREDENTIAL }),
      prisma.session.findMany({ where: { accountId }, select: SESSION }),
      prisma.publicKey.findMany({ where: { accountId }, select: PUBLIC_KEY }),
      prisma.invitation.findMany({ where: { invitedById: accountId }, select: INVITATION }),
      prisma.proposal.findMany({
        where: {
          OR: [
            { proposedById: accountId },
            { decidedById: accountId },
            // Not while it is open: whoever is suspected must not be warned by their own export.
            { concernedAccountId: accountId, status: { not: 'open' } },
          ],
        },
      }),
    ]);
    const { memberships, ...columns } = account;
    return {
      account: columns,
      memberships,
      credentials,
      sessions,
      publicKeys: publicKeys.map(({ bytes, ...key }) => ({ ...key, bytes: Buffer.from(bytes).toString('base64') })),
      invitationsSent,
      proposals,
      ...(await this.#work(accountId, columns.email)),
    };
  }

  async #work(accountId: string, email: string): Promise<Readonly<Record<string, unknown>>> {
    const prisma = this.#prisma;
    const [campaigns, updates, transitions, approvals, cases, assignedCases, entries, invitationsReceived, audit] =
      await Promise.all([
        prisma.campaign.findMany({ where: { authorId: accountId }, select: CAMPAIGN }),
        prisma.campaignUpdate.findMany({
          where: { authorId: accountId },
          select: { id: true, campaignId: true, publishedAt: true },
        }),
        prisma.campaignTransition.findMany({ where: { actorId: accountId } }),
        prisma.campaignApproval.findMany({
          where: { approverId: accountId },
          select: { campaignId: true, version: true, at: true },
        }),
        prisma.case.findMany({ where: { ownerId: accountId }, select: CASE }),
        prisma.case.findMany({ where: { assigneeId: accountId }, select: { id: true } }),
        prisma.entry.findMany({ where: { authorId: accountId }, select: ENTRY }),
        prisma.invitation.findMany({ where: { email }, select: INVITATION }),
        prisma.auditEntry.findMany({
          where: { actorId: accountId },
          select: { sequence: true, at: true, event: true, subject: true, subjectId: true, facts: true },
          orderBy: { sequence: 'asc' },
        }),
      ]);
    return { campaigns, updates, transitions, approvals, cases, assignedCases, entries, invitationsReceived, audit };
  }

  async setEraseAt(tx: DatabaseTransaction, accountId: string, eraseAt: Date | null): Promise<void> {
    await tx.account.update({ where: { id: accountId }, data: { eraseAt } });
  }

  async listDue(now: Date): Promise<readonly string[]> {
    const rows = await this.#prisma.account.findMany({ where: { eraseAt: { lte: now } }, select: { id: true } });
    return rows.map(({ id }) => id);
  }

  /**
   * The account with its credentials, sessions and memberships. Public keys stay without an owner: what they signed in cases must
   * stay checkable. Ids in cases, campaigns and the audit name nobody any more.
   */
  async erase(tx: DatabaseTransaction, accountId: string, email: string, now: Date): Promise<void> {
    await tx.invitation.deleteMany({ where: { email } });
    await tx.publicKey.updateMany({ where: { accountId, retiredAt: null }, data: { retiredAt: now } });
    await tx.publicKey.updateMany({ where: { accountId }, data: { accountId: null } });
    await tx.account.delete({ where: { id: accountId } });
  }
}

const MEMBERSHIPS = {
  memberships: { include: { organisation: { select: { id: true, name: true } } } },
} as const;
const CREDENTIAL = { id: true, kind: true, label: true, createdAt: true, lastUsedAt: true } as const;
const SESSION = {
  id: true,
  device: { select: { browser: true, system: true, createdAt: true, lastSeenAt: true } },
  createdAt: true,
  lastSeenAt: true,
  expiresAt: true,
  assurance: true,
  provenAt: true,
} as const;
const PUBLIC_KEY = { fingerprint: true, bytes: true, createdAt: true, retiredAt: true } as const;
const INVITATION = {
  id: true,
  email: true,
  organisationId: true,
  roles: true,
  status: true,
  createdAt: true,
  expiresAt: true,
} as const;
const CAMPAIGN = { id: true, slug: true, type: true, status: true, createdAt: true, changedAt: true } as const;
/** What its reporter sees of a case on the screen as well: who of the team works on it, and when, is theirs. */
const CASE = { id: true, severity: true, status: true, language: true, openedHour: true } as const;
const ENTRY = { id: true, caseId: true, audience: true, rosterVersion: true, storedHour: true } as const;
