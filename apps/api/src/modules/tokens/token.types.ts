import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { Organisation } from '../accounts/index.js';

@ObjectType({ description: "A key for a partner's own programs, without what opens it." })
export class AccessToken {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => Organisation)
  organisation!: Organisation;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date)
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'The day it was last used; null when it never was.' })
  lastUsedOn!: string | null;
}

@InputType()
export class IssueTokenInput {
  @Field(() => ID)
  organisationId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String])
  scopes!: string[];

  @Field(() => Int)
  days!: number;
}

@ObjectType()
export class IssueTokenSuccess {
  @Field(() => String, { description: 'Shown this once; the server keeps only its hash.' })
  secret!: string;

  @Field(() => AccessToken)
  token!: AccessToken;
}

@ObjectType({ description: 'name, scopes, days or too_many.' })
export class TokenRefusedProblem {
  @Field(() => String)
  code!: string;
}

export const IssueTokenResult = createUnionType({
  name: 'IssueTokenResult',
  types: () => [IssueTokenSuccess, TokenRefusedProblem] as const,
});

@ObjectType()
export class RevokeTokenSuccess {
  @Field(() => ID)
  id!: string;
}
