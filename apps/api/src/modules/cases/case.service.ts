import { CASE_STATUSES, mayMoveCase, SEVERITIES, toHour, uuidSchema } from '@sos/domain';
import { z } from 'zod';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { KeyService, SuccessionRecord } from '../keys/index.js';
import type { CaseAccessService } from './case-access.service.js';
import { casePolicy, type CaseAccess } from './case.policy.js';
import type { CaseChange, CaseRecord, CaseRepository, EntryGrant, EntryRecord } from './case.repository.js';
import { servedGrant, type JudgedGrant } from './served-grant.js';

export interface CaseView {
  readonly record: CaseRecord;
  readonly changedHour: Date;
  readonly entryCount: number;
  readonly fileCount: number;
  readonly dueAt: Date | null;
  readonly assignee: { readonly id: string; readonly displayName: string } | null;
  readonly mine: boolean;
}

export interface EntryView extends EntryRecord {
  readonly authorName: string;
  readonly authorIsTeam: boolean;
  /** The viewer's own grant. */
  readonly grant: EntryGrant | null;
  /** And that for the file, where the entry is the manifest of one. */
  readonly fileGrant: JudgedGrant | null;
}

export interface ThreadView {
  readonly summary: CaseView;
  readonly entries: readonly EntryView[];
  readonly moves: readonly string[];
  /** Of the case's own people, and of the viewer: what the keys of before were, and what they are now. */
  readonly successions: readonly SuccessionRecord[];
}

export type TriageOutcome =
  { readonly kind: 'changed'; readonly view: CaseView } | { readonly kind: 'refused'; readonly code: string };

const triageSchema = z.object({
  caseId: uuidSchema,
  status: z.enum(CASE_STATUSES).nullish(),
  severity: z.enum(SEVERITIES).nullish(),
  assignToMe: z.boolean().nullish(),
});
type Triage = z.infer<typeof triageSchema>;

/** Lists, threads and triage: everything about cases that is not ciphertext. */
export class CaseService {
  constructor(
    private readonly cases: CaseRepository,
    private readonly access: CaseAccessService,
    private readonly keys: KeyService,
    private readonly clock: Clock,
  ) {}

  async mine(viewer: Viewer): Promise<readonly CaseView[]> {
    const records = await this.cases.findOfParticipant(viewer.accountId);
    const views = await this.#toViews(viewer, records, (record) => ({
      party: 'member',
      accountId: viewer.accountId,
      encryptionSubkeyId:
        record.participants.find(({ accountId }) => accountId === viewer.accountId)?.encryptionSubkeyId ?? '',
    }));
    // By what is shown: the row's own hour, and its place in the table, move with team notes and triage.
    return views.toSorted(latestFirst);
  }

  /** Cases with a grant for the viewer's key, and no others. */
  async inbox(viewer: Viewer): Promise<readonly CaseView[]> {
    const encryptionSubkeyId = await this.access.responderSubkey(viewer);
    if (encryptionSubkeyId === null) return [];
    const granted = await this.cases.findGrantedTo(encryptionSubkeyId);
    const own = ({ participants }: CaseRecord): boolean =>
      participants.some(({ accountId }) => accountId === viewer.accountId);
    const records = granted.filter((record) => !own(record)).toSorted(casePolicy.inboxOrder);
    return this.#toViews(viewer, records, () => ({
      party: 'responder',
      accountId: viewer.accountId,
      encryptionSubkeyId,
    }));
  }

  async thread(viewer: Viewer, caseId: string): Promise<ThreadView> {
    if (!uuidSchema.safeParse(caseId).success) throw notFound();
    const { record, access } = await this.access.open(viewer, caseId);
    const visible = (await this.cases.findEntries(caseId)).filter(({ audience }) =>
      casePolicy.maySee(access, audience),
    );
    const names = await this.cases.findNames(visible.map(({ authorId }) => authorId));
    const ownPeople = new Set(record.participants.map(({ accountId }) => accountId));
    const entries = visible.map((entry, index) => ({
      ...entry,
      // Counted anew among what is visible: a hole in the numbers would tell of a team note.
      position: index + 1,
      authorName: names.get(entry.authorId) ?? '',
      authorIsTeam: !ownPeople.has(entry.authorId),
      grant: servedGrant(entry.grants, access.encryptionSubkeyId) ?? null,
      fileGrant: servedGrant(entry.blob?.grants ?? [], access.encryptionSubkeyId) ?? null,
    }));
    return {
      summary: await this.#toView(viewer, record, access),
      entries,
      moves: casePolicy.movesFor(access, record.status),
      successions: await this.keys.successionsOf([
        access.encryptionSubkeyId,
        ...record.participants.map(({ encryptionSubkeyId }) => encryptionSubkeyId),
      ]),
    };
  }

  async triage(viewer: Viewer, input: unknown): Promise<TriageOutcome> {
    const parsed = triageSchema.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { record, access } = await this.access.open(viewer, parsed.data.caseId);
    if (access.party !== 'responder') throw notFound();
    const refusal = refuseTriage(parsed.data, record, viewer);
    if (refusal) return { kind: 'refused', code: refusal };
    const changed = await this.cases.change(record.id, record.status, this.#toChange(parsed.data, viewer));
    if (!changed) return { kind: 'refused', code: 'not_allowed_from_here' };
    const after = await this.cases.find(record.id);
    return { kind: 'changed', view: await this.#toView(viewer, after ?? record, access) };
  }

  #toChange({ status, severity, assignToMe }: Triage, viewer: Viewer): CaseChange {
    return {
      changedHour: toHour(this.clock.now()),
      status: status ?? undefined,
      severity: severity ?? undefined,
      assigneeId: typeof assignToMe === 'boolean' ? (assignToMe ? viewer.accountId : null) : undefined,
    };
  }

  async #toViews(
    viewer: Viewer,
    records: readonly CaseRecord[],
    accessOf: (record: CaseRecord) => CaseAccess,
  ): Promise<readonly CaseView[]> {
    const names = await this.cases.findNames(records.flatMap(({ assigneeId }) => assigneeId ?? []));
    return records.map((record) => toView(viewer, record, accessOf(record), names));
  }

  async #toView(viewer: Viewer, record: CaseRecord, access: CaseAccess): Promise<CaseView> {
    const names = await this.cases.findNames(record.assigneeId === null ? [] : [record.assigneeId]);
    return toView(viewer, record, access, names);
  }
}

function latestFirst(one: CaseView, other: CaseView): number {
  return other.changedHour.getTime() - one.changedHour.getTime() || (one.record.id < other.record.id ? -1 : 1);
}

function refuseTriage({ status, assignToMe }: Triage, record: CaseRecord, viewer: Viewer): string | null {
  if (status && !mayMoveCase(record.status, status)) return 'not_allowed_from_here';
  if (assignToMe === false && record.assigneeId !== viewer.accountId) return 'not_your_assignment';
  return null;
}

function toView(viewer: Viewer, record: CaseRecord, access: CaseAccess, names: ReadonlyMap<string, string>): CaseView {
  const entries = record.entries.filter(({ audience }) => casePolicy.maySee(access, audience));
  const latest = Math.max(record.openedHour.getTime(), ...entries.map(({ storedHour }) => storedHour.getTime()));
  const isTeam = access.party === 'responder';
  return {
    record,
    // A member sees when something they can read changed; the row's own hour also moves with team notes.
    changedHour: isTeam ? record.changedHour : new Date(latest),
    entryCount: entries.length,
    fileCount: record.blobs.filter(({ audience }) => casePolicy.maySee(access, audience)).length,
    dueAt: casePolicy.dueAt(record),
    assignee:
      isTeam && record.assigneeId !== null
        ? { id: record.assigneeId, displayName: names.get(record.assigneeId) ?? '' }
        : null,
    mine: record.ownerId === viewer.accountId,
  };
}
