import { gateGrants, inspectGrant, inspectChunk, joinMessage, sha256Hex } from '@sos/crypto/inspect';
import { isUuid, LIMITS, toHour } from '@sos/domain';

import { AppError, notFound } from '../../platform/errors.js';
import type { BlobStore, Clock, Logger } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { BlobRecord, BlobRepository } from './blob.repository.js';
import type { CaseAccessService } from './case-access.service.js';
import { casePolicy } from './case.policy.js';
import { idsToExpect, type ReadersService } from './readers.service.js';
import { servedGrant } from './served-grant.js';
import { blobHeadSchema, refusedByGate, splitPackets, splitRequest, type BlobHead } from './request-head.js';

export interface BlobProgress {
  /** Indexes of the chunks that are here; what is missing is sent again. */
  readonly stored: readonly number[];
  readonly created: boolean;
}

export interface BlobServiceParts {
  readonly blobs: BlobRepository;
  readonly store: BlobStore;
  readonly access: CaseAccessService;
  readonly readers: ReadersService;
  readonly clock: Clock;
  readonly logger: Logger;
}

const DAY_MS = 86_400_000;
/** How long an upload may rest. Whoever comes back later sends it again from the start. */
const UNFINISHED_DAYS = 7;
/** For each sender and audience of a case: what others send, or is not for everybody, must neither show in it nor use it up. */
const CHUNK_LIMIT = Math.floor(LIMITS.attachmentTotal / LIMITS.chunkPlain);

/** Encrypted files: grants first, then chunk by chunk, in any order and as often as the network needs. */
export class BlobService {
  constructor(private readonly parts: BlobServiceParts) {}

  async create(viewer: Viewer, blobId: string, body: Uint8Array): Promise<BlobProgress> {
    if (!isUuid(blobId)) throw notFound();
    const { head, packets } = splitRequest(body, blobHeadSchema);
    const before = await this.parts.blobs.find(blobId);
    if (before) return { stored: this.#repeated(viewer, before, head, packets), created: false };
    const { record, access } = await this.parts.access.open(viewer, head.caseId);
    if (!casePolicy.mayWrite(access, head.audience)) throw refusedByGate('audience');
    const participants = record.participants.map(({ encryptionSubkeyId }) => encryptionSubkeyId);
    const expected = await this.parts.readers.expected(head.audience, head.rosterVersion, participants);
    const sent = splitPackets(packets);
    const named = sent.map(inspectGrant).flatMap((grant) => (grant.ok ? [grant.pkesk.keyId] : []));
    const verdict = gateGrants(sent, idsToExpect(expected, named));
    if (!verdict.ok) throw refusedByGate(verdict.code);
    const grants = verdict.pkesks
      .filter(({ keyId }) => expected.granted.has(keyId))
      .map(({ keyId, bytes }) => ({ encryptionSubkeyId: keyId, pkesk: bytes }));
    const outcome = await this.parts.blobs.create({
      ...head,
      id: blobId,
      uploaderId: viewer.accountId,
      grants,
      storedHour: toHour(this.parts.clock.now()),
      chunkLimit: CHUNK_LIMIT,
    });
    if (outcome === 'full') throw new AppError('TOO_LARGE', 'case_full');
    if (outcome === 'taken') throw new AppError('CONFLICT');
    return { stored: [], created: true };
  }

  /** @throws NOT_FOUND or REFUSED_BY_GATE where no chunk of theirs has this place: asked before its bytes are read, and again with them. */
  async expectChunk(viewer: Viewer, blobId: string, index: number): Promise<BlobRecord> {
    const blob = await this.#ownBlob(viewer, blobId);
    if (!Number.isInteger(index) || index < 0 || index >= blob.chunkCount) throw refusedByGate('chunk_out_of_range');
    return blob;
  }

  /** The same chunk twice is one chunk; another one in its place is refused. */
  async putChunk(
    viewer: Viewer,
    blobId: string,
    index: number,
    bytes: Uint8Array,
  ): Promise<{ readonly created: boolean }> {
    const blob = await this.expectChunk(viewer, blobId, index);
    const verdict = inspectChunk(bytes);
    if (!verdict.ok) throw refusedByGate(verdict.code);
    const { sha256 } = verdict.seipd;
    if (this.#isStored(blob, index, sha256)) return { created: false };
    const key = chunkKey(blobId, index, sha256);
    await this.parts.store.put(key, bytes);
    if (await this.parts.blobs.addChunk({ blobId, index, size: bytes.length, sha256 })) return { created: true };
    return this.#yieldChunk(key, { blobId, index, sha256 });
  }

  /** Somebody was first. Bytes that no row speaks for are taken away again: else they would fill the disk for ever. */
  async #yieldChunk(
    key: string,
    { blobId, index, sha256 }: { readonly blobId: string; readonly index: number; readonly sha256: string },
  ): Promise<{ readonly created: boolean }> {
    const after = await this.parts.blobs.find(blobId);
    const standing = after?.chunks.find((chunk) => chunk.index === index);
    // The same bytes, sent twice at once, lie under one name.
    if (standing && toHex(standing.sha256) === sha256) return { created: false };
    await this.parts.store.delete(key);
    throw after ? new AppError('CONFLICT') : notFound();
  }

  /** Gives back the room of files whose manifest never came: their row goes first, so that nothing is added to them any more. */
  async freeUnfinished(): Promise<void> {
    const { blobs, store, clock, logger } = this.parts;
    const begunBefore = new Date(clock.now().getTime() - UNFINISHED_DAYS * DAY_MS);
    let freed = 0;
    for (const id of await blobs.listUnfinished(begunBefore)) {
      if (!(await blobs.deleteUnfinished(id))) continue;
      await store.deleteAll(id);
      freed += 1;
    }
    if (freed > 0) logger.info('cases.files_freed', { count: freed });
  }

  async progress(viewer: Viewer, blobId: string): Promise<readonly number[]> {
    const blob = await this.#ownBlob(viewer, blobId);
    return blob.chunks.map(({ index }) => index);
  }

  /** @returns the reader's own PKESK alone: letting a colleague in moves no bulk. */
  async ownGrant(viewer: Viewer, blobId: string, from?: string): Promise<Uint8Array> {
    return (await this.#granted(viewer, blobId, from)).pkesk;
  }

  /** @returns the reader's own grant in front of one chunk: a stand-alone OpenPGP message. */
  async download(viewer: Viewer, blobId: string, index: number): Promise<Uint8Array> {
    const { blob, ...grant } = await this.#granted(viewer, blobId);
    const chunk = blob.chunks.find((one) => one.index === index);
    if (!chunk) throw notFound();
    const bytes = await this.parts.store.get(chunkKey(blob.id, chunk.index, toHex(chunk.sha256)));
    if (!bytes) throw notFound();
    return joinMessage([grant.pkesk], bytes);
  }

  /** A manifest stands only for a whole file of the same case, audience and sender. */
  async requireComplete(
    viewer: Viewer,
    blobId: string,
    manifest: { readonly caseId: string; readonly audience: string },
  ): Promise<void> {
    const blob = await this.#ownBlob(viewer, blobId);
    if (blob.caseId !== manifest.caseId || blob.audience !== manifest.audience) throw refusedByGate('file_elsewhere');
    if (blob.entryId !== null) throw new AppError('CONFLICT');
    if (blob.chunks.length < blob.chunkCount) throw refusedByGate('file_incomplete');
  }

  async #granted(
    viewer: Viewer,
    blobId: string,
    from?: string,
  ): Promise<{ readonly blob: BlobRecord; readonly pkesk: Uint8Array }> {
    const blob = isUuid(blobId) ? await this.parts.blobs.find(blobId) : null;
    if (!blob) throw notFound();
    const { access } = await this.parts.access.open(viewer, blob.caseId);
    if (!casePolicy.maySee(access, blob.audience)) throw notFound();
    const earlier = from === undefined ? null : await this.parts.access.earlierKey(viewer, from);
    const grant = servedGrant(blob.grants, earlier?.encryptionSubkeyId ?? access.encryptionSubkeyId);
    if (!grant) throw notFound();
    return { blob, pkesk: grant.pkesk };
  }

  async #ownBlob(viewer: Viewer, blobId: string): Promise<BlobRecord> {
    const blob = isUuid(blobId) ? await this.parts.blobs.find(blobId) : null;
    if (blob?.uploaderId !== viewer.accountId) throw notFound();
    await this.parts.access.open(viewer, blob.caseId);
    return blob;
  }

  #isStored(blob: BlobRecord, index: number, sha256: string): boolean {
    const chunk = blob.chunks.find((one) => one.index === index);
    if (!chunk) return false;
    if (toHex(chunk.sha256) !== sha256) throw new AppError('CONFLICT');
    return true;
  }

  #repeated(viewer: Viewer, blob: BlobRecord, head: BlobHead, packets: Uint8Array): readonly number[] {
    const sent = new Set(splitPackets(packets).map((packet) => sha256Hex(packet)));
    const isSame =
      blob.uploaderId === viewer.accountId &&
      blob.caseId === head.caseId &&
      blob.audience === head.audience &&
      blob.chunkCount === head.chunkCount &&
      blob.grants.every(({ pkesk, statementSignature }) => statementSignature !== null || sent.has(sha256Hex(pkesk)));
    if (!isSame) throw new AppError('CONFLICT');
    return blob.chunks.map(({ index }) => index);
  }
}

/** The hash is part of the name, so that bytes once answered for are never overwritten. */
function chunkKey(blobId: string, index: number, sha256: string): string {
  return `${blobId}/${index}-${sha256.slice(0, 40)}`;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
