import { freeSlug, slugFrom } from '@sos/domain';

import { AppError, notFound } from '../../platform/errors.js';
import type { Audit, Clock, DatabaseTransaction } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { InvitationRecord, InvitationRepository } from './invitation.repository.js';
import type {
  ListedOrganisation,
  OrganisationProfile,
  OrganisationRecord,
  OrganisationRepository,
  OrganisationTexts,
} from './organisation.repository.js';
import { parseDirectoryFilter, parseId, parseOrganisation, parseStanding } from './people-input.js';
import { done, outcomeOf, refuse, type PeopleOutcome } from './people-outcome.js';
import type { PeoplePolicy } from './people.policy.js';
import type { MembershipRecord, PeopleRepository } from './people.repository.js';

export interface OrganisationParts {
  readonly organisations: OrganisationRepository;
  readonly people: PeopleRepository;
  readonly invitations: InvitationRepository;
  readonly policy: PeoplePolicy;
  readonly audit: Audit;
  readonly clock: Clock;
}

export interface OwnOrganisation {
  readonly membership: MembershipRecord;
  readonly organisation: OrganisationRecord;
  readonly colleagues: readonly MembershipRecord[];
  /** Pending ones; for its focal points alone. */
  readonly invitations: readonly InvitationRecord[];
}

export class OrganisationService {
  constructor(private readonly parts: OrganisationParts) {}

  list(): Promise<readonly OrganisationRecord[]> {
    return this.parts.organisations.list();
  }

  directory(filter: unknown): Promise<readonly ListedOrganisation[]> {
    return this.parts.organisations.listShown(parseDirectoryFilter(filter), this.parts.clock.now());
  }

  /** The viewer's own, with everybody in them. A suspended organisation is still shown to its people, and says so. */
  async mine(viewer: Viewer): Promise<readonly OwnOrganisation[]> {
    const { organisations, people, invitations, clock } = this.parts;
    const now = clock.now();
    const memberships = await people.membershipsOf(viewer.accountId, now);
    const ids = memberships.map(({ organisationId }) => organisationId);
    const [records, colleagues, pending] = await Promise.all([
      organisations.findAll(ids),
      people.colleaguesIn(ids, now),
      invitations.pendingOf(ids),
    ]);
    return memberships.flatMap((membership) => {
      const { organisationId, focalPoint } = membership;
      const organisation = records.find(({ id }) => id === organisationId);
      if (!organisation) return [];
      const here = <T extends { organisationId: string }>(rows: readonly T[]) =>
        rows.filter((row) => row.organisationId === organisationId);
      return [{ membership, organisation, colleagues: here(colleagues), invitations: focalPoint ? here(pending) : [] }];
    });
  }

  save(viewer: Viewer, input: unknown): Promise<PeopleOutcome> {
    return outcomeOf(async () => {
      const { id, profile, texts } = parseOrganisation(input);
      return this.parts.people.serially((tx) =>
        id === null ? this.#create(tx, viewer, profile, texts) : this.#change(tx, viewer, id, profile, texts),
      );
    });
  }

  setStanding(viewer: Viewer, organisationId: string, wanted: unknown): Promise<PeopleOutcome> {
    const { organisations, people, policy, audit, clock } = this.parts;
    const id = parseId(organisationId);
    const standing = parseStanding(wanted);
    return outcomeOf(() =>
      people.serially(async (tx) => {
        const at = clock.now();
        await policy.stillAdministrator(tx, viewer, at);
        const organisation = await organisations.find(id, tx);
        if (!organisation) throw notFound();
        if (organisation.standing === standing) refuse('nothing_changes');
        if (standing === 'suspended' && (await organisations.administratorsElsewhere(tx, id, at)) === 0)
          refuse('last_administrator');
        await organisations.setStanding(tx, id, standing, { accountId: viewer.accountId, at });
        const facts = { before: organisation.standing, after: standing };
        await audit.record(
          { event: 'organisation.changed', actorId: viewer.accountId, subject: 'organisation', subjectId: id, facts },
          tx,
        );
        return done(id);
      }),
    );
  }

  async #create(
    tx: DatabaseTransaction,
    viewer: Viewer,
    profile: OrganisationProfile,
    texts: readonly OrganisationTexts[],
  ): Promise<PeopleOutcome> {
    const { organisations, policy, clock } = this.parts;
    if (!viewer.roles.has('administrator')) throw new AppError('FORBIDDEN');
    const at = clock.now();
    await policy.stillAdministrator(tx, viewer, at);
    const wanted = slugFrom(profile.name) || 'organisation';
    const slug = freeSlug(wanted, await organisations.slugsLike(wanted, tx));
    const id = await organisations.create(tx, slug, profile, texts, { accountId: viewer.accountId, at });
    await this.#record(tx, viewer, id, 'created');
    return done(id);
  }

  async #change(
    tx: DatabaseTransaction,
    viewer: Viewer,
    id: string,
    profile: OrganisationProfile,
    texts: readonly OrganisationTexts[],
  ): Promise<PeopleOutcome> {
    const { organisations, policy, clock } = this.parts;
    const administers = viewer.roles.has('administrator');
    if (administers) await policy.stillAdministrator(tx, viewer, clock.now());
    else await policy.ownFocalPoint(tx, viewer, id, clock.now());
    const before = await organisations.find(id, tx);
    if (!before) throw notFound();
    // It stands in public under every letter the organisation has signed.
    const isRenamed = before.name !== profile.name;
    if (isRenamed && !administers) refuse('name_not_yours');
    await organisations.save(tx, id, profile, texts);
    await this.#record(tx, viewer, id, isRenamed ? 'name' : 'profile');
    return done(id);
  }

  async #record(tx: DatabaseTransaction, { accountId }: Viewer, id: string, what: string): Promise<void> {
    await this.parts.audit.record(
      { event: 'organisation.changed', actorId: accountId, subject: 'organisation', subjectId: id, facts: { what } },
      tx,
    );
  }
}
