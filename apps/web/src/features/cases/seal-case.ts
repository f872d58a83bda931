import type { CryptoClient, SignedSuccession, UnlockedKey } from '@sos/crypto';
import type { Audience, EntryDraft, Severity } from '@sos/domain';

import { buildTrust } from '../../platform/keys/pinned-roots.js';
import type { VerifiedTeam } from '../../shared/team/verify-team.js';
import type { Outbox, QueuedEntry } from './outbox.js';

/** Everything that decides who reads what is about to be sealed. */
export interface Sealing {
  readonly crypto: CryptoClient;
  readonly key: UnlockedKey;
  readonly team: VerifiedTeam;
  readonly accountId: string;
  readonly language: string;
  readonly caseId: string;
  readonly audience: Audience;
  /** Raw public keys of the case's own people. */
  readonly participants: readonly Uint8Array[];
  /** Where one of them has changed keys since. */
  readonly successions?: readonly SignedSuccession[];
  /** Key hashes of the readers the person saw. */
  readonly shownReaders: readonly string[];
}

export interface Place {
  readonly sequence: number;
  readonly heads: readonly string[];
}

export interface EntryExtras {
  readonly newCase?: boolean;
  readonly severity?: Severity | undefined;
  readonly formHash?: string;
  readonly blobId?: string;
}

function destinationOf({ team, audience, participants, successions, shownReaders, key }: Sealing) {
  return { key: key.key, roster: team.ref, teamId: team.teamId, audience, participants, successions, shownReaders };
}

/** Seals one entry; nothing leaves the device and nothing is stored yet. */
export async function sealToQueue(
  sealing: Sealing,
  draft: EntryDraft,
  place: Place,
  extras: EntryExtras = {},
): Promise<QueuedEntry> {
  const { crypto: engine, team, accountId, language, caseId, audience } = sealing;
  const entryId = crypto.randomUUID();
  const sealed = await engine.sealEntry({
    ...destinationOf(sealing),
    ...place,
    caseId,
    entryId,
    draft,
    formHash: extras.formHash,
    build: buildTrust().id,
  });
  const { newCase = false, severity, blobId } = extras;
  const head = JSON.stringify({ caseId, audience, rosterVersion: team.version, language, severity, blobId, newCase });
  const message = concat([...sealed.grants.map(({ pkesk }) => pkesk), sealed.seipd]);
  return {
    kind: 'entry',
    id: entryId,
    accountId,
    caseId,
    head,
    message,
    audience,
    sequence: place.sequence,
    entryHash: sealed.entryHash,
  };
}

/** Seals a file chunk by chunk into the outbox, then its manifest: a reload on the way goes on from ciphertext. */
export async function sealFileToQueue(
  sealing: Sealing,
  file: File,
  place: Place,
  outbox: Outbox,
  onChunk: (done: number, total: number) => void,
): Promise<QueuedEntry> {
  const { crypto: engine, team, accountId, caseId, audience } = sealing;
  const blobId = crypto.randomUUID();
  const mediaType = /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(file.type) ? file.type : 'application/octet-stream';
  const named = { blobId, name: file.name.slice(-255), mediaType, size: file.size };
  const started = await engine.startSealFile({ ...destinationOf(sealing), ...named });
  for (let index = 0; index < started.chunkCount; index += 1) {
    onChunk(index, started.chunkCount);
    const part = file.slice(index * started.chunkSize, (index + 1) * started.chunkSize);
    const { seipd } = await engine.sealChunk({
      file: started.file,
      index,
      bytes: new Uint8Array(await part.arrayBuffer()),
    });
    await outbox.addChunk(blobId, index, seipd);
  }
  const manifest = await engine.finishSealFile({ file: started.file });
  await engine.dropFile({ file: started.file });
  const entry = await sealToQueue(sealing, { kind: 'file', body: manifest }, place, { blobId });
  const head = JSON.stringify({ caseId, audience, rosterVersion: team.version, chunkCount: started.chunkCount });
  const grants = concat(started.grants.map(({ pkesk }) => pkesk));
  await outbox.add([
    { kind: 'file', id: blobId, accountId, caseId, head, grants, chunkCount: started.chunkCount },
    entry,
  ]);
  return entry;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
