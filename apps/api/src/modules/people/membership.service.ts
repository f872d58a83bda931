import { notFound } from '../../platform/errors.js';
import type { Audit, Clock, DatabaseTransaction, Notices } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { tellFocalPoints } from './focal-point.mail.js';
import { parseId } from './people-input.js';
import { done, outcomeOf, refuse, type PeopleOutcome } from './people-outcome.js';
import type { PeoplePolicy } from './people.policy.js';
import type { MembershipRecord, PeopleRepository } from './people.repository.js';
import type { PeopleService } from './people.service.js';

export interface MembershipParts {
  readonly people: PeopleRepository;
  readonly policy: PeoplePolicy;
  readonly administration: PeopleService;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** What people of an organisation settle among themselves: who speaks for it, who goes. */
export class MembershipService {
  constructor(private readonly parts: MembershipParts) {}

  /** A colleague speaks for the organisation too. With `andStop` the viewer no longer does: the hand-over. */
  handOver(
    viewer: Viewer,
    input: { readonly membershipId: string; readonly andStop: boolean },
  ): Promise<PeopleOutcome> {
    const { people, policy, clock } = this.parts;
    return this.#serially(async (tx) => {
      const now = clock.now();
      const colleague = await people.findMembership(tx, parseId(input.membershipId), now);
      if (!colleague) throw notFound();
      const own = await policy.ownFocalPoint(tx, viewer, colleague.organisationId, now);
      if (colleague.accountId === viewer.accountId || colleague.account.status !== 'active') refuse('not_a_colleague');
      if (!colleague.roles.includes('member')) refuse('not_a_colleague');
      if (colleague.focalPoint && !input.andStop) refuse('nothing_changes');
      await tellFocalPoints(tx, this.parts, colleague, now);
      await people.setFocalPoint(tx, colleague.id, true);
      if (input.andStop) await people.setFocalPoint(tx, own.id, false);
      await this.#recordFocal(tx, viewer, colleague, 'given');
      if (input.andStop) await this.#recordFocal(tx, viewer, own, 'handed_over');
      return done(colleague.id);
    });
  }

  leave(viewer: Viewer, organisationId: string): Promise<PeopleOutcome> {
    const { policy, administration, clock } = this.parts;
    const id = parseId(organisationId);
    return this.#serially(async (tx) => {
      const own = await policy.ownMembership(tx, viewer.accountId, id, clock.now());
      await policy.assertLeavesSuccessor(tx, own, { roles: [], focalPoint: false }, clock.now());
      await administration.end(tx, own, viewer.accountId);
      return done(own.id);
    });
  }

  /** A focal point ends what a focal point may begin: a colleague who is a member and nothing more. */
  endColleague(viewer: Viewer, membershipId: string): Promise<PeopleOutcome> {
    const { people, policy, administration, clock } = this.parts;
    return this.#serially(async (tx) => {
      const now = clock.now();
      const colleague = await people.findMembership(tx, parseId(membershipId), now);
      if (!colleague) throw notFound();
      await policy.ownFocalPoint(tx, viewer, colleague.organisationId, now);
      if (colleague.accountId === viewer.accountId) refuse('not_a_colleague');
      if (colleague.roles.some((role) => role !== 'member')) refuse('not_yours_to_grant');
      await policy.assertLeavesSuccessor(tx, colleague, { roles: [], focalPoint: false }, now);
      await administration.end(tx, colleague, viewer.accountId);
      return done(colleague.id);
    });
  }

  async setListed(viewer: Viewer, listed: boolean): Promise<PeopleOutcome> {
    await this.parts.people.setListed(viewer.accountId, listed);
    return done(viewer.accountId);
  }

  #serially(work: (tx: DatabaseTransaction) => Promise<PeopleOutcome>): Promise<PeopleOutcome> {
    return outcomeOf(() => this.parts.people.serially(work));
  }

  async #recordFocal(
    tx: DatabaseTransaction,
    viewer: Viewer,
    { id, accountId }: MembershipRecord,
    focalPoint: 'given' | 'handed_over',
  ): Promise<void> {
    await this.parts.audit.record(
      {
        event: 'membership.changed',
        actorId: viewer.accountId,
        subject: 'membership',
        subjectId: id,
        facts: { focalPoint, account: accountId },
      },
      tx,
    );
  }
}
