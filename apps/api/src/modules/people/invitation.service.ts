import { dutiesApart, INVITATION_DAYS, isLanguage, wayToGrantAll } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import { AppError, notFound } from '../../platform/errors.js';
import type { Audit, Clock, DatabaseTransaction, Outbox, RateLimits, Vaulted } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { invitationToken, invitationTokenHash } from './invitation-token.js';
import { INVITATION_KEPT_DAYS, type InvitationRecord, type InvitationRepository } from './invitation.repository.js';
import { parseId, parseInvitation } from './people-input.js';
import { done, outcomeOf, refuse, type PeopleOutcome } from './people-outcome.js';
import type { OrganisationRepository } from './organisation.repository.js';
import type { PeoplePolicy } from './people.policy.js';
import type { PeopleRepository } from './people.repository.js';
import type { ProposalService } from './proposal.service.js';

const DAY_MS = 86_400_000;
/** So that a stolen account cannot fill strangers' mailboxes in our name. */
const PER_FOCAL_POINT = { count: 20, seconds: 24 * 60 * 60 };
const PER_ADMINISTRATOR = { count: 200, seconds: 24 * 60 * 60 };

export interface InvitationParts {
  readonly invitations: InvitationRepository;
  readonly organisations: OrganisationRepository;
  readonly people: PeopleRepository;
  readonly policy: PeoplePolicy;
  readonly proposals: ProposalService;
  readonly outbox: Outbox;
  readonly rateLimits: RateLimits;
  readonly vaulted: Vaulted;
  readonly audit: Audit;
  readonly clock: Clock;
}

type Wanted = ReturnType<typeof parseInvitation>;

/** Asking people in. What they find behind the link is `AcceptanceService`. */
export class InvitationService {
  constructor(private readonly parts: InvitationParts) {
    parts.proposals.register('invitation.roles', {
      approve: async (tx, { subjectId }) => this.#send(tx, await this.#waiting(tx, subjectId)),
      refuse: async (tx, { subjectId }) => {
        const invitation = await parts.invitations.find(subjectId, tx);
        if (invitation?.status === 'waiting')
          await parts.invitations.close(tx, subjectId, 'revoked', parts.clock.now());
      },
    });
  }

  pending(): Promise<readonly InvitationRecord[]> {
    return this.parts.invitations.pending();
  }

  /** By an administrator: into any organisation, with any role. Some wait for a second administrator before the mail leaves. */
  invite(viewer: Viewer, input: unknown): Promise<PeopleOutcome> {
    const { people, policy, clock } = this.parts;
    return outcomeOf(async () => {
      const wanted = parseInvitation(input);
      await this.#count(viewer, PER_ADMINISTRATOR);
      return people.serially(async (tx) => {
        await policy.stillAdministrator(tx, viewer, clock.now());
        const accountId = await people.accountIdOf(tx, wanted.email);
        if (accountId !== null) await this.#assertMayJoin(tx, accountId, wanted);
        return this.#create(tx, viewer, wanted, accountId);
      });
    });
  }

  /** By a focal point: a colleague, as a member, into the own organisation. Whether the address has an account here is not said. */
  inviteColleague(viewer: Viewer, input: object): Promise<PeopleOutcome> {
    const { people, policy, clock } = this.parts;
    return outcomeOf(async () => {
      const wanted = parseInvitation(input);
      await this.#count(viewer, PER_FOCAL_POINT);
      return people.serially(async (tx) => {
        await policy.ownFocalPoint(tx, viewer, wanted.organisationId, clock.now());
        if (wayToGrantAll('focalPoint', wanted.roles) !== 'alone') refuse('not_yours_to_grant');
        return this.#create(tx, viewer, wanted, null);
      });
    });
  }

  /** The older link stops working. What two people approved for a week is sent again within that week, and by administrators alone. */
  async resend(viewer: Viewer, id: string): Promise<PeopleOutcome> {
    await this.#count(viewer, viewer.roles.has('administrator') ? PER_ADMINISTRATOR : PER_FOCAL_POINT);
    return this.#withOwn(viewer, id, async (tx, invitation) => {
      if (invitation.status !== 'pending') refuse('nothing_changes');
      const holdsPower = wayToGrantAll('administrator', invitation.roles) === 'twoPeople';
      if (holdsPower && !viewer.roles.has('administrator')) refuse('not_yours_to_grant');
      if (holdsPower && invitation.expiresAt <= this.parts.clock.now()) refuse('approval_over');
      await this.#send(tx, invitation, holdsPower ? { expiresAt: invitation.expiresAt } : {});
      await this.#record(tx, viewer.accountId, id, { step: 'sent_again' });
    });
  }

  revoke(viewer: Viewer, id: string): Promise<PeopleOutcome> {
    return this.#withOwn(viewer, id, async (tx) => {
      await this.parts.invitations.close(tx, id, 'revoked', this.parts.clock.now());
      await this.#record(tx, viewer.accountId, id, { step: 'revoked' });
    });
  }

  /** Run by the scheduler. */
  async deleteOver(): Promise<void> {
    await this.parts.invitations.deleteOver(new Date(this.parts.clock.now().getTime() - INVITATION_KEPT_DAYS * DAY_MS));
  }

  async #create(
    tx: DatabaseTransaction,
    viewer: Viewer,
    wanted: Wanted,
    concernedAccountId: string | null,
  ): Promise<PeopleOutcome> {
    const { invitations, proposals } = this.parts;
    const { roles, organisationId, email } = wanted;
    await this.#assertAcceptable(tx, wanted);
    if (await invitations.isPending(tx, email, organisationId)) refuse('already_invited');
    const id = randomUUID();
    const needsApproval = wayToGrantAll('administrator', roles) === 'twoPeople';
    const createdAt = this.parts.clock.now();
    await invitations.create(tx, {
      ...wanted,
      ...this.#issueOf(id, 1),
      id,
      invitedById: viewer.accountId,
      status: needsApproval ? 'waiting' : 'pending',
      createdAt,
    });
    await this.#record(tx, viewer.accountId, id, { roles: roles.join(','), organisation: organisationId });
    if (!needsApproval) {
      await this.#queue(tx, { id, issue: 1, language: wanted.language });
      return done(id);
    }
    const payload = { roles };
    return proposals.propose(tx, viewer, { kind: 'invitation.roles', subjectId: id, concernedAccountId, payload });
  }

  async #assertAcceptable(tx: DatabaseTransaction, { roles, organisationId, focalPoint }: Wanted): Promise<void> {
    if (roles.length === 0) refuse('roles_missing');
    if (dutiesApart(roles)) refuse('roles_apart');
    if (focalPoint && !roles.includes('member')) refuse('roles_missing');
    const organisation = await this.parts.organisations.find(organisationId, tx);
    if (!organisation) throw notFound();
    if (organisation.standing === 'suspended') refuse('organisation_suspended');
  }

  /** An administrator sees all accounts anyway; a focal point's guest learns it from the link. */
  async #assertMayJoin(tx: DatabaseTransaction, accountId: string, { roles, organisationId }: Wanted): Promise<void> {
    const { people, policy, clock } = this.parts;
    const memberships = await people.membershipsOf(accountId, clock.now(), tx);
    if (memberships.some((membership) => membership.organisationId === organisationId)) refuse('already_member');
    await policy.assertTogether(tx, accountId, organisationId, roles, clock.now());
  }

  async #waiting(tx: DatabaseTransaction, id: string): Promise<InvitationRecord> {
    const invitation = await this.parts.invitations.find(id, tx);
    return invitation?.status === 'waiting' ? invitation : refuse('proposal_over');
  }

  /** A fresh link with a fresh week, unless another end is given, and its mail. */
  async #send(
    tx: DatabaseTransaction,
    { id, issue, language }: InvitationRecord,
    end: { readonly expiresAt?: Date } = {},
  ): Promise<void> {
    await this.parts.invitations.issue(tx, id, issue + 1, { ...this.#issueOf(id, issue + 1), ...end });
    await this.#queue(tx, { id, issue: issue + 1, language });
  }

  #issueOf(id: string, issue: number) {
    const { vaulted, clock } = this.parts;
    const tokenHash = invitationTokenHash(invitationToken(vaulted, id, issue));
    if (!tokenHash) throw new Error('a token of ours has another shape');
    return { tokenHash, expiresAt: new Date(clock.now().getTime() + INVITATION_DAYS * DAY_MS) };
  }

  async #queue(
    tx: DatabaseTransaction,
    { id, issue, language }: Pick<InvitationRecord, 'id' | 'issue' | 'language'>,
  ): Promise<void> {
    if (!isLanguage(language)) throw new Error('an invitation in a language that is not ours');
    const idempotencyKey = `people.invitation:${id}:${issue}`;
    await this.parts.outbox.queue({ idempotencyKey, template: 'people.invitation', subjectId: id, language }, tx);
  }

  async #count(viewer: Viewer, limit: typeof PER_FOCAL_POINT): Promise<void> {
    const wait = await this.parts.rateLimits.take('people.invite', viewer.accountId, limit);
    if (wait !== null) throw new AppError('RATE_LIMITED');
  }

  /** An administrator's, or one into an organisation the viewer speaks for. */
  #withOwn(
    viewer: Viewer,
    id: string,
    work: (tx: DatabaseTransaction, invitation: InvitationRecord) => Promise<void>,
  ): Promise<PeopleOutcome> {
    const { invitations, people, policy, clock } = this.parts;
    const wanted = parseId(id);
    return outcomeOf(() =>
      people.serially(async (tx) => {
        const invitation = await invitations.find(wanted, tx);
        if (!invitation) throw notFound();
        if (viewer.roles.has('administrator')) await policy.stillAdministrator(tx, viewer, clock.now());
        else await policy.ownFocalPoint(tx, viewer, invitation.organisationId, clock.now());
        if (invitation.status === 'accepted' || invitation.status === 'revoked') refuse('nothing_changes');
        await work(tx, invitation);
        return done(wanted);
      }),
    );
  }

  async #record(
    tx: DatabaseTransaction,
    actorId: string,
    id: string,
    facts: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.parts.audit.record(
      { event: 'account.invited', actorId, subject: 'invitation', subjectId: id, facts },
      tx,
    );
  }
}
