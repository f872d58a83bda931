import { RETENTION, type Database, type Prisma } from '@sos/database';
import type { Role } from '@sos/domain';

import type { DatabaseTransaction } from '../../platform/platform.types.js';

/** Closed and run out invitations, and with them the addresses, go after this. A dry run counts by the same rule. */
export const { invitationDays: INVITATION_KEPT_DAYS } = RETENTION;

const WITH_ORGANISATION = {
  organisation: { select: { name: true, standing: true } },
} as const satisfies Prisma.InvitationInclude;

export type InvitationRecord = Prisma.InvitationGetPayload<{ include: typeof WITH_ORGANISATION }>;

export interface NewInvitation {
  readonly id: string;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly email: string;
  readonly language: string;
  readonly organisationId: string;
  readonly roles: Role[];
  readonly focalPoint: boolean;
  readonly invitedById: string;
  readonly status: 'waiting' | 'pending';
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export class InvitationRepository {
  readonly #prisma: Database['prisma'];

  constructor(database: Database) {
    this.#prisma = database.prisma;
  }

  find(id: string, tx?: DatabaseTransaction): Promise<InvitationRecord | null> {
    return (tx ?? this.#prisma).invitation.findUnique({ where: { id }, include: WITH_ORGANISATION });
  }

  findByToken(tokenHash: Uint8Array<ArrayBuffer>, tx?: DatabaseTransaction): Promise<InvitationRecord | null> {
    return (tx ?? this.#prisma).invitation.findUnique({ where: { tokenHash }, include: WITH_ORGANISATION });
  }

  /** Sent, or waiting for approval, and neither taken nor taken back. Run out ones too: they can be sent again. */
  pending(): Promise<InvitationRecord[]> {
    return this.#pendingWhere({});
  }

  pendingOf(organisationIds: readonly string[]): Promise<InvitationRecord[]> {
    return this.#pendingWhere({ organisationId: { in: [...organisationIds] } });
  }

  async isPending(tx: DatabaseTransaction, email: string, organisationId: string): Promise<boolean> {
    const where = { email, organisationId, status: { in: ['waiting' as const, 'pending' as const] } };
    return (await tx.invitation.count({ where })) > 0;
  }

  async hasAccount(email: string): Promise<boolean> {
    return (await this.#prisma.account.count({ where: { email } })) > 0;
  }

  async create(tx: DatabaseTransaction, invitation: NewInvitation): Promise<void> {
    await tx.invitation.create({ data: invitation });
  }

  async issue(
    tx: DatabaseTransaction,
    id: string,
    issue: number,
    { tokenHash, expiresAt }: Pick<NewInvitation, 'tokenHash' | 'expiresAt'>,
  ): Promise<void> {
    await tx.invitation.update({ where: { id }, data: { issue, tokenHash, expiresAt, status: 'pending' } });
  }

  async close(tx: DatabaseTransaction, id: string, status: 'accepted' | 'revoked', closedAt: Date): Promise<void> {
    await tx.invitation.update({ where: { id }, data: { status, closedAt } });
  }

  /** An address that did not come, or came and has an account of its own, is nobody's to keep. */
  async deleteOver(before: Date): Promise<number> {
    const over = [{ closedAt: { lt: before } }, { closedAt: null, expiresAt: { lt: before } }];
    return (await this.#prisma.invitation.deleteMany({ where: { OR: over } })).count;
  }

  #pendingWhere(where: Prisma.InvitationWhereInput): Promise<InvitationRecord[]> {
    return this.#prisma.invitation.findMany({
      where: { ...where, status: { in: ['waiting', 'pending'] } },
      include: WITH_ORGANISATION,
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      take: 500,
    });
  }
}
