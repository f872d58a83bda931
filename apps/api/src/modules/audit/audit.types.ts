import { createUnionType, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A code, a count or a hash that says what changed.' })
export class AuditFact {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  value!: string;
}

@ObjectType()
export class AuditEntry {
  @Field(() => Int)
  sequence!: number;

  @Field(() => GraphQLISODateTime)
  at!: Date;

  @Field(() => String)
  event!: string;

  @Field(() => ID, { nullable: true, description: 'Null: the service itself, or somebody who was not signed in.' })
  actorId!: string | null;

  @Field(() => String, { nullable: true, description: 'Null when the account is gone.' })
  actorName!: string | null;

  @Field(() => String)
  subject!: string;

  @Field(() => ID, { nullable: true, description: 'Null for a case: no log names one.' })
  subjectId!: string | null;

  @Field(() => String, { nullable: true, description: 'Whose account or membership, or which organisation.' })
  subjectName!: string | null;

  @Field(() => [AuditFact])
  facts!: readonly AuditFact[];

  @Field(() => String)
  hash!: string;
}

@ObjectType({ description: 'Newest first.' })
export class AuditPage {
  @Field(() => [AuditEntry])
  entries!: readonly AuditEntry[];

  @Field(() => Int, { nullable: true, description: 'What to ask for as `before`; null when there is nothing older.' })
  next!: number | null;
}

@ObjectType()
export class AuditHead {
  @Field(() => Int)
  sequence!: number;

  @Field(() => String)
  hash!: string;
}

@ObjectType({ description: 'The last time the whole chain was read.' })
export class AuditCheck {
  @Field(() => GraphQLISODateTime)
  at!: Date;

  @Field(() => Int)
  sequence!: number;

  @Field(() => Int, { description: 'How much does not hold; 0 when all of it does.' })
  findings!: number;
}

@ObjectType()
export class AuditChain {
  @Field(() => AuditHead, { nullable: true })
  head!: AuditHead | null;

  @Field(() => AuditCheck, { nullable: true })
  check!: AuditCheck | null;
}

@InputType()
export class AuditFilterInput {
  @Field(() => String, { nullable: true, description: 'One of `AUDIT_GROUPS`.' })
  group?: string | null;

  @Field(() => String, { nullable: true, description: 'An account id, or part of a name.' })
  actor?: string | null;

  @Field(() => String, { nullable: true, description: 'One of `AUDIT_SUBJECTS`.' })
  subject?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  from?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Exclusive.' })
  to?: Date | null;
}

@ObjectType()
export class AuditExport {
  @Field(() => String, { description: 'RFC 4180; no cell is a formula.' })
  csv!: string;

  @Field(() => Int)
  rows!: number;
}

@ObjectType({ description: 'Nothing is ever left out of an export: ask for fewer days.' })
export class AuditExportTooLargeProblem {
  @Field(() => Int)
  rows!: number;

  @Field(() => Int)
  most!: number;
}

export const AuditExportResult = createUnionType({
  name: 'AuditExportResult',
  types: () => [AuditExport, AuditExportTooLargeProblem] as const,
});
