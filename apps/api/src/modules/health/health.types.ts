import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class HealthFinding {
  @Field(() => String, { description: 'One of the domain’s codes; the client owns the words.' })
  code!: string;

  @Field(() => String, { description: 'look or act' })
  state!: string;
}

@ObjectType()
export class DatabaseHealth {
  @Field(() => String)
  kind!: string;

  @Field(() => String)
  version!: string;

  @Field(() => Float)
  bytes!: number;

  @Field(() => [String], { description: 'Why it would be refused in production, as codes.' })
  problems!: string[];

  @Field(() => Int)
  pendingMigrations!: number;
}

@ObjectType()
export class ProcessHealth {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  role!: string;

  @Field(() => String, { description: 'Two processes with the same one run the same code.' })
  build!: string;

  @Field(() => GraphQLISODateTime)
  startedAt!: Date;

  @Field(() => GraphQLISODateTime)
  seenAt!: Date;
}

@ObjectType()
export class QueueHealth {
  @Field(() => String)
  name!: string;

  @Field(() => Int)
  waiting!: number;

  @Field(() => Int, { description: 'In the last day.' })
  failed!: number;
}

@ObjectType({ description: 'A mail that will not be tried again by itself: never its address, nor its text.' })
export class FailedMail {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  template!: string;

  @Field(() => String)
  code!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => GraphQLISODateTime)
  createdAt!: Date;
}

@ObjectType()
export class MailFailures {
  @Field(() => String)
  day!: string;

  @Field(() => String)
  code!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class MailHealth {
  @Field(() => Int)
  pending!: number;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Since when the mail that is due longest could have left.',
  })
  oldestDue!: Date | null;

  @Field(() => [FailedMail])
  failed!: FailedMail[];

  @Field(() => [MailFailures])
  byDay!: MailFailures[];
}

@ObjectType()
export class StorageHealth {
  @Field(() => Float, { description: 'Encrypted files of all cases together.' })
  blobBytes!: number;

  @Field(() => Float)
  freeBytes!: number;

  @Field(() => Float)
  totalBytes!: number;
}

@ObjectType()
export class RosterHealth {
  @Field(() => Int)
  version!: number;

  @Field(() => GraphQLISODateTime)
  renewBy!: Date;

  @Field(() => GraphQLISODateTime)
  notAfter!: Date;
}

@ObjectType()
export class BackupHealth {
  @Field(() => GraphQLISODateTime)
  at!: Date;

  @Field(() => Float)
  bytes!: number;
}

@ObjectType({ description: 'That something broke inside: the id a person may quote, never what it said.' })
export class RecordedError {
  @Field(() => ID)
  id!: string;

  @Field(() => GraphQLISODateTime)
  at!: Date;

  @Field(() => String)
  event!: string;

  @Field(() => String)
  errorClass!: string;
}

@ObjectType({ description: 'How the service is: counts, codes and times, nothing of a person or a case.' })
export class Health {
  @Field(() => GraphQLISODateTime)
  at!: Date;

  @Field(() => String, { description: 'good, look or act' })
  state!: string;

  @Field(() => [HealthFinding], { description: 'What needs acting first.' })
  findings!: HealthFinding[];

  @Field(() => DatabaseHealth)
  database!: DatabaseHealth;

  @Field(() => [ProcessHealth])
  processes!: ProcessHealth[];

  @Field(() => [QueueHealth])
  queues!: QueueHealth[];

  @Field(() => MailHealth)
  mail!: MailHealth;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'The moment public counts are exact for.' })
  countAsOf!: Date | null;

  @Field(() => StorageHealth)
  storage!: StorageHealth;

  @Field(() => RosterHealth, { nullable: true })
  roster!: RosterHealth | null;

  @Field(() => BackupHealth, { nullable: true, description: 'The last one that was written, read back and verified.' })
  lastBackup!: BackupHealth | null;

  @Field(() => [RecordedError])
  errors!: RecordedError[];
}

@ObjectType()
export class RetryMailSuccess {
  @Field(() => ID)
  id!: string;
}
