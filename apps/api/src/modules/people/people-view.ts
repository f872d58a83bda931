import type { InvitationRecord } from './invitation.repository.js';
import type { ListedOrganisation, OrganisationRecord } from './organisation.repository.js';
import type { OwnOrganisation } from './organisation.service.js';
import type { PeopleOutcome } from './people-outcome.js';
import type { MembershipRecord, PersonRecord } from './people.repository.js';
import {
  PeopleDone,
  PeopleProposed,
  PeopleRefusedProblem,
  type Colleague,
  type DirectoryEntry,
  type InvitationSummary,
  type OrganisationProfile,
  type OwnOrganisation as OwnOrganisationView,
  type Person,
  type PersonMembership,
} from './people.types.js';

export function toResult(outcome: PeopleOutcome): PeopleDone | PeopleProposed | PeopleRefusedProblem {
  switch (outcome.kind) {
    case 'done':
      return Object.assign(new PeopleDone(), { id: outcome.id });
    case 'proposed':
      return Object.assign(new PeopleProposed(), { id: outcome.id, expiresAt: outcome.expiresAt });
    case 'refused':
      return Object.assign(new PeopleRefusedProblem(), { code: outcome.code });
  }
}

function toMembership({
  id,
  organisationId,
  organisation,
  roles,
  focalPoint,
  since,
}: MembershipRecord): PersonMembership {
  return { id, organisationId, organisationName: organisation.name, roles, focalPoint, since };
}

export function toPerson({ memberships, ...columns }: PersonRecord): Person {
  return { ...columns, memberships: memberships.map(toMembership) };
}

export function toInvitation(record: InvitationRecord, now: Date): InvitationSummary {
  const { id, email, organisation, roles, focalPoint, expiresAt } = record;
  const status = record.status === 'pending' && expiresAt <= now ? 'expired' : record.status;
  return { id, email, organisationName: organisation.name, roles, focalPoint, status, expiresAt };
}

export function toProfile(record: OrganisationRecord, setterNames: ReadonlyMap<string, string>): OrganisationProfile {
  const { standingSetById, ...columns } = record;
  return { ...columns, standingSetBy: standingSetById === null ? null : (setterNames.get(standingSetById) ?? null) };
}

export function toDirectoryEntry(record: ListedOrganisation): DirectoryEntry {
  const { id, name, regions, standing, visibility } = record;
  const { country, workingGroups, languages, website, contactEmail, texts, people } = record;
  const contact = { country, workingGroups, languages, website, contactEmail, texts, people };
  return { id, name, regions, standing, contact: visibility === 'contact' ? contact : null };
}

export function toOwnOrganisation(
  { membership, organisation, colleagues, invitations }: OwnOrganisation,
  setterNames: ReadonlyMap<string, string>,
  now: Date,
): OwnOrganisationView {
  return {
    organisation: toProfile(organisation, setterNames),
    focalPoint: membership.focalPoint,
    colleagues: colleagues.map(({ id, account, accountId, roles, focalPoint }): Colleague => ({
      ...{ id, displayName: account.displayName, roles, focalPoint },
      isViewer: accountId === membership.accountId,
    })),
    invitations: invitations.map((invitation) => toInvitation(invitation, now)),
  };
}
