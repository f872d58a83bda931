import { gate, inspectMessage, joinMessage, type InspectedMessage } from '@sos/crypto/inspect';
import { isUuid, toHour } from '@sos/domain';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock, RateLimits, Switches, Vaulted } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { KeyService } from '../keys/index.js';
import type { BlobService } from './blob.service.js';
import type { CaseAccessService } from './case-access.service.js';
import { casePolicy, type CaseAccess } from './case.policy.js';
import type { EntryRepository, GrantRecord, NewEntry, StoredEntry } from './entry.repository.js';
import { idsToExpect, type ReadersService } from './readers.service.js';
import { entryHeadSchema, refusedByGate, splitRequest, type EntryHead } from './request-head.js';

export interface SignedReceipt {
  /** Base64 of the signed JSON. */
  readonly receipt: string;
  readonly signature: string;
}

export interface Submission {
  readonly receipt: SignedReceipt;
  /** The same entry was here already. */
  readonly repeated: boolean;
}

interface Writer {
  readonly access: CaseAccess;
  readonly participantSubkeyIds: readonly string[];
}

export interface EntryServiceParts {
  readonly entries: EntryRepository;
  readonly access: CaseAccessService;
  readonly readers: ReadersService;
  readonly keys: KeyService;
  readonly blobs: BlobService;
  readonly vaulted: Vaulted;
  readonly clock: Clock;
  readonly rateLimits: RateLimits;
  readonly switches: Switches;
}

const NEW_CASES = { count: 30, seconds: 3600 };
const NEW_ENTRIES = { count: 600, seconds: 3600 };

/** Takes sealed entries through the gate and gives each reader back their own. */
export class EntryService {
  constructor(private readonly parts: EntryServiceParts) {}

  /** The same bytes twice are one entry with one receipt, so a client may repeat until it has heard the answer. */
  async submit(viewer: Viewer, entryId: string, body: Uint8Array): Promise<Submission> {
    if (!isUuid(entryId)) throw notFound();
    const { head, packets } = splitRequest(body, entryHeadSchema);
    const before = await this.#repeated(viewer, entryId, head, packets);
    if (before) return before;
    // Only now: a report that arrived before intake was stopped still gets its receipt.
    if (head.newCase && (await this.parts.switches.isStopped('intake'))) throw new AppError('PAUSED', 'intake');
    await this.#limit(viewer, head.newCase);
    const writer = head.newCase ? await this.#opener(viewer, head) : await this.#writer(viewer, head);
    const { message, grants } = await this.#passGate(head, packets, writer);
    if (head.blobId !== undefined) await this.parts.blobs.requireComplete(viewer, head.blobId, head);
    const outcome = await this.parts.entries.store(this.#toEntry(entryId, head, message, grants, writer));
    const stored = await this.#repeated(viewer, entryId, head, packets);
    // A case id that is somebody else's answers like one that is not there.
    if (!stored) throw head.newCase ? notFound() : new AppError('CONFLICT');
    return { ...stored, repeated: outcome === 'taken' };
  }

  /**
   * @param from fingerprint of an earlier key of the viewer's, for what is not moved to today's yet
   * @returns one reader's grant in front of the entry: a file any OpenPGP program opens.
   */
  async download(viewer: Viewer, entryId: unknown, from?: string): Promise<Uint8Array> {
    if (typeof entryId !== 'string' || !isUuid(entryId)) throw notFound();
    const entry = await this.parts.entries.find(entryId);
    if (!entry) throw notFound();
    const { access } = await this.parts.access.open(viewer, entry.caseId);
    if (!casePolicy.maySee(access, entry.audience)) throw notFound();
    const earlier = from === undefined ? null : await this.parts.access.earlierKey(viewer, from);
    const subkeyId = earlier?.encryptionSubkeyId ?? access.encryptionSubkeyId;
    const sealed = await this.parts.entries.findSealed(entryId, subkeyId);
    if (!sealed) throw notFound();
    return joinMessage([sealed.pkesk], sealed.seipd);
  }

  async #limit(viewer: Viewer, newCase: boolean): Promise<void> {
    const wait = newCase
      ? await this.parts.rateLimits.take('cases.new', viewer.accountId, NEW_CASES)
      : await this.parts.rateLimits.take('cases.entry', viewer.accountId, NEW_ENTRIES);
    if (wait !== null) throw new AppError('RATE_LIMITED');
  }

  async #repeated(viewer: Viewer, entryId: string, head: EntryHead, packets: Uint8Array): Promise<Submission | null> {
    const stored = await this.parts.entries.find(entryId);
    if (!stored) return null;
    const sent = inspectMessage(packets);
    const isSame =
      stored.authorId === viewer.accountId && stored.caseId === head.caseId && sent.ok && sameBytes(stored, sent);
    if (!isSame) throw new AppError('CONFLICT');
    return { receipt: this.#receiptFor(stored), repeated: true };
  }

  /** The first entry of a case fixes who, beside the team, can read it: its author. */
  async #opener(viewer: Viewer, { audience, blobId }: EntryHead): Promise<Writer> {
    if (!viewer.roles.has('member')) throw new AppError('FORBIDDEN');
    if (audience !== 'case' || blobId !== undefined) throw refusedByGate('first_entry');
    const key = await this.parts.keys.ownKey(viewer.accountId);
    if (!key) throw refusedByGate('key_not_enrolled');
    const { encryptionSubkeyId } = key;
    return {
      access: { party: 'member', accountId: viewer.accountId, encryptionSubkeyId },
      participantSubkeyIds: [encryptionSubkeyId],
    };
  }

  async #writer(viewer: Viewer, { caseId, audience }: EntryHead): Promise<Writer> {
    const { record, access } = await this.parts.access.open(viewer, caseId);
    if (!casePolicy.mayWrite(access, audience)) throw refusedByGate('audience');
    return { access, participantSubkeyIds: record.participants.map(({ encryptionSubkeyId }) => encryptionSubkeyId) };
  }

  async #passGate(
    head: EntryHead,
    packets: Uint8Array,
    writer: Writer,
  ): Promise<{ readonly message: InspectedMessage; readonly grants: readonly GrantRecord[] }> {
    const expected = await this.parts.readers.expected(head.audience, head.rosterVersion, writer.participantSubkeyIds);
    const sent = inspectMessage(packets);
    const named = sent.ok ? sent.pkesks.map(({ keyId }) => keyId) : [];
    const verdict = gate({ message: packets, expectedSubkeyIds: idsToExpect(expected, named) });
    if (!verdict.ok) throw refusedByGate(verdict.code);
    const kept = verdict.pkesks.filter(({ keyId }) => expected.granted.has(keyId));
    return { message: verdict, grants: kept.map(({ keyId, bytes }) => ({ encryptionSubkeyId: keyId, pkesk: bytes })) };
  }

  #toEntry(
    id: string,
    head: EntryHead,
    { seipd }: InspectedMessage,
    grants: readonly GrantRecord[],
    { access }: Writer,
  ): NewEntry {
    const { caseId, audience, rosterVersion, blobId, language, severity, newCase } = head;
    return {
      id,
      caseId,
      audience,
      rosterVersion,
      blobId,
      grants,
      authorId: access.accountId,
      seipd: seipd.bytes,
      seipdSha256: seipd.sha256,
      storedHour: toHour(this.parts.clock.now()),
      opens: newCase ? { language, severity: severity ?? null, ownerSubkeyId: access.encryptionSubkeyId } : undefined,
    };
  }

  #receiptFor({ seipdSha256, storedHour }: StoredEntry): SignedReceipt {
    const signed = {
      ctx: 'receipt.v1',
      entryHash: Buffer.from(seipdSha256).toString('hex'),
      hour: storedHour.toISOString(),
    };
    const bytes = Buffer.from(JSON.stringify(signed));
    return { receipt: bytes.toString('base64'), signature: this.parts.vaulted.signReceipt(bytes).toString('base64') };
  }
}

/** Grants may have been left out for keys since removed; those that are stored must be the ones sent. */
function sameBytes(stored: StoredEntry, sent: InspectedMessage): boolean {
  if (Buffer.from(stored.seipdSha256).toString('hex') !== sent.seipd.sha256) return false;
  return stored.grants.every(({ encryptionSubkeyId, pkesk }) =>
    sent.pkesks.some(({ keyId, bytes }) => keyId === encryptionSubkeyId && Buffer.compare(bytes, pkesk) === 0),
  );
}
