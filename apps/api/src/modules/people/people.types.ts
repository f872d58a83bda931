import { createUnionType, Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class PeopleDone {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: 'Nothing has changed yet: a second administrator decides.' })
export class PeopleProposed {
  @Field(() => ID)
  id!: string;

  @Field(() => GraphQLISODateTime)
  expiresAt!: Date;
}

@ObjectType({ description: 'One of `PEOPLE_REFUSALS`.' })
export class PeopleRefusedProblem {
  @Field(() => String)
  code!: string;
}

export const PeopleResult = createUnionType({
  name: 'PeopleResult',
  types: () => [PeopleDone, PeopleProposed, PeopleRefusedProblem] as const,
});

@ObjectType({ description: 'One person in one organisation.' })
export class PersonMembership {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  organisationId!: string;

  @Field(() => String)
  organisationName!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => Boolean)
  focalPoint!: boolean;

  @Field(() => GraphQLISODateTime)
  since!: Date;
}

@ObjectType()
export class Person {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  displayName!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  language!: string;

  @Field(() => String)
  status!: string;

  @Field(() => GraphQLISODateTime)
  createdAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  eraseAt!: Date | null;

  @Field(() => [PersonMembership])
  memberships!: readonly PersonMembership[];
}

@ObjectType()
export class PeopleList {
  @Field(() => Int, { description: 'All that match; `people` holds the first of them.' })
  total!: number;

  @Field(() => [Person])
  people!: readonly Person[];
}

@ObjectType()
export class InvitationSummary {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  organisationName!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => Boolean)
  focalPoint!: boolean;

  @Field(() => String, { description: 'waiting (for a second administrator), pending or expired.' })
  status!: string;

  @Field(() => GraphQLISODateTime)
  expiresAt!: Date;
}

@ObjectType()
export class OrganisationText {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  about!: string;
}

@ObjectType({ description: 'Everything an organisation says of itself; for its people and administrators.' })
export class OrganisationProfile {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  country!: string;

  @Field(() => [String])
  regions!: readonly string[];

  @Field(() => [String])
  workingGroups!: readonly string[];

  @Field(() => [String])
  languages!: readonly string[];

  @Field(() => String, { nullable: true })
  website!: string | null;

  @Field(() => String, { nullable: true })
  contactEmail!: string | null;

  @Field(() => String)
  visibility!: string;

  @Field(() => String)
  standing!: string;

  @Field(() => GraphQLISODateTime)
  standingSince!: Date;

  @Field(() => String, { nullable: true, description: 'Null: it came with the organisation, or its giver is gone.' })
  standingSetBy!: string | null;

  @Field(() => [OrganisationText])
  texts!: readonly OrganisationText[];
}

@ObjectType()
export class DirectoryContact {
  @Field(() => String)
  country!: string;

  @Field(() => [String])
  workingGroups!: readonly string[];

  @Field(() => [String])
  languages!: readonly string[];

  @Field(() => String, { nullable: true })
  website!: string | null;

  @Field(() => String, { nullable: true })
  contactEmail!: string | null;

  @Field(() => [OrganisationText])
  texts!: readonly OrganisationText[];

  @Field(() => [String], { description: 'Names of people who chose to be listed.' })
  people!: readonly string[];
}

@ObjectType({ description: 'What the organisation chose to show, and nothing more.' })
export class DirectoryEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String])
  regions!: readonly string[];

  @Field(() => String)
  standing!: string;

  @Field(() => DirectoryContact, { nullable: true })
  contact!: DirectoryContact | null;
}

@ObjectType()
export class Colleague {
  @Field(() => ID, { description: 'Of the membership.' })
  id!: string;

  @Field(() => String)
  displayName!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => Boolean)
  focalPoint!: boolean;

  @Field(() => Boolean)
  isViewer!: boolean;
}

@ObjectType()
export class OwnOrganisation {
  @Field(() => OrganisationProfile)
  organisation!: OrganisationProfile;

  @Field(() => Boolean)
  focalPoint!: boolean;

  @Field(() => [Colleague])
  colleagues!: readonly Colleague[];

  @Field(() => [InvitationSummary], { description: 'For focal points.' })
  invitations!: readonly InvitationSummary[];
}

@ObjectType({ description: 'An act that a second administrator approves or refuses.' })
export class Proposal {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  kind!: string;

  @Field(() => String, { description: 'open, approved, refused or expired.' })
  status!: string;

  @Field(() => [String], { description: 'Roles after it, where it is about roles.' })
  roles!: readonly string[];

  @Field(() => String)
  proposerName!: string;

  @Field(() => String, { nullable: true })
  concernedName!: string | null;

  @Field(() => String, { nullable: true })
  deciderName!: string | null;

  @Field(() => GraphQLISODateTime)
  proposedAt!: Date;

  @Field(() => GraphQLISODateTime)
  expiresAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => Boolean)
  mayDecide!: boolean;
}

@ObjectType()
export class OpenInvitation {
  @Field(() => String)
  organisationName!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  language!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => Boolean)
  focalPoint!: boolean;

  @Field(() => GraphQLISODateTime)
  expiresAt!: Date;

  @Field(() => Boolean)
  hasAccount!: boolean;
}

export const InvitationResult = createUnionType({
  name: 'InvitationResult',
  types: () => [OpenInvitation, PeopleRefusedProblem] as const,
});

@ObjectType()
export class OwnData {
  @Field(() => String)
  email!: string;

  @Field(() => Boolean)
  listed!: boolean;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the account is erased, as its owner asked.' })
  eraseAt!: Date | null;
}

@ObjectType()
export class OwnDataExport {
  @Field(() => String, { description: 'JSON.' })
  content!: string;
}
