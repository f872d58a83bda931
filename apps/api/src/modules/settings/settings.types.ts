import { createUnionType, Field, GraphQLISODateTime, InputType, Int, ObjectType } from 'type-graphql';

import { LanguageText } from '../service/index.js';

@ObjectType({ description: 'What an administrator may change while the service runs.' })
export class Setting {
  @Field(() => String)
  key!: string;

  @Field(() => String, { description: 'texts, number, address or zone: which of the fields below holds the value.' })
  kind!: string;

  @Field(() => [LanguageText], { description: 'In every language; empty where nothing is said.' })
  texts!: LanguageText[];

  @Field(() => Int, { nullable: true })
  number!: number | null;

  @Field(() => String, { nullable: true })
  text!: string | null;

  @Field(() => Int, { nullable: true })
  least!: number | null;

  @Field(() => Int, { nullable: true, description: 'The largest number, or the most characters.' })
  most!: number | null;

  @Field(() => Int, { description: '0: never changed.' })
  version!: number;

  @Field(() => GraphQLISODateTime, { nullable: true })
  changedAt!: Date | null;

  @Field(() => String, { nullable: true })
  changedByName!: string | null;
}

@ObjectType({ description: 'What can be stopped for everybody, at once.' })
export class ServiceSwitch {
  @Field(() => String)
  name!: string;

  @Field(() => Boolean)
  stopped!: boolean;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it runs again by itself.' })
  until!: Date | null;

  @Field(() => Int)
  version!: number;

  @Field(() => GraphQLISODateTime, { nullable: true })
  changedAt!: Date | null;

  @Field(() => String, { nullable: true })
  changedByName!: string | null;
}

@InputType()
export class LanguageTextInput {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  text!: string;
}

@InputType()
export class SaveSettingInput {
  @Field(() => String)
  key!: string;

  @Field(() => Int, { description: 'The version that was on the screen.' })
  version!: number;

  @Field(() => [LanguageTextInput], { nullable: true })
  texts?: LanguageTextInput[] | null;

  @Field(() => Int, { nullable: true })
  number?: number | null;

  @Field(() => String, { nullable: true })
  text?: string | null;
}

@InputType()
export class SetSwitchInput {
  @Field(() => String)
  name!: string;

  @Field(() => Int, { description: 'The version that was on the screen.' })
  version!: number;

  @Field(() => Boolean)
  stopped!: boolean;

  @Field(() => Int, { nullable: true, description: 'Runs again by itself after so many hours.' })
  hours?: number | null;
}

@ObjectType()
export class SaveSettingSuccess {
  @Field(() => Setting)
  setting!: Setting;
}

@ObjectType({ description: 'Somebody was faster: nothing was saved. This is what stands now.' })
export class SettingChangedProblem {
  @Field(() => Setting)
  setting!: Setting;
}

@ObjectType()
export class SettingRefusedProblem {
  @Field(() => String)
  code!: string;
}

export const SaveSettingResult = createUnionType({
  name: 'SaveSettingResult',
  types: () => [SaveSettingSuccess, SettingChangedProblem, SettingRefusedProblem] as const,
});

@ObjectType()
export class SetSwitchSuccess {
  @Field(() => ServiceSwitch)
  serviceSwitch!: ServiceSwitch;
}

@ObjectType({ description: 'Somebody was faster: nothing was changed. This is how it stands now.' })
export class SwitchChangedProblem {
  @Field(() => ServiceSwitch)
  serviceSwitch!: ServiceSwitch;
}

export const SetSwitchResult = createUnionType({
  name: 'SetSwitchResult',
  types: () => [SetSwitchSuccess, SwitchChangedProblem] as const,
});
