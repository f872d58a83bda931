import { Field, ID, ObjectType } from 'type-graphql';

import type { Viewer } from '../../platform/viewer.js';

@ObjectType()
export class Organisation {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  country!: string;
}

@ObjectType('Viewer')
export class ViewerType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  displayName!: string;

  @Field(() => String)
  language!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => [Organisation])
  organisations!: readonly Organisation[];

  @Field(() => Boolean, { description: 'Until there is a second factor, this session does little more than add one.' })
  awaitsSecondFactor!: boolean;

  @Field(() => Boolean, { description: 'Opened, or proven since, with more than a password.' })
  isStrong!: boolean;
}

export function toViewerType({ accountId, displayName, language, roles, organisations, proof }: Viewer): ViewerType {
  return {
    id: accountId,
    displayName,
    language,
    roles: [...roles].sort(),
    organisations,
    awaitsSecondFactor: proof.awaitsSecondFactor === true,
    isStrong: proof.assurance === 'strong',
  };
}
