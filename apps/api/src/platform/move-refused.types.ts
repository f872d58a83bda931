import { Field, ObjectType } from 'type-graphql';

/** Why a campaign or a case may not be moved; one type, because both modules answer with it. */
@ObjectType()
export class MoveRefusedProblem {
  @Field(() => String)
  code!: string;
}
