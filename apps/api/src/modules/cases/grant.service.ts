import { inspectGrant } from '@sos/crypto/inspect';
import { verifyStatement } from '@sos/crypto/verify';
import {
  AUDIENCE_RULES,
  audienceSchema,
  fingerprintSchema,
  mayReceiveLater,
  parseGrantStatement,
  sha256HexSchema,
  toHour,
  uuidSchema,
  type Audience,
  type GrantStatement,
} from '@sos/domain';
import { z } from 'zod';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock, Logger, Vaulted } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { CurrentReader, KeyService, OwnKey, ReaderKey } from '../keys/index.js';
import type { CaseAccessService } from './case-access.service.js';
import { casePolicy, OPEN_TO_PARTICIPANTS, type CaseAccess } from './case.policy.js';
import type { GrantRepository, GrantTarget, LackingEntry, LaterGrantRecord } from './grant.repository.js';
import { refusedByGate } from './request-head.js';
import { hasFailed } from './served-grant.js';

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

const base64Schema = z.base64().min(1).max(4096);
const lettingInSchema = z.strictObject({
  entryId: uuidSchema,
  /** One's own earlier key, which moves what it can read to today's. */
  from: fingerprintSchema.optional(),
  grants: z
    .array(
      z.strictObject({
        subject: z.enum(['entry', 'file']),
        fingerprint: fingerprintSchema,
        keySha256: sha256HexSchema,
        pkesk: base64Schema,
        statement: base64Schema,
        signature: z.string().min(1).max(8192),
      }),
    )
    .min(1)
    .max(128),
});
type SentGrant = z.infer<typeof lettingInSchema>['grants'][number];

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

interface OpenedTarget {
  readonly target: GrantTarget;
  readonly key: OwnKey;
  readonly party: CaseAccess['party'];
  /** Set where the writer's own earlier key moves what it opens: it gives nothing to anybody else. */
  readonly movesTo: ReaderKey | null;
}

function toReaderKey({ fingerprint, sha256, encryptionSubkeyId }: OwnKey): ReaderKey {
  return { fingerprint, keySha256: Buffer.from(sha256).toString('hex'), subkeyId: encryptionSubkeyId };
}

interface Judging extends OpenedTarget {
  readonly version: number;
  readonly sha256: string;
  readonly readers: readonly CurrentReader[];
  /** The case's own people. */
  readonly people: readonly ReaderKey[];
}

/** Their only grants have failed, by their own signed word: whoever can read the entry may make another. */
function isRepair({ grants }: GrantTarget, { subkeyId }: ReaderKey): boolean {
  return grants.some((grant) => grant.encryptionSubkeyId === subkeyId && hasFailed(grant));
}

/** Whom a responder may let in by the audience, and whom any reader may help. Nobody else, whatever a statement says. */
function findGrantee({ fingerprint, keySha256 }: SentGrant, judging: Judging): ReaderKey | undefined {
  const { target, party, readers, people, movesTo } = judging;
  const isMeant = (key: ReaderKey): boolean => key.fingerprint === fingerprint && key.keySha256 === keySha256;
  if (movesTo) return isMeant(movesTo) ? movesTo : undefined;
  const holder = readers.find((key) => isMeant(key) && !target.ownPeople.includes(key.subkeyId));
  if (holder && party === 'responder' && mayReceiveLater(target.audience, holder.role)) return holder;
  const known = holder ?? (casePolicy.isOpenToParticipants(target.audience) ? people.find(isMeant) : undefined);
  if (!known) return undefined;
  // Somebody of the case who changed keys: their own browser moves what it can, and the team's the rest.
  const isNew = !target.grants.some((grant) => grant.encryptionSubkeyId === known.subkeyId);
  return isRepair(target, known) || (isNew && !holder && party === 'responder') ? known : undefined;
}

/** Says what it must, about this entry, under today's roster, by the one who sends it. */
function isLawful(
  statement: GrantStatement | undefined,
  grant: SentGrant,
  { target, key, ...roster }: Judging,
): boolean {
  return (
    statement?.subject === grant.subject &&
    statement.entryHash === Buffer.from(target.seipdSha256).toString('hex') &&
    statement.granteeKeySha256 === grant.keySha256 &&
    statement.rosterVersion === roster.version &&
    statement.rosterSha256 === roster.sha256 &&
    statement.writer === key.fingerprint
  );
}

function toRecord(grant: SentGrant, judging: Judging): LaterGrantRecord {
  const { target } = judging;
  const reader = findGrantee(grant, judging);
  if (!reader) throw refusedByGate('not_admitted');
  if (grant.subject === 'file' && target.blobId === null) throw refusedByGate('no_file');
  const statement = fromBase64(grant.statement);
  if (!isLawful(parseGrantStatement(statement), grant, judging)) throw refusedByGate('statement');
  const pkesk = fromBase64(grant.pkesk);
  const inspected = inspectGrant(pkesk);
  if (!inspected.ok) throw refusedByGate(inspected.code);
  if (inspected.pkesk.keyId !== reader.subkeyId) throw refusedByGate('wrong_recipient');
  return {
    subject: grant.subject,
    encryptionSubkeyId: reader.subkeyId,
    pkesk,
    statement,
    signature: grant.signature,
  };
}

/** A manifest without its file, or a file without its manifest, would be half let in. */
function requireWholeFiles({ blobId }: GrantTarget, records: readonly LaterGrantRecord[]): void {
  const to = (wanted: LaterGrantRecord['subject']): string[] =>
    records.filter(({ subject }) => subject === wanted).map(({ encryptionSubkeyId }) => encryptionSubkeyId);
  const [entry, file] = [to('entry'), to('file')];
  const distinct = new Set(entry).size === entry.length && new Set(file).size === file.length;
  const whole = blobId === null || (entry.length === file.length && entry.every((id) => file.includes(id)));
  if (!distinct || !whole) throw refusedByGate('half_let_in');
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
