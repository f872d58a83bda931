import { Field, ObjectType } from 'type-graphql';

@ObjectType()
export class LanguageText {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  text!: string;
}

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

  @Field(() => [LanguageText], {
    description: 'What an administrator says on every page: in every language, or nothing.',
  })
  banner!: LanguageText[];

  @Field(() => Boolean, { description: 'No signature is taken just now, whatever the campaign.' })
  signingPaused!: boolean;

  @Field(() => [LanguageText], { description: 'What is said meanwhile, beside our own words.' })
  signingPausedText!: LanguageText[];
}

@ObjectType({ description: 'What whoever is signed in should know before they begin.' })
export class ServiceNotices {
  @Field(() => Boolean, { description: 'New reports are refused just now; cases that are open go on.' })
  intakePaused!: boolean;

  @Field(() => [LanguageText])
  intakePausedText!: LanguageText[];

  @Field(() => [LanguageText], { description: 'Who answers, and when.' })
  duty!: LanguageText[];
}
