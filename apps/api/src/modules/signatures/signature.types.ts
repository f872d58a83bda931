import { createUnionType, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from 'type-graphql';

import { Organisation } from '../accounts/index.js';

@ObjectType({ description: 'Exact as of the horizon named.' })
export class SignatureCount {
  @Field(() => Int)
  confirmed!: number;

  @Field(() => GraphQLISODateTime)
  asOf!: Date;
}

@ObjectType()
export class SignatoryOrganisation {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  country!: string;
}

@ObjectType()
export class SignatureDay {
  @Field(() => String)
  day!: string;

  @Field(() => Int)
  confirmed!: number;
}

@ObjectType()
export class SignaturePartner {
  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => Int)
  confirmed!: number;
}

@ObjectType({ description: "For the campaign's own team. Partners and the public see confirmed signatures only." })
export class SignatureBreakdown {
  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int)
  removed!: number;

  @Field(() => Int, {
    description: 'Begun more than a day ago and not confirmed, rounded down to tens: nobody learns from it who signed.',
  })
  unconfirmed!: number;

  @Field(() => [SignatureDay])
  byDay!: SignatureDay[];

  @Field(() => [SignaturePartner])
  byPartner!: SignaturePartner[];
}

@InputType()
export class SignForOrganisationInput {
  @Field(() => ID)
  campaignId!: string;

  @Field(() => ID)
  organisationId!: string;
}

@ObjectType()
export class SignForOrganisationSuccess {
  @Field(() => ID)
  campaignId!: string;

  @Field(() => Organisation)
  organisation!: Organisation;
}

@ObjectType()
export class SignatureRefusedProblem {
  @Field(() => String)
  code!: string;
}

export const SignForOrganisationResult = createUnionType({
  name: 'SignForOrganisationResult',
  types: () => [SignForOrganisationSuccess, SignatureRefusedProblem] as const,
});
