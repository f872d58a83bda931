import { createUnionType, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from 'type-graphql';

import { MoveRefusedProblem } from '../../platform/move-refused.types.js';
import { DeskCampaign } from './desk-campaign.types.js';

@InputType()
export class CampaignTextInput {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  summary!: string;

  @Field(() => String)
  body!: string;

  @Field(() => [String])
  demands!: string[];

  @Field(() => String)
  country!: string;

  @Field(() => String, { nullable: true })
  callToAction?: string | null;
}

@InputType()
export class AddresseeTextInput {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  office!: string;

  @Field(() => String, { nullable: true })
  salutation?: string | null;
}

@InputType()
export class AddresseeInput {
  @Field(() => String)
  channel!: string;

  @Field(() => [AddresseeTextInput])
  texts!: AddresseeTextInput[];
}

@InputType()
export class SaveCampaignInput {
  @Field(() => ID, { nullable: true, description: 'Absent for a new campaign.' })
  id?: string | null;

  @Field(() => String)
  type!: string;

  @Field(() => String)
  region!: string;

  @Field(() => [String])
  rights!: string[];

  @Field(() => [String])
  signers!: string[];

  @Field(() => Int, { nullable: true })
  goal?: number | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  closesAt?: Date | null;

  @Field(() => String)
  originalLanguage!: string;

  @Field(() => [CampaignTextInput])
  texts!: CampaignTextInput[];

  @Field(() => [AddresseeInput])
  addressees!: AddresseeInput[];
}

@InputType()
export class ReasonInput {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  text!: string;
}

@InputType()
export class MoveCampaignInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  to!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The `textsHash` of what the person read. Required to approve and to open; a move with another one than the current is refused.',
  })
  seenHash?: string | null;

  @Field(() => [ReasonInput], { nullable: true, description: 'Public, per language; required where the move says so.' })
  reasons?: ReasonInput[] | null;
}

@ObjectType()
export class InputIssue {
  @Field(() => String)
  path!: string;

  @Field(() => String)
  code!: string;
}

@ObjectType({ description: "Each field's path and an i18n key of what is wrong with it." })
export class InvalidInputProblem {
  @Field(() => [InputIssue])
  issues!: InputIssue[];
}

@ObjectType()
export class CampaignFrozenProblem {
  @Field(() => String)
  status!: string;
}

@ObjectType()
export class SaveCampaignSuccess {
  @Field(() => DeskCampaign)
  campaign!: DeskCampaign;
}

@ObjectType()
export class MoveCampaignSuccess {
  @Field(() => DeskCampaign)
  campaign!: DeskCampaign;
}

export const SaveCampaignResult = createUnionType({
  name: 'SaveCampaignResult',
  types: () => [SaveCampaignSuccess, CampaignFrozenProblem, InvalidInputProblem] as const,
});

export const MoveCampaignResult = createUnionType({
  name: 'MoveCampaignResult',
  types: () => [MoveCampaignSuccess, MoveRefusedProblem] as const,
});
