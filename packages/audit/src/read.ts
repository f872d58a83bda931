import type { Database, Row } from '@sos/database';
import type { AuditHead } from '@sos/domain';

import type { StoredAuditEntry, UnreadableAuditEntry } from './verify.js';

/** So few at a time that a log of years takes no more memory than one of a day. */
const PAGE = 500;

type Facts = Readonly<Record<string, string>>;

function hexOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  // Bytes made in another realm, as under Jest.
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
    : 'unreadable';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Null for what is no object of texts: an array, or a number where a text stood, could be spelled like one. */
function readFacts(json: unknown): Facts | null {
  const value = typeof json === 'string' ? parseJson(json) : null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const facts = Object.entries(value);
  const texts = facts.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : []));
  return texts.length === facts.length ? Object.fromEntries(texts) : null;
}

/** PostgreSQL keeps microseconds where the column is widened; an entry has none. */
function readTime(text: unknown): string | null {
  const [, milliseconds] = /^(\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})000$/.exec(String(text)) ?? [];
  return milliseconds === undefined ? null : `${milliseconds}Z`;
}

const textOrNull = (value: unknown): string | null | undefined =>
  value === null || typeof value === 'string' ? value : undefined;

/** A row that breaks the format is passed on as such: it is a finding, not a fault of ours. */
function toEntry(row: Row): StoredAuditEntry | UnreadableAuditEntry {
  const sequence = Number(row['sequence']);
  const at = readTime(row['at']);
  const facts = readFacts(row['facts']);
  const [event, subject] = [textOrNull(row['event']), textOrNull(row['subject'])];
  const [actorId, subjectId] = [textOrNull(row['actorId']), textOrNull(row['subjectId'])];
  if (at === null || facts === null || actorId === undefined || subjectId === undefined || !event || !subject)
    return { sequence, unreadable: true };
  const [previous, hash] = [hexOf(row['previous']), hexOf(row['hash'])];
  return { sequence, previous, at, event, actorId, subject, subjectId, facts, hash };
}

/**
 * Every entry there is when it begins, by number. Read by our own statement, not through the data model: somebody who edits the log
 * may have taken away what the model stands on, such as that a number is there once.
 */
export async function* readAudit(
  database: Pick<Database, 'sql'>,
): AsyncGenerator<StoredAuditEntry | UnreadableAuditEntry> {
  const [all] = await database.sql`
    SELECT max("sequence") AS "last", count(*) FILTER (WHERE "sequence" IS NULL)::int AS "unnumbered" FROM "AuditEntry"`;
  const until = Number(all?.['last'] ?? 0);
  if (Number(all?.['unnumbered'] ?? 0) > 0) yield { sequence: 0, unreadable: true };
  let [after, skip] = [Number.MIN_SAFE_INTEGER, 0];
  for (;;) {
    // By number and then by place within it, so that of two entries with one number none is skipped at the end of a page.
    const rows = await database.sql`
      SELECT "sequence", "previous", "hash", to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS "at",
        "event", "actorId"::text AS "actorId", "subject", "subjectId", "facts"::text AS "facts"
      FROM "AuditEntry" WHERE "sequence" >= ${after}::bigint AND "sequence" <= ${until}::bigint
      ORDER BY "sequence", "hash", ctid OFFSET ${skip}::int LIMIT ${PAGE}::int`;
    for (const row of rows) yield toEntry(row);
    if (rows.length < PAGE) return;
    const last = Number(rows.at(-1)?.['sequence']);
    const sameAtEnd = rows.filter((row) => Number(row['sequence']) === last).length;
    skip = last === after ? skip + sameAtEnd : sameAtEnd;
    after = last;
  }
}

/** The last entry; null while there is none. */
export async function readAuditHead(database: Pick<Database, 'sql'>): Promise<AuditHead | null> {
  const [row] = await database.sql`SELECT "sequence", "hash" FROM "AuditEntry" ORDER BY "sequence" DESC LIMIT 1`;
  return row ? { sequence: Number(row['sequence']), hash: hexOf(row['hash']) } : null;
}
