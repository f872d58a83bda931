import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class PeopleFilterInput {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => String, { nullable: true })
  role?: string | null;

  @Field(() => String, { nullable: true })
  status?: string | null;

  @Field(() => ID, { nullable: true })
  organisationId?: string | null;
}

@InputType()
export class DirectoryFilterInput {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => String, { nullable: true })
  workingGroup?: string | null;
}

@InputType()
export class InvitePersonInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  language!: string;

  @Field(() => ID)
  organisationId!: string;

  @Field(() => [String])
  roles!: string[];

  @Field(() => Boolean)
  focalPoint!: boolean;
}

@InputType()
export class InviteColleagueInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  language!: string;

  @Field(() => ID)
  organisationId!: string;

  @Field(() => [String], { nullable: true, description: 'A focal point gives the role of a member and no other.' })
  roles?: string[] | null;

  @Field(() => Boolean)
  focalPoint!: boolean;
}

@InputType()
export class ChangeRolesInput {
  @Field(() => ID)
  membershipId!: string;

  @Field(() => [String])
  roles!: string[];
}

@InputType()
export class AccountStatusInput {
  @Field(() => ID)
  accountId!: string;

  @Field(() => String)
  reason!: string;
}

@InputType()
export class StandingInput {
  @Field(() => ID)
  organisationId!: string;

  @Field(() => String)
  standing!: string;
}

@InputType()
export class HandOverInput {
  @Field(() => ID)
  membershipId!: string;

  @Field(() => Boolean, { description: 'The viewer no longer speaks for the organisation.' })
  andStop!: boolean;
}

@InputType()
export class OrganisationTextInput {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  about!: string;
}

@InputType()
export class SaveOrganisationInput {
  @Field(() => ID, { nullable: true, description: 'Absent for a new organisation.' })
  id?: string | null;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  country!: string;

  @Field(() => [String])
  regions!: string[];

  @Field(() => [String])
  workingGroups!: string[];

  @Field(() => [String])
  languages!: string[];

  @Field(() => String, { nullable: true })
  website?: string | null;

  @Field(() => String, { nullable: true })
  contactEmail?: string | null;

  @Field(() => String)
  visibility!: string;

  @Field(() => [OrganisationTextInput])
  texts!: OrganisationTextInput[];
}

@InputType()
export class AcceptInvitationInput {
  @Field(() => String)
  token!: string;

  @Field(() => String)
  displayName!: string;

  @Field(() => String)
  language!: string;

  @Field(() => String)
  password!: string;
}
