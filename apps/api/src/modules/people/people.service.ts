import { changedRoles, wayToGrantAll, type Role } from '@sos/domain';

import { notFound } from '../../platform/errors.js';
import type { Audit, Clock, DatabaseTransaction, Notices } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { parseId, parsePeopleFilter, parseReason, parseRoles } from './people-input.js';
import { done, outcomeOf, refuse, type PeopleOutcome } from './people-outcome.js';
import type { PeoplePolicy } from './people.policy.js';
import type { MembershipRecord, PeopleRepository, PersonRecord } from './people.repository.js';
import type { ProposalRecord } from './proposal.repository.js';
import type { ProposalService } from './proposal.service.js';
import { z } from 'zod';

const MOST_PEOPLE = 500;
const payloadSchema = z.object({ before: z.array(z.string()), roles: z.array(z.string()) });

export interface PeopleParts {
  readonly people: PeopleRepository;
  readonly policy: PeoplePolicy;
  readonly proposals: ProposalService;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** What an administrator does with accounts and roles. */
export class PeopleService {
  constructor(private readonly parts: PeopleParts) {
    parts.proposals.register('membership.roles', { approve: (tx, proposal, by) => this.#applyRoles(tx, proposal, by) });
    parts.proposals.register('membership.end', { approve: (tx, proposal, by) => this.#applyEnd(tx, proposal, by) });
  }

  list(filter: unknown): Promise<{ total: number; people: readonly PersonRecord[] }> {
    return this.parts.people.list(parsePeopleFilter(filter), this.parts.clock.now(), MOST_PEOPLE);
  }

  changeRoles(
    viewer: Viewer,
    input: { readonly membershipId: string; readonly roles: unknown },
  ): Promise<PeopleOutcome> {
    const roles = parseRoles(input.roles);
    return this.#administering(viewer, async (tx) => {
      const membership = await this.#othersMembership(tx, viewer, input.membershipId);
      if (roles.length === 0) refuse('roles_missing');
      const changed = changedRoles(membership.roles, roles);
      if (changed.length === 0) refuse('nothing_changes');
      await this.#assertMayHold(tx, membership, roles);
      if (wayToGrantAll('administrator', changed) === 'alone') {
        await this.#setRoles(tx, membership, roles, viewer.accountId);
        return done(membership.id);
      }
      const payload = { before: membership.roles, roles };
      return this.#propose(tx, viewer, 'membership.roles', membership, payload);
    });
  }

  endMembership(viewer: Viewer, membershipId: string): Promise<PeopleOutcome> {
    return this.#administering(viewer, async (tx) => {
      const membership = await this.#othersMembership(tx, viewer, membershipId);
      await this.#assertMayEnd(tx, membership);
      if (wayToGrantAll('administrator', membership.roles) === 'alone') {
        await this.end(tx, membership, viewer.accountId);
        return done(membership.id);
      }
      return this.#propose(tx, viewer, 'membership.end', membership, { before: membership.roles, roles: [] });
    });
  }

  /** By one person alone: a stolen account must be stopped at once. It gives nobody a power they did not have. */
  suspend(viewer: Viewer, accountId: string, reason: unknown): Promise<PeopleOutcome> {
    return this.#setStatus(viewer, accountId, 'suspended', parseReason(reason));
  }

  restore(viewer: Viewer, accountId: string, reason: unknown): Promise<PeopleOutcome> {
    return this.#setStatus(viewer, accountId, 'active', parseReason(reason));
  }

  /** Inside a transaction of `serially`, after its rules were asked. */
  async end(tx: DatabaseTransaction, membership: MembershipRecord, actorId: string): Promise<void> {
    const { people, notices, clock } = this.parts;
    const { accountId } = membership;
    await people.end(tx, membership.id, clock.now());
    // Whoever left it themselves is told too: it may have been somebody at their screen.
    await notices.tell(accountId, 'people.membershipEnded', accountId, tx);
    const facts = { roles: membership.roles.join(','), account: accountId };
    await this.parts.audit.record(
      { event: 'membership.ended', actorId, subject: 'membership', subjectId: membership.id, facts },
      tx,
    );
  }

  #administering(viewer: Viewer, work: (tx: DatabaseTransaction) => Promise<PeopleOutcome>): Promise<PeopleOutcome> {
    const { people, policy, clock } = this.parts;
    return outcomeOf(() =>
      people.serially(async (tx) => {
        await policy.stillAdministrator(tx, viewer, clock.now());
        return work(tx);
      }),
    );
  }

  async #othersMembership(tx: DatabaseTransaction, viewer: Viewer, id: string): Promise<MembershipRecord> {
    const membership = await this.parts.people.findMembership(tx, parseId(id), this.parts.clock.now());
    if (!membership) throw notFound();
    // Nobody shapes their own power; giving it up is what leaving is for.
    if (membership.accountId === viewer.accountId) refuse('own_roles');
    return membership;
  }

  async #assertMayHold(tx: DatabaseTransaction, membership: MembershipRecord, roles: readonly Role[]): Promise<void> {
    const { policy, clock } = this.parts;
    const { accountId, organisationId, focalPoint } = membership;
    await policy.assertTogether(tx, accountId, organisationId, roles, clock.now());
    const after = { roles, focalPoint: focalPoint && roles.includes('member') };
    await policy.assertLeavesSuccessor(tx, membership, after, clock.now());
  }

  async #assertMayEnd(tx: DatabaseTransaction, membership: MembershipRecord): Promise<void> {
    const nothing = { roles: [], focalPoint: false };
    await this.parts.policy.assertLeavesSuccessor(tx, membership, nothing, this.parts.clock.now());
  }

  async #setRoles(
    tx: DatabaseTransaction,
    membership: MembershipRecord,
    roles: readonly Role[],
    actorId: string,
  ): Promise<void> {
    const { id, accountId, focalPoint } = membership;
    await this.parts.people.setRoles(tx, id, roles, focalPoint && roles.includes('member'));
    const facts = { before: membership.roles.join(','), after: roles.join(','), account: accountId };
    await this.parts.audit.record(
      { event: 'membership.changed', actorId, subject: 'membership', subjectId: id, facts },
      tx,
    );
  }

  #propose(
    tx: DatabaseTransaction,
    viewer: Viewer,
    kind: string,
    { id, accountId }: MembershipRecord,
    payload: { readonly before: readonly string[]; readonly roles: readonly string[] },
  ): Promise<PeopleOutcome> {
    return this.parts.proposals.propose(tx, viewer, {
      kind,
      subjectId: id,
      concernedAccountId: accountId,
      payload: { before: [...payload.before], roles: [...payload.roles] },
    });
  }

  /** What was approved is what was proposed: where the roles have changed since, it is over. */
  async #stillAsProposed(tx: DatabaseTransaction, proposal: ProposalRecord) {
    const membership = await this.parts.people.findMembership(tx, proposal.subjectId, this.parts.clock.now());
    const payload = payloadSchema.parse(proposal.payload);
    if (!membership || membership.roles.join() !== payload.before.join()) return refuse('proposal_over');
    return { membership, roles: parseRoles(payload.roles) };
  }

  async #applyRoles(tx: DatabaseTransaction, proposal: ProposalRecord, actorId: string): Promise<void> {
    const { membership, roles } = await this.#stillAsProposed(tx, proposal);
    await this.#assertMayHold(tx, membership, roles);
    await this.#setRoles(tx, membership, roles, actorId);
  }

  async #applyEnd(tx: DatabaseTransaction, proposal: ProposalRecord, actorId: string): Promise<void> {
    const { membership } = await this.#stillAsProposed(tx, proposal);
    await this.#assertMayEnd(tx, membership);
    await this.end(tx, membership, actorId);
  }

  #setStatus(
    viewer: Viewer,
    accountId: string,
    status: 'active' | 'suspended',
    reason: string,
  ): Promise<PeopleOutcome> {
    const { people, audit, clock } = this.parts;
    const id = parseId(accountId);
    return this.#administering(viewer, async (tx) => {
      const account = await people.findAccount(tx, id);
      if (!account) throw notFound();
      if (id === viewer.accountId) refuse('own_roles');
      if (account.status === status) refuse('nothing_changes');
      if (status === 'suspended' && (await people.otherAdministrators(tx, id, clock.now())) === 0)
        refuse('last_administrator');
      await people.setStatus(tx, id, status);
      const event = status === 'suspended' ? 'account.suspended' : 'account.restored';
      await audit.record(
        { event, actorId: viewer.accountId, subject: 'account', subjectId: id, facts: { reason } },
        tx,
      );
      return done(id);
    });
  }
}
