import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';

import { SignedStatement } from './key.types.js';

@InputType()
export class StatementInput {
  @Field(() => String, { description: 'Base64 of the exact signed bytes.' })
  bytes!: string;

  @Field(() => String, { description: 'Armored detached signature, with the purpose as a critical notation.' })
  signature!: string;
}

@ObjectType({ description: 'The statement was refused, and nothing was stored.' })
export class StatementRefusedProblem {
  @Field(() => String)
  code!: string;
}

@ObjectType()
export class SuspendKeySuccess {
  @Field(() => Boolean, { description: 'False while a second responder has to sign.' })
  effective!: boolean;
}

export const SuspendKeyResult = createUnionType({
  name: 'SuspendKeyResult',
  types: () => [SuspendKeySuccess, StatementRefusedProblem] as const,
});

@ObjectType({ description: "A member's key as it was registered, and what responders have signed about it." })
export class MemberKeyInfo {
  @Field(() => String)
  accountId!: string;

  @Field(() => String)
  fingerprint!: string;

  @Field(() => String)
  displayName!: string;

  @Field(() => String, { nullable: true })
  organisation!: string | null;

  @Field(() => String, { nullable: true })
  organisationName!: string | null;

  @Field(() => [SignedStatement])
  statements!: SignedStatement[];
}

@ObjectType()
export class VouchForKeySuccess {
  @Field(() => MemberKeyInfo)
  key!: MemberKeyInfo;
}

export const VouchForKeyResult = createUnionType({
  name: 'VouchForKeyResult',
  types: () => [VouchForKeySuccess, StatementRefusedProblem] as const,
});
