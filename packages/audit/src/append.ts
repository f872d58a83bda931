import type { Database } from '@sos/database';
import {
  AUDIT_FACT,
  auditHashInput,
  NO_PREVIOUS_AUDIT,
  type AuditEvent,
  type AuditRecord,
  type AuditSubject,
  type StoredAuditRecord,
} from '@sos/domain';
import { createHash } from 'node:crypto';

export type AuditTransaction = Parameters<Parameters<Database['prisma']['$transaction']>[0]>[0];

export interface NewAuditEntry {
  readonly event: AuditEvent;
  /** Null: the service itself, or somebody who is not signed in. */
  readonly actorId: string | null;
  readonly subject: AuditSubject;
  /** An id; for a case a keyed hash of its id. Null where there is just one, such as the service. */
  readonly subjectId: string | null;
  /** Codes, counts and hashes that say what changed. @see AUDIT_FACT */
  readonly facts?: Readonly<Record<string, string>>;
}

/** "SOSA" as a number: entries are chained one after the other, whatever process writes them. */
const AUDIT_LOCK = 0x534f5341;

const HOUR_MS = 3_600_000;

export function auditHash(record: StoredAuditRecord): Buffer {
  return createHash('sha256').update(auditHashInput(record), 'utf8').digest();
}

/** @throws when a fact could hold what a person wrote: that is a fault of the caller, and must not be stored for ever. */
function assertFacts(facts: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(facts))
    if (!AUDIT_FACT.test(name) || !AUDIT_FACT.test(value)) throw new Error(`the audit fact ${name} is no code`);
}

/** The chain outlives a deleted case: with a finer time it would still say when somebody wrote. */
function timeOf(subject: AuditSubject, now: Date): Date {
  return subject === 'case' ? new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS) : now;
}

/** Adds one entry to the chain. Call it in the transaction of what it records, so that neither is there without the other. */
export async function appendAudit(transaction: AuditTransaction, entry: NewAuditEntry, now: Date): Promise<void> {
  const { event, actorId, subject, subjectId, facts = {} } = entry;
  assertFacts(facts);
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK}::bigint)`;
  const last = await transaction.auditEntry.findFirst({
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  });
  const at = timeOf(subject, now);
  const record: AuditRecord = {
    sequence: (last?.sequence ?? 0) + 1,
    previous: last ? Buffer.from(last.hash).toString('hex') : NO_PREVIOUS_AUDIT,
    at: at.toISOString(),
    event,
    actorId,
    subject,
    subjectId,
    facts,
  };
  await transaction.auditEntry.create({
    data: {
      ...record,
      previous: Uint8Array.from(Buffer.from(record.previous, 'hex')),
      hash: Uint8Array.from(auditHash(record)),
      at,
    },
  });
}
