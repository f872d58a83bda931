import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { ViewerType } from './accounts.types.js';

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

@ObjectType({ description: 'The password was right; nobody is signed in yet.' })
export class SecondFactorRequired {
  @Field(() => String, { description: 'Goes back with the second step, within minutes.' })
  ticket!: string;

  @Field(() => [String], { description: 'passkey, totp, recovery_code: what this account has.' })
  factors!: readonly string[];
}

@ObjectType({ description: 'The step before is too long ago, or was taken already.' })
export class StartAgainProblem {
  @Field(() => String)
  code!: string;
}

export const SignInResult = createUnionType({
  name: 'SignInResult',
  types: () =>
    [SecondFactorRequired, SignInFailedProblem, SignInSuccess, StartAgainProblem, TooManyAttemptsProblem] as const,
});

@ObjectType()
export class SignOutSuccess {
  @Field(() => Boolean)
  signedOut!: boolean;
}

@ObjectType('PasskeyRequest', { description: 'What the browser asks an authenticator with.' })
export class PasskeyRequestType {
  @Field(() => String)
  ticket!: string;

  @Field(() => String, { description: 'JSON of WebAuthn’s own options.' })
  options!: string;
}

export const StartPasskeyResult = createUnionType({
  name: 'StartPasskeyResult',
  types: () => [PasskeyRequestType, StartAgainProblem, TooManyAttemptsProblem] as const,
  resolveType: (value) => {
    if ('retryAfterSeconds' in value) return TooManyAttemptsProblem;
    return 'code' in value ? StartAgainProblem : PasskeyRequestType;
  },
});

@InputType()
export class PasskeyAnswerInput {
  @Field(() => String)
  ticket!: string;

  @Field(() => String, { description: 'JSON of WebAuthn’s own answer.' })
  response!: string;
}

@InputType({ description: 'A passkey’s answer, or a code and which kind it is.' })
export class SecondFactorInput {
  @Field(() => PasskeyAnswerInput, { nullable: true })
  passkey?: PasskeyAnswerInput | null;

  @Field(() => String, { nullable: true })
  code?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The code is one of the recovery codes.' })
  isRecoveryCode?: boolean | null;
}

@InputType()
export class ConfirmSignInInput {
  @Field(() => String, { nullable: true, description: 'Absent with a passkey, which needs no password before it.' })
  ticket?: string | null;

  @Field(() => SecondFactorInput)
  factor!: SecondFactorInput;
}

@ObjectType('ProofRequest')
export class ProofRequestType {
  @Field(() => [String])
  factors!: readonly string[];

  @Field(() => Boolean)
  hasPassword!: boolean;

  @Field(() => PasskeyRequestType, { nullable: true })
  passkey!: PasskeyRequestType | null;
}

@InputType()
export class ProveInput {
  @Field(() => String, { nullable: true })
  password?: string | null;

  @Field(() => SecondFactorInput, { nullable: true })
  factor?: SecondFactorInput | null;
}

@ObjectType()
export class ProveSuccess {
  @Field(() => ID, { description: 'The account that is proven.' })
  viewerId!: string;
}

@ObjectType({ description: 'Something of it was wrong; which part is not said.' })
export class ProofFailedProblem {
  @Field(() => String)
  code!: string;
}

export const ProveResult = createUnionType({
  name: 'ProveResult',
  types: () => [ProofFailedProblem, ProveSuccess, TooManyAttemptsProblem] as const,
});
