import { isUuid, type AuditHead } from '@sos/domain';
import type { KeptAuditHeads } from '@sos/log/store';

import type { Audit, Clock, Logger } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { auditCsv } from './audit-csv.js';
import { parseBefore, parseFilter, type AuditFilter } from './audit-input.js';
import { toView, type AuditEntryView } from './audit-view.js';
import type { AuditCheckRecord, AuditRepository, AuditRow, AuditWhere, Names } from './audit.repository.js';

export interface AuditPageView {
  readonly entries: readonly AuditEntryView[];
  readonly next: number | null;
}

export type ExportOutcome =
  | { readonly kind: 'made'; readonly csv: string; readonly rows: number }
  | { readonly kind: 'tooLarge'; readonly rows: number; readonly most: number };

const PAGE = 50;
/** What one answer carries without filling a server's memory. An export is whole, or refused. */
export const MOST_EXPORTED = 20_000;

export interface AuditParts {
  readonly entries: AuditRepository;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Heads that are kept where whoever edits the log does not reach, or not unseen. */
  keptHeads(): Promise<KeptAuditHeads>;
}

/** Who may read what of the log: administrators all of it, everybody what concerns their own account. */
export class AuditService {
  constructor(private readonly parts: AuditParts) {}

  async list(filter: unknown, before: unknown): Promise<AuditPageView> {
    const where = await this.#where(parseFilter(filter));
    return this.#page(await this.parts.entries.list(where, parseBefore(before), PAGE + 1));
  }

  async listOwn({ accountId }: Viewer, before: unknown): Promise<AuditPageView> {
    return this.#page(await this.parts.entries.listOf(accountId, parseBefore(before), PAGE + 1));
  }

  async chain(): Promise<{ head: AuditHead | null; check: AuditCheckRecord | null }> {
    const [head, check] = await Promise.all([this.parts.entries.head(), this.parts.entries.findCheck()]);
    return { head, check };
  }

  /** Recorded before anything is handed out: what cannot be recorded is not exported. */
  async export({ accountId }: Viewer, filter: unknown): Promise<ExportOutcome> {
    const { entries, audit } = this.parts;
    const where = await this.#where(parseFilter(filter));
    const until = (await entries.head())?.sequence ?? 0;
    const rows = await entries.count(where, until);
    if (rows > MOST_EXPORTED) return { kind: 'tooLarge', rows, most: MOST_EXPORTED };
    const facts = { what: 'audit', rows: String(rows) };
    await audit.record({ event: 'export.made', actorId: accountId, subject: 'service', subjectId: null, facts });
    const list = await entries.list(where, until + 1, rows);
    return { kind: 'made', csv: auditCsv(await this.#views(list)), rows };
  }

  /** Run by the scheduler: a broken chain must not wait until somebody thinks of looking. */
  async verify(): Promise<void> {
    const { entries, clock, logger, keptHeads } = this.parts;
    const kinds = new Set<string>();
    const { heads, disguised, unexplained } = await keptHeads();
    const { head, findings: broken } = await entries.verify(heads, ({ kind }) => kinds.add(kind));
    // Whoever writes the audit log again must hide the heads that were kept of it, too.
    if (disguised.length > 0) kinds.add('log_disguised');
    if (unexplained > 0) kinds.add('log_unexplained');
    const findings = broken + disguised.length + unexplained;
    await entries.saveCheck({ at: clock.now(), sequence: head?.sequence ?? 0, findings });
    if (findings > 0) logger.error('audit.broken', null, { findings, kinds: [...kinds].join('.') });
  }

  async #where({ actor, ...rest }: AuditFilter): Promise<AuditWhere> {
    if (actor === null) return { ...rest, actorIds: null };
    return { ...rest, actorIds: isUuid(actor) ? [actor] : await this.parts.entries.accountsNamed(actor) };
  }

  async #page(rows: readonly AuditRow[]): Promise<AuditPageView> {
    const shown = rows.slice(0, PAGE);
    return {
      entries: await this.#views(shown),
      next: rows.length > PAGE ? (shown.at(-1)?.sequence ?? null) : null,
    };
  }

  async #views(rows: readonly AuditRow[]): Promise<readonly AuditEntryView[]> {
    const { entries } = this.parts;
    const idsOf = (wanted: string): string[] =>
      rows.flatMap(({ subject, subjectId }) =>
        subject === wanted && subjectId !== null && isUuid(subjectId) ? [subjectId] : [],
      );
    const actors = rows.flatMap(({ actorId }) => actorId ?? []);
    const [accounts, memberships, organisations]: Names[] = await Promise.all([
      entries.accountNames([...new Set([...actors, ...idsOf('account')])]),
      entries.membershipNames(idsOf('membership')),
      entries.organisationNames(idsOf('organisation')),
    ]);
    const none: Names = new Map();
    const subjects = new Map([
      ['account', accounts ?? none],
      ['membership', memberships ?? none],
      ['organisation', organisations ?? none],
    ]);
    return rows.map((row) => toView(row, accounts ?? none, subjects));
  }
}
