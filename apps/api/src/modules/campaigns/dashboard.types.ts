import { Field, GraphQLISODateTime, ID, ObjectType } from 'type-graphql';

import { Organisation } from '../accounts/index.js';
import { Campaign } from './campaign.types.js';

@ObjectType()
export class AwaitingSignature {
  @Field(() => Campaign)
  campaign!: Campaign;

  @Field(() => Organisation)
  organisation!: Organisation;

  @Field(() => Boolean, {
    description: 'The viewer speaks for this organisation. Others see what waits, and ask who does.',
  })
  maySign!: boolean;
}

@ObjectType()
export class NewsItem {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  kind!: string;

  @Field(() => GraphQLISODateTime)
  at!: Date;

  @Field(() => String)
  title!: string;

  @Field(() => Campaign)
  campaign!: Campaign;
}

@ObjectType()
export class Dashboard {
  @Field(() => [AwaitingSignature], {
    description: "Open letters and petitions that wait for one of the viewer's organisations.",
  })
  awaiting!: AwaitingSignature[];

  @Field(() => [NewsItem])
  news!: NewsItem[];
}
