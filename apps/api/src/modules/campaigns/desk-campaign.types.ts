import { Field, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';

import { CampaignText } from './campaign.types.js';

@ObjectType()
export class AddresseeText {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  office!: string;

  @Field(() => String, { nullable: true })
  salutation!: string | null;
}

@ObjectType()
export class DeskAddressee {
  @Field(() => String)
  channel!: string;

  @Field(() => [AddresseeText])
  texts!: AddresseeText[];
}

@ObjectType()
export class CampaignMove {
  @Field(() => String)
  to!: string;

  @Field(() => Boolean)
  needsReason!: boolean;
}

@ObjectType()
export class CampaignTransition {
  @Field(() => String)
  from!: string;

  @Field(() => String)
  to!: string;

  @Field(() => String)
  actorName!: string;

  @Field(() => GraphQLISODateTime)
  at!: Date;
}

@ObjectType()
export class CampaignApproval {
  @Field(() => Int)
  version!: number;

  @Field(() => String)
  approverName!: string;

  @Field(() => GraphQLISODateTime)
  at!: Date;
}

/** `count` and `breakdown` are added by the signatures module. */
@ObjectType()
export class DeskCampaign {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  type!: string;

  @Field(() => String)
  status!: string;

  @Field(() => String)
  region!: string;

  @Field(() => [String])
  rights!: string[];

  @Field(() => [String])
  signers!: string[];

  @Field(() => Int, { nullable: true })
  goal!: number | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  closesAt!: Date | null;

  @Field(() => GraphQLISODateTime)
  changedAt!: Date;

  @Field(() => String)
  authorName!: string;

  @Field(() => Boolean)
  isAuthor!: boolean;

  @Field(() => [CampaignText], { description: "Every language's current text." })
  texts!: CampaignText[];

  @Field(() => String, {
    description: 'Over the texts of every language, addressees, signers, type and goal: names exactly what was shown.',
  })
  textsHash!: string;

  @Field(() => [DeskAddressee])
  addressees!: DeskAddressee[];

  @Field(() => [CampaignMove], { description: 'Moves the viewer may make now.' })
  moves!: CampaignMove[];

  @Field(() => [CampaignTransition])
  history!: CampaignTransition[];

  @Field(() => [CampaignApproval])
  approvals!: CampaignApproval[];
}
