import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What the frames of one partner key brought to one campaign.' })
export class OwnEmbedCount {
  @Field(() => String)
  partnerName!: string;

  @Field(() => ID)
  campaignId!: string;

  @Field(() => String)
  campaignSlug!: string;

  @Field(() => String)
  campaignTitle!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Confirmed, as of the end of yesterday, in steps of at least five; null below ten.',
  })
  confirmed!: number | null;
}
