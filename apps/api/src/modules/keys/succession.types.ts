import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';

import { EnrolledKey, KeyRefusedProblem } from './key.types.js';

@ObjectType({ description: 'One person’s key after another, signed by both. Browsers verify it themselves.' })
export class KeySuccession {
  @Field(() => String, { description: 'Base64 of the exact signed bytes.' })
  bytes!: string;

  @Field(() => [String], { description: 'Armored detached signatures, by the old key and by the new one.' })
  signatures!: string[];

  @Field(() => String, { description: 'Base64 of the old key.' })
  fromKey!: string;

  @Field(() => String, { description: 'Base64 of the new key.' })
  toKey!: string;

  @Field(() => String)
  fromFingerprint!: string;

  @Field(() => String)
  toFingerprint!: string;
}

@InputType()
export class ReplaceKeyInput {
  @Field(() => String, { description: 'Base64 of the new public key.' })
  newKey!: string;

  @Field(() => String, { description: 'Base64 of the `succession.v1` that both keys have signed.' })
  statement!: string;

  @Field(() => String, { description: 'Armored detached signature by the present key.' })
  oldSignature!: string;

  @Field(() => String, { description: 'Armored detached signature by the new key.' })
  newSignature!: string;
}

@ObjectType()
export class ReplaceKeySuccess {
  @Field(() => EnrolledKey, { description: 'The key that counts now.' })
  key!: EnrolledKey;

  @Field(() => Boolean, { description: 'The new key counts once the signed list of the team names it.' })
  waits!: boolean;
}

export const ReplaceKeyResult = createUnionType({
  name: 'ReplaceKeyResult',
  types: () => [ReplaceKeySuccess, KeyRefusedProblem] as const,
});
