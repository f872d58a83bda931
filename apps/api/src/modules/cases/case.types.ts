import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import { KeySuccession } from '../keys/index.js';
import { MoveRefusedProblem } from '../../platform/move-refused.types.js';

@ObjectType()
export class Assignee {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  displayName!: string;
}

@ObjectType()
export class CaseSummary {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  status!: string;

  @Field(() => String, { nullable: true, description: 'Null when the sender hid it.' })
  severity!: string | null;

  @Field(() => String)
  language!: string;

  @Field(() => Date)
  openedHour!: Date;

  @Field(() => Date)
  changedHour!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When the first acknowledgement is due; null once acknowledged.',
  })
  dueAt!: Date | null;

  @Field(() => Assignee, { nullable: true })
  assignee!: Assignee | null;

  @Field(() => Int)
  entryCount!: number;

  @Field(() => Int)
  fileCount!: number;

  @Field(() => Boolean)
  mine!: boolean;
}

@ObjectType()
export class CaseBlob {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  chunkCount!: number;

  @Field(() => Boolean)
  complete!: boolean;

  @Field(() => Boolean, { description: 'The viewer has signed that their grant for the file does not open.' })
  grantFailed!: boolean;

  @Field(() => Boolean, { description: 'A grant made in its place waits for the viewer to say that it opens.' })
  grantAwaitsProof!: boolean;
}

@ObjectType({ description: 'What a responder signed when they let the viewer into an entry that was written before.' })
export class GrantStatement {
  @Field(() => String, { description: 'Base64 of the signed JSON.' })
  bytes!: string;

  @Field(() => String, { description: 'Armored detached signature.' })
  signature!: string;
}

@ObjectType({ description: 'An entry the viewer can open and another of its readers cannot.' })
export class LackingEntry {
  @Field(() => ID)
  entryId!: string;

  @Field(() => ID)
  caseId!: string;

  @Field(() => ID, { nullable: true })
  blobId!: string | null;

  @Field(() => [String], { description: 'Fingerprints of those who lack a grant.' })
  lacking!: string[];

  @Field(() => [String], { description: 'Those of them who have signed that the one they hold does not open.' })
  failed!: string[];
}

@ObjectType()
export class MissingGrants {
  @Field(() => Int, { description: 'How many entries lack a grant; the list may be its beginning only.' })
  total!: number;

  @Field(() => [LackingEntry])
  entries!: LackingEntry[];
}

@ObjectType()
export class CaseEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  position!: number;

  @Field(() => String)
  audience!: string;

  @Field(() => Int)
  rosterVersion!: number;

  @Field(() => Date)
  storedHour!: Date;

  @Field(() => String)
  authorName!: string;

  @Field(() => Boolean)
  authorIsTeam!: boolean;

  @Field(() => String, { description: 'Hex SHA-256 of the SEIPD packet.' })
  hash!: string;

  @Field(() => Int)
  size!: number;

  @Field(() => Boolean, { description: 'The viewer holds a key grant.' })
  granted!: boolean;

  @Field(() => Int, { nullable: true, description: 'Counts from 0: the next is made when one does not open.' })
  grantAttempt!: number | null;

  @Field(() => Boolean, { description: 'The viewer has signed that this grant does not open.' })
  grantFailed!: boolean;

  @Field(() => Boolean, {
    description: 'It was made in the place of another, which goes once the viewer says it opens.',
  })
  grantAwaitsProof!: boolean;

  @Field(() => GrantStatement, { nullable: true, description: 'Null for a grant that came with the entry.' })
  grantStatement!: GrantStatement | null;

  @Field(() => CaseBlob, { nullable: true })
  blob!: CaseBlob | null;
}

@ObjectType()
export class CaseThread {
  @Field(() => CaseSummary)
  summary!: CaseSummary;

  @Field(() => [CaseEntry])
  entries!: CaseEntry[];

  @Field(() => [KeySuccession], { description: 'Changes of keys of the case’s own people, and of the viewer.' })
  successions!: KeySuccession[];

  @Field(() => [String])
  moves!: string[];
}

@InputType()
export class TriageCaseInput {
  @Field(() => ID)
  caseId!: string;

  @Field(() => String, { nullable: true, description: 'Absent: unchanged.' })
  status?: string | null;

  @Field(() => String, { nullable: true })
  severity?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True takes the case, false lets go.' })
  assignToMe?: boolean | null;
}

@ObjectType()
export class TriageCaseSuccess {
  @Field(() => CaseSummary)
  case!: CaseSummary;
}

export const TriageCaseResult = createUnionType({
  name: 'TriageCaseResult',
  types: () => [TriageCaseSuccess, MoveRefusedProblem] as const,
});
