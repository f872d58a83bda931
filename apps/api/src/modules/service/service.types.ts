import { Field, ObjectType } from 'type-graphql';

@ObjectType()
export class Service {
  @Field(() => Boolean)
  demo!: boolean;

  @Field(() => String)
  siteOrigin!: string;

  @Field(() => String)
  appOrigin!: string;

  @Field(() => String)
  contactAddress!: string;
}
