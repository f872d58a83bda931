import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class Resource {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String)
  category!: string;

  @Field(() => String)
  organisation!: string;

  @Field(() => String)
  url!: string;

  @Field(() => [String])
  languages!: readonly string[];

  @Field(() => [String])
  regions!: readonly string[];

  @Field(() => Boolean)
  emergency!: boolean;

  @Field(() => String, { nullable: true })
  emergencyKind!: string | null;

  @Field(() => String)
  status!: string;

  @Field(() => String, { nullable: true })
  lastVerified!: string | null;

  @Field(() => String, {
    description: 'The language the text below is in; differs from the one asked for when no translation exists.',
  })
  language!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  summary!: string;

  @Field(() => String, { nullable: true })
  responseTime!: string | null;
}

@ObjectType()
export class ResourceCategoryCount {
  @Field(() => String)
  category!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class ResourcePage {
  @Field(() => [Resource])
  items!: readonly Resource[];

  @Field(() => [ResourceCategoryCount])
  categories!: readonly ResourceCategoryCount[];

  @Field(() => Int)
  page!: number;

  @Field(() => Int)
  pageCount!: number;

  @Field(() => Int)
  total!: number;
}

@InputType()
export class ResourceFilter {
  @Field(() => String, { nullable: true })
  category?: string | null;

  @Field(() => String, { nullable: true })
  emergencyKind?: string | null;

  @Field(() => Boolean, { nullable: true })
  emergencyOnly?: boolean | null;

  @Field(() => String, { nullable: true, description: 'A language the resource itself is offered in.' })
  offeredIn?: string | null;

  @Field(() => Int, { nullable: true })
  page?: number | null;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => String, { nullable: true })
  search?: string | null;
}
