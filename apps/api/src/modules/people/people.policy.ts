import { changedRoles, dutiesApart, type Role } from '@sos/domain';

import { AppError, notFound } from '../../platform/errors.js';
import type { DatabaseTransaction } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { refuse } from './people-outcome.js';
import type { MembershipRecord, PeopleRepository } from './people.repository.js';

/** The rules of every change of people, asked inside its transaction: between two of them nothing can come. */
export class PeoplePolicy {
  constructor(private readonly people: PeopleRepository) {}

  /** The request began with this power; the one before it in the queue may have taken it away. */
  async stillAdministrator(tx: DatabaseTransaction, { accountId }: Viewer, now: Date): Promise<void> {
    const account = await this.people.findAccount(tx, accountId);
    const memberships = await this.people.membershipsOf(accountId, now, tx);
    if (account?.status !== 'active' || !memberships.some(isPowerOf('administrator'))) throw new AppError('FORBIDDEN');
  }

  /** @returns the viewer's own membership of an organisation they speak for. Another organisation does not exist for them. */
  async ownFocalPoint(
    tx: DatabaseTransaction,
    { accountId }: Viewer,
    organisationId: string,
    now: Date,
  ): Promise<MembershipRecord> {
    const own = await this.ownMembership(tx, accountId, organisationId, now);
    if (!own.focalPoint) throw new AppError('FORBIDDEN');
    if (own.organisation.standing === 'suspended') throw new AppError('FORBIDDEN');
    return own;
  }

  async ownMembership(
    tx: DatabaseTransaction,
    accountId: string,
    organisationId: string,
    now: Date,
  ): Promise<MembershipRecord> {
    const memberships = await this.people.membershipsOf(accountId, now, tx);
    const own = memberships.find((membership) => membership.organisationId === organisationId);
    if (!own) throw notFound();
    return own;
  }

  /** Before roles are given: together with what the account holds elsewhere. */
  async assertTogether(
    tx: DatabaseTransaction,
    accountId: string,
    organisationId: string,
    roles: readonly Role[],
    now: Date,
  ): Promise<void> {
    const memberships = await this.people.membershipsOf(accountId, now, tx);
    const elsewhere = memberships.filter((membership) => membership.organisationId !== organisationId);
    if (dutiesApart([...roles, ...elsewhere.flatMap((membership) => membership.roles)])) refuse('roles_apart');
  }

  /** Before a membership loses roles or ends: somebody must be left to run the service, and to speak for the organisation. */
  async assertLeavesSuccessor(
    tx: DatabaseTransaction,
    membership: MembershipRecord,
    after: { readonly roles: readonly Role[]; readonly focalPoint: boolean },
    now: Date,
  ): Promise<void> {
    const lost = changedRoles(membership.roles, after.roles).filter((role) => membership.roles.includes(role));
    if (lost.includes('administrator') && (await this.people.otherAdministrators(tx, membership.accountId, now)) === 0)
      refuse('last_administrator');
    if (!membership.focalPoint || after.focalPoint) return;
    const { organisationId, id } = membership;
    if ((await this.people.otherFocalPoints(tx, organisationId, id, now)) === 0) refuse('last_focal_point');
  }
}

function isPowerOf(role: Role): (membership: MembershipRecord) => boolean {
  return ({ roles, organisation }) => roles.includes(role) && organisation.standing !== 'suspended';
}
