import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class RosterSignature {
  @Field(() => String)
  rootFingerprint!: string;

  @Field(() => String)
  armored!: string;
}

@ObjectType()
export class SignedRootSet {
  @Field(() => Int)
  version!: number;

  @Field(() => String)
  bytes!: string;

  @Field(() => [RosterSignature])
  signatures!: RosterSignature[];
}

@ObjectType()
export class EarlierRoster {
  @Field(() => Int)
  version!: number;

  @Field(() => String)
  bytes!: string;

  @Field(() => [RosterSignature])
  signatures!: RosterSignature[];
}

@ObjectType()
export class StatementSignature {
  @Field(() => String)
  signerFingerprint!: string;

  @Field(() => String)
  armored!: string;
}

@ObjectType({ description: 'A small signed JSON, in its exact bytes (base64). Browsers verify it themselves.' })
export class SignedStatement {
  @Field(() => String)
  bytes!: string;

  @Field(() => [StatementSignature])
  signatures!: StatementSignature[];
}

@ObjectType({ description: 'An index, to warn in time. What counts is in the signed roster.' })
export class RosterDates {
  @Field(() => Int)
  version!: number;

  @Field(() => Date)
  renewBy!: Date;

  @Field(() => Date)
  notAfter!: Date;
}

@ObjectType({
  description:
    "Base64 of the key exactly as it was received. Its owner's word is not a reason to trust it: the roster's hash is.",
})
export class PublicKey {
  @Field(() => String)
  fingerprint!: string;

  @Field(() => String)
  bytes!: string;

  @Field(() => String, { nullable: true })
  displayName!: string | null;
}

@ObjectType({ description: 'Where an object is in the transparency log, and what its leaf was salted with.' })
export class LogPlace {
  @Field(() => Int)
  index!: number;

  @Field(() => String)
  salt!: string;
}

@ObjectType()
export class SignedRoster {
  @Field(() => Int)
  version!: number;

  @Field(() => String, { description: 'Base64 of the exact signed bytes.' })
  bytes!: string;

  @Field(() => [RosterSignature])
  signatures!: RosterSignature[];

  @Field(() => [SignedRootSet], { description: 'The chain of root sets, first to latest.' })
  rootSets!: SignedRootSet[];

  @Field(() => [PublicKey])
  rootKeys!: PublicKey[];

  @Field(() => [PublicKey], { description: 'Keys of everybody the roster or an earlier one names.' })
  holderKeys!: PublicKey[];

  @Field(() => [EarlierRoster], { description: 'Earlier rosters, newest first.' })
  history!: EarlierRoster[];

  @Field(() => LogPlace, { nullable: true })
  logPlace!: LogPlace | null;

  @Field(() => [SignedStatement], { description: 'Suspensions in force, or once in force under an earlier roster.' })
  suspensions!: SignedStatement[];

  @Field(() => String, { nullable: true, description: 'Base64 bytes of the previous roster, null for the first.' })
  previousBytes!: string | null;
}

@ObjectType()
export class EnrolmentProof {
  @Field(() => String, { description: 'Base64 of the exact signed bytes.' })
  statement!: string;

  @Field(() => String)
  signature!: string;
}

@ObjectType()
export class EnrolledKey {
  @Field(() => String)
  fingerprint!: string;

  @Field(() => String)
  bytes!: string;

  @Field(() => String)
  encryptionSubkeyId!: string;

  @Field(() => Date)
  enrolledAt!: Date;

  @Field(() => Boolean)
  inRoster!: boolean;

  @Field(() => String, { description: '`browser`, or `own_tool`: then no browser can open anything with it.' })
  custody!: string;

  @Field(() => EnrolmentProof, { nullable: true, description: 'What its owner signed to enrol a key of their own.' })
  proof!: EnrolmentProof | null;
}

@InputType()
export class KeyProofInput {
  @Field(() => String)
  statement!: string;

  @Field(() => String)
  seal!: string;

  @Field(() => String, { description: 'Armored detached signature with the critical notation of `enrol.v1`.' })
  signature!: string;
}

@InputType()
export class EnrolKeyInput {
  @Field(() => String, { description: 'Base64 of the public key.' })
  bytes!: string;

  @Field(() => KeyProofInput, { nullable: true, description: "For a key that stays in a tool of its owner's." })
  proof!: KeyProofInput | null;
}

@InputType()
export class StartKeyProofInput {
  @Field(() => String, { description: 'Base64 of the public key.' })
  bytes!: string;
}

@ObjectType({ description: 'What to sign, for this account and key, within the hour.' })
export class KeyProofRequest {
  @Field(() => String, { description: 'Base64 of the exact bytes to sign.' })
  statement!: string;

  @Field(() => String, { description: 'Comes back with the signature.' })
  seal!: string;
}

@ObjectType()
export class EnrolKeySuccess {
  @Field(() => EnrolledKey)
  key!: EnrolledKey;
}

@ObjectType()
export class KeyRefusedProblem {
  @Field(() => String)
  code!: string;
}

export const EnrolKeyResult = createUnionType({
  name: 'EnrolKeyResult',
  types: () => [EnrolKeySuccess, KeyRefusedProblem] as const,
});

export const StartKeyProofResult = createUnionType({
  name: 'StartKeyProofResult',
  types: () => [KeyProofRequest, KeyRefusedProblem] as const,
});
