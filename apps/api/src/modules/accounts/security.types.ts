import { createUnionType, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from 'type-graphql';

import { PasskeyRequestType, SecondFactorInput, TooManyAttemptsProblem } from './sign-in.types.js';

@ObjectType()
export class Passkey {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'What its owner calls it.' })
  label!: string;

  @Field(() => GraphQLISODateTime)
  createdAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  lastUsedAt!: Date | null;
}

@ObjectType({ description: 'An app that shows codes.' })
export class TotpFactor {
  @Field(() => ID)
  id!: string;

  @Field(() => GraphQLISODateTime)
  createdAt!: Date;
}

@ObjectType()
export class AccountSession {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'A closed code; what the browser said of itself is not kept.' })
  browser!: string;

  @Field(() => String)
  system!: string;

  @Field(() => GraphQLISODateTime)
  since!: Date;

  @Field(() => GraphQLISODateTime, { description: 'To the hour.' })
  lastSeen!: Date;

  @Field(() => Boolean)
  isThis!: boolean;
}

@ObjectType({ description: 'What opens the viewer’s own account, and where it is open.' })
export class Security {
  @Field(() => [Passkey])
  passkeys!: readonly Passkey[];

  @Field(() => TotpFactor, { nullable: true })
  totp!: TotpFactor | null;

  @Field(() => Int)
  recoveryCodesLeft!: number;

  @Field(() => GraphQLISODateTime, { nullable: true })
  passwordSince!: Date | null;

  @Field(() => [AccountSession])
  sessions!: readonly AccountSession[];
}

@InputType()
export class AddPasskeyInput {
  @Field(() => String)
  ticket!: string;

  @Field(() => String)
  response!: string;

  @Field(() => String)
  label!: string;
}

@ObjectType()
export class TotpEnrolment {
  @Field(() => String)
  ticket!: string;

  @Field(() => String, { description: 'To type into an app that cannot take the picture.' })
  secret!: string;

  @Field(() => String, { description: 'What the picture says.' })
  address!: string;
}

@InputType()
export class AddTotpInput {
  @Field(() => String)
  ticket!: string;

  @Field(() => String)
  code!: string;
}

@ObjectType()
export class SecurityChanged {
  @Field(() => Security)
  security!: Security;
}

@ObjectType({ description: 'expired, not_valid, wrong_code, known_already, too_many' })
export class FactorRefusedProblem {
  @Field(() => String)
  code!: string;
}

export const AddFactorResult = createUnionType({
  name: 'AddFactorResult',
  types: () => [FactorRefusedProblem, SecurityChanged] as const,
});

@ObjectType({ description: 'Without it a password alone would open the account.' })
export class LastFactorProblem {
  @Field(() => String)
  code!: string;
}

export const RemoveFactorResult = createUnionType({
  name: 'RemoveFactorResult',
  types: () => [LastFactorProblem, SecurityChanged] as const,
});

@ObjectType({ description: 'Shown this once.' })
export class RecoveryCodes {
  @Field(() => [String])
  codes!: readonly string[];
}

@InputType()
export class ChangePasswordInput {
  @Field(() => String)
  password!: string;
}

@ObjectType({ description: 'too_short, too_long, easy, breached' })
export class WeakPasswordProblem {
  @Field(() => String)
  code!: string;
}

export const ChangePasswordResult = createUnionType({
  name: 'ChangePasswordResult',
  types: () => [SecurityChanged, WeakPasswordProblem] as const,
});

@InputType()
export class RequestPasswordResetInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  language!: string;
}

@ObjectType({ description: 'The same whether somebody has this address.' })
export class ResetAsked {
  @Field(() => Boolean)
  asked!: boolean;
}

export const RequestPasswordResetResult = createUnionType({
  name: 'RequestPasswordResetResult',
  types: () => [ResetAsked, TooManyAttemptsProblem] as const,
});

@InputType()
export class ResetPasswordInput {
  @Field(() => String)
  token!: string;

  @Field(() => String)
  password!: string;

  @Field(() => SecondFactorInput, { nullable: true })
  factor?: SecondFactorInput | null;
}

@ObjectType()
export class ResetDone {
  @Field(() => Boolean)
  done!: boolean;
}

@ObjectType({ description: 'Used, too late, or not ours.' })
export class LinkSpentProblem {
  @Field(() => String)
  code!: string;
}

@ObjectType({ description: 'The second factor of the account is asked, or was wrong.' })
export class ResetFactorRequired {
  @Field(() => [String])
  factors!: readonly string[];

  @Field(() => PasskeyRequestType, { nullable: true })
  passkey!: PasskeyRequestType | null;
}

@ObjectType()
export class ResetFactorFailedProblem {
  @Field(() => String)
  code!: string;
}

export const ResetPasswordResult = createUnionType({
  name: 'ResetPasswordResult',
  types: () =>
    [
      LinkSpentProblem,
      ResetDone,
      ResetFactorFailedProblem,
      ResetFactorRequired,
      TooManyAttemptsProblem,
      WeakPasswordProblem,
    ] as const,
});
