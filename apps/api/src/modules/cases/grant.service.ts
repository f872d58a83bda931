import { verifyStatement } from '@sos/crypto/verify';
import { AUDIENCE_RULES, audienceSchema, toHour, type Audience } from '@sos/domain';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock, Logger, Vaulted } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { KeyService, OwnKey } from '../keys/index.js';
import type { CaseAccessService } from './case-access.service.js';
import { casePolicy, OPEN_TO_PARTICIPANTS } from './case.policy.js';
import type { GrantRepository, LackingEntry, LaterGrantRecord } from './grant.repository.js';
import { lettingInSchema, requireWholeFiles, toReaderKey, toRecord, type OpenedTarget } from './letting-in.js';
import { refusedByGate } from './request-head.js';

export interface MissingGrantsView {
  readonly total: number;
  readonly rosterVersion: number;
  readonly entries: readonly {
    readonly entryId: string;
    readonly caseId: string;
    readonly blobId: string | null;
    /** Fingerprints of those who lack a grant that opens. */
    readonly lacking: readonly string[];
    /** Those of them whose own does not. */
    readonly failed: readonly string[];
  }[];
}

export interface GrantServiceParts {
  readonly grants: GrantRepository;
  readonly access: CaseAccessService;
  readonly keys: KeyService;
  readonly vaulted: Vaulted;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One page of work; a browser asks again until nothing is left. */
const MOST_ENTRIES = 200;

const OPEN_LATER: readonly Audience[] = audienceSchema.options.filter(
  (audience) => AUDIENCE_RULES[audience].responders === 'all',
);

class EntriesUnreadable extends Error {}

/**
 * Lets whoever joined the team into what was written before, gives another grant to whom theirs does not open, and takes away what was a
 * leaver's. Nothing here is trusted by a client: each grant's statement is signed by whoever made it, and its reader's browser judges it.
 */
export class GrantService {
  /** As last logged by this process. */
  #unreadable = 0;

  constructor(private readonly parts: GrantServiceParts) {}

  /**
   * What the viewer can open and others who should cannot: newcomers of the team, for a responder to let in, and whoever has signed that
   * their grant does not open, for any reader to help.
   */
  async missing(viewer: Viewer, skip = 0): Promise<MissingGrantsView> {
    if (skip < 0) throw new AppError('INVALID_INPUT');
    const { access, keys, grants } = this.parts;
    const own = await access.readingAs(viewer);
    const current = await keys.currentReaders();
    if (!own || !current) return { total: 0, rosterVersion: current?.version ?? 0, entries: [] };
    const team = current.readers.map(({ subkeyId }) => subkeyId).filter((id) => id !== own.encryptionSubkeyId);
    const { total, entries } = await grants.findLacking({
      ownSubkeyId: own.encryptionSubkeyId,
      readers: own.party === 'responder' ? team : [],
      audiences: OPEN_LATER,
      sparesOwnPeople: true,
      repairable: team,
      peoplesAudiences: own.party === 'responder' ? OPEN_TO_PARTICIPANTS : [],
      skip,
      most: MOST_ENTRIES,
    });
    return this.#named(current.version, total, entries);
  }

  /** What one of the viewer's earlier keys opens and today's does not yet. */
  async toMove(viewer: Viewer, from: string, skip = 0): Promise<MissingGrantsView> {
    if (skip < 0) throw new AppError('INVALID_INPUT');
    const { access, grants, keys } = this.parts;
    const earlier = await access.earlierKey(viewer, from);
    const own = await access.readingAs(viewer);
    if (!own) return { total: 0, rosterVersion: 0, entries: [] };
    const { total, entries } = await grants.findLacking({
      ownSubkeyId: earlier.encryptionSubkeyId,
      readers: [own.encryptionSubkeyId],
      audiences: audienceSchema.options,
      sparesOwnPeople: false,
      repairable: [],
      peoplesAudiences: [],
      skip,
      most: MOST_ENTRIES,
    });
    const version = (await keys.currentReaders())?.version ?? 0;
    return this.#named(version, total, entries);
  }

  async #named(rosterVersion: number, total: number, entries: readonly LackingEntry[]): Promise<MissingGrantsView> {
    const fingerprints = await this.#fingerprints(entries.flatMap(({ lacking }) => lacking));
    const named = (ids: readonly string[]): string[] => ids.flatMap((id) => fingerprints.get(id) ?? []);
    return {
      total,
      rosterVersion,
      entries: entries.map((entry) => ({ ...entry, lacking: named(entry.lacking), failed: named(entry.failed) })),
    };
  }

  /** @returns how many grants were new. The same request twice adds nothing the second time. */
  async letIn(viewer: Viewer, input: unknown): Promise<number> {
    const parsed = lettingInSchema.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { grants, clock, vaulted } = this.parts;
    const { entryId, from, grants: sent } = parsed.data;
    const opened = await this.#openTarget(viewer, entryId, from);
    const { target } = opened;
    const current = await this.parts.keys.currentReaders();
    if (!current) throw refusedByGate('roster');
    const people = await this.parts.keys.keysBySubkey(target.participants);
    const judged = sent.map((grant) => toRecord(grant, { ...opened, ...current, people }));
    requireWholeFiles(target, judged);
    await this.#requireSigned(judged, opened.key);
    return grants.add({
      entryId,
      blobId: target.blobId,
      grants: judged,
      storedHour: toHour(clock.now()),
      writerId: viewer.accountId,
      caseHash: vaulted.hmac('audit.case', target.caseId).toString('hex'),
    });
  }

  /** Whoever an earlier roster named and today's does not reads nothing any more from here; what they opened, nobody can take back. */
  async removeLeavers(): Promise<void> {
    const { keys, grants, logger } = this.parts;
    const [left, current] = [await keys.leftSubkeyIds(), await keys.currentReaders()];
    if (!left || !current || left.subkeyIds.length === 0) return;
    const readers = current.readers.map(({ subkeyId }) => subkeyId);
    const { rosterVersion } = left;
    const count = await grants.remove(left.subkeyIds, readers, { rosterVersion, own: OPEN_TO_PARTICIPANTS });
    if (count > 0) logger.info('cases.grants_removed', { count });
    const unreadable = await grants.countUnreadable(readers);
    // Once for each change: the state of the service says it for as long as it lasts.
    if (unreadable > this.#unreadable)
      logger.error('cases.entries_unreadable', new EntriesUnreadable(), { count: unreadable });
    this.#unreadable = unreadable;
  }

  /** Entries that nobody of today's team can open, nor let anybody into. */
  async unreadableEntries(): Promise<number> {
    const current = await this.parts.keys.currentReaders();
    return current ? this.parts.grants.countUnreadable(current.readers.map(({ subkeyId }) => subkeyId)) : 0;
  }

  /** Without it a session alone, its owner's key locked away, could fill the place of every grant with something that opens nothing. */
  async #requireSigned(records: readonly LaterGrantRecord[], key: OwnKey): Promise<void> {
    const now = this.parts.clock.now();
    for (const { statement, signature } of records) {
      const signed = { bytes: statement, signature, publicKey: key.bytes, purpose: 'grant.v1' } as const;
      if ((await verifyStatement(signed, now)) !== 'good') throw refusedByGate('signature');
    }
  }

  async #openTarget(viewer: Viewer, entryId: string, from: string | undefined): Promise<OpenedTarget> {
    const target = await this.parts.grants.findTarget(entryId);
    if (!target) throw notFound();
    const { access } = await this.parts.access.open(viewer, target.caseId);
    const own = await this.parts.keys.ownKey(viewer.accountId);
    const key = from === undefined ? own : await this.parts.access.earlierKey(viewer, from);
    // Only who can read it can know that it is what it says, so only they may vouch for it.
    const holdsGrant = target.grants.some((grant) => grant.encryptionSubkeyId === key?.encryptionSubkeyId);
    if (!holdsGrant || !casePolicy.maySee(access, target.audience) || !key || !own) throw notFound();
    return { target, key, party: access.party, movesTo: from === undefined ? null : toReaderKey(own) };
  }

  async #fingerprints(subkeyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const keys = await this.parts.keys.keysBySubkey([...new Set(subkeyIds)]);
    return new Map(keys.map(({ subkeyId, fingerprint }) => [subkeyId, fingerprint]));
  }
}
