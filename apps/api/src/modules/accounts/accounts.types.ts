import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class Organisation {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  country!: string;
}

@ObjectType('Viewer')
export class ViewerType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  displayName!: string;

  @Field(() => String)
  language!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => [Organisation])
  organisations!: readonly Organisation[];
}

@InputType()
export class SignInInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  password!: string;
}

@ObjectType()
export class SignInSuccess {
  @Field(() => ViewerType)
  viewer!: ViewerType;
}

@ObjectType({ description: 'The same answer for an unknown address and a wrong password.' })
export class SignInFailedProblem {
  @Field(() => String)
  code!: string;
}

@ObjectType()
export class TooManyAttemptsProblem {
  @Field(() => Int)
  retryAfterSeconds!: number;
}

export const SignInResult = createUnionType({
  name: 'SignInResult',
  types: () => [SignInFailedProblem, SignInSuccess, TooManyAttemptsProblem] as const,
});

@ObjectType()
export class SignOutSuccess {
  @Field(() => Boolean)
  signedOut!: boolean;
}
