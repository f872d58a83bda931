import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class CampaignText {
  @Field(() => String)
  language!: string;

  @Field(() => Boolean)
  original!: boolean;

  @Field(() => Int)
  version!: number;

  @Field(() => String, { description: 'Hex SHA-256 over the text a signature stands under.' })
  hash!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  summary!: string;

  @Field(() => String, { description: 'Markdown without HTML.' })
  body!: string;

  @Field(() => [String])
  demands!: string[];

  @Field(() => String)
  country!: string;

  @Field(() => String, { nullable: true })
  callToAction!: string | null;

  @Field(() => String, { nullable: true })
  additionalInformation!: string | null;

  @Field(() => String, { nullable: true })
  disclaimer!: string | null;
}

@ObjectType()
export class Addressee {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  channel!: string;

  @Field(() => String)
  office!: string;

  @Field(() => String, { nullable: true })
  salutation!: string | null;
}

@ObjectType()
export class CampaignUpdate {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String)
  kind!: string;

  @Field(() => String)
  language!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  body!: string;

  @Field(() => GraphQLISODateTime)
  publishedAt!: Date;
}

/** `count` and `organisations` are added by the signatures module. */
@ObjectType()
export class Campaign {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  type!: string;

  @Field(() => String)
  status!: string;

  @Field(() => String, { nullable: true })
  reference!: string | null;

  @Field(() => String, { nullable: true })
  severity!: string | null;

  @Field(() => String)
  region!: string;

  @Field(() => [String])
  rights!: string[];

  @Field(() => [String])
  signers!: string[];

  @Field(() => Int, { nullable: true })
  goal!: number | null;

  @Field(() => Boolean)
  fictional!: boolean;

  @Field(() => String)
  timeZone!: string;

  @Field(() => GraphQLISODateTime, { nullable: true })
  opensAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  closesAt!: Date | null;

  @Field(() => Boolean)
  takesSignatures!: boolean;

  @Field(() => String, { nullable: true })
  issuedBy!: string | null;

  @Field(() => [String], { description: 'Languages this campaign can be read in; the original first.' })
  languages!: string[];

  @Field(() => CampaignText)
  text!: CampaignText;

  @Field(() => [Addressee])
  addressees!: Addressee[];

  @Field(() => [CampaignUpdate])
  updates!: CampaignUpdate[];
}

@InputType()
export class CampaignFilter {
  @Field(() => String, { description: 'open or archive' })
  list!: string;

  @Field(() => String, { nullable: true })
  type?: string | null;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => String, { nullable: true })
  right?: string | null;
}
