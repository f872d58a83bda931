import { CHUNK_BUCKET, ENTRY_BUCKET_MAX, ENTRY_LIMITS, isBucket } from '@sos/domain';
import { sha256Hex, toHex } from './bytes.js';
import { PACKET_TAG } from './framing.js';
import { readStrictPacket, type PacketRefusal, type RawPacket } from './packet-reader.js';

export type MessageRefusal =
  | PacketRefusal
  | 'empty'
  | 'too_large'
  | 'extra_packet'
  | 'order'
  | 'no_recipient'
  | 'too_many_recipients'
  | 'pkesk_version'
  | 'pkesk_algorithm'
  | 'pkesk_malformed'
  | 'hidden_recipient'
  | 'duplicate_recipient'
  | 'no_seipd'
  | 'seipd_version'
  | 'bucket'
  | 'trailing_bytes';

export interface InspectedPkesk {
  /** Id of the encryption subkey, 16 hex digits. */
  readonly keyId: string;
  readonly algorithm: 'rsa' | 'ecdh';
  readonly bytes: Uint8Array;
}

export interface InspectedSeipd {
  readonly bytes: Uint8Array;
  readonly bodyLength: number;
  /** SHA-256 of `bytes`: the entry's hash. */
  readonly sha256: string;
}

export interface InspectedMessage {
  readonly pkesks: readonly InspectedPkesk[];
  readonly seipd: InspectedSeipd;
}

type Refused<Code> = { readonly ok: false; readonly code: Code };
export type MessageInspection = ({ readonly ok: true } & InspectedMessage) | Refused<MessageRefusal>;
export type ChunkInspection = { readonly ok: true; readonly seipd: InspectedSeipd } | Refused<MessageRefusal>;
export type PkeskInspection = { readonly ok: true; readonly pkesk: InspectedPkesk } | Refused<MessageRefusal>;

export type GateRefusal = MessageRefusal | 'missing_recipient' | 'extra_recipient';
export type GateVerdict = ({ readonly ok: true } & InspectedMessage) | Refused<GateRefusal>;

export interface GateRequest {
  /** PKESK packets and the SEIPD as they would be downloaded. */
  readonly message: Uint8Array;
  /** Encryption-subkey ids of exactly the readers the audience table gives, lower-case hex. */
  readonly expectedSubkeyIds: readonly string[];
}

const SEIPD_V1 = 1;
const PKESK_V3 = 3;
const HIDDEN = '0'.repeat(16);
const ALGORITHM = { 1: 'rsa', 18: 'ecdh' } as const;
const MAX_MPI_OCTETS = 2048;
const MAX_WRAPPED_OCTETS = 64;

function refuse<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}

/** Length in octets of a well-formed MPI at `offset`, header included; undefined when malformed. */
function mpiLength(bytes: Uint8Array, offset: number): number | undefined {
  const bits = (bytes[offset] ?? 0) * 256 + (bytes[offset + 1] ?? 0);
  const octets = (bits + 7) >> 3;
  const first = bytes[offset + 2];
  if (bits === 0 || octets > MAX_MPI_OCTETS || first === undefined || offset + 2 + octets > bytes.length)
    return undefined;
  return first >> ((bits - 1) & 7) === 1 ? octets + 2 : undefined;
}

/** The fields must fill the packet to the last octet, so that nothing can ride along in a grant. */
function fillsPacket(algorithm: 'rsa' | 'ecdh', body: Uint8Array): boolean {
  const mpi = mpiLength(body, 10);
  if (mpi === undefined) return false;
  const afterMpi = 10 + mpi;
  if (algorithm === 'rsa') return afterMpi === body.length;
  const wrapped = body[afterMpi] ?? 0;
  return wrapped > 0 && wrapped % 8 === 0 && wrapped <= MAX_WRAPPED_OCTETS && afterMpi + 1 + wrapped === body.length;
}

function inspectPkeskPacket({ body, bytes }: RawPacket): PkeskInspection {
  if (body[0] !== PKESK_V3) return refuse('pkesk_version');
  if (body.length < 13) return refuse('pkesk_malformed');
  const keyId = toHex(body.subarray(1, 9));
  if (keyId === HIDDEN) return refuse('hidden_recipient');
  const id = body[9];
  if (id !== 1 && id !== 18) return refuse('pkesk_algorithm');
  const algorithm = ALGORITHM[id];
  if (!fillsPacket(algorithm, body)) return refuse('pkesk_malformed');
  return { ok: true, pkesk: { keyId, algorithm, bytes } };
}

function inspectSeipdPacket({ body, bytes }: RawPacket, maxBody: number): ChunkInspection {
  if (body[0] !== SEIPD_V1) return refuse('seipd_version');
  if (body.length > maxBody) return refuse('too_large');
  if (!isBucket(body.length)) return refuse('bucket');
  return { ok: true, seipd: { bytes, bodyLength: body.length, sha256: sha256Hex(bytes) } };
}

/** Nothing may follow the SEIPD; the code says what was tried. */
function refuseWhatFollows(bytes: Uint8Array, offset: number): MessageRefusal | undefined {
  if (offset === bytes.length) return undefined;
  const packet = readStrictPacket(bytes, offset);
  if (!packet.ok) return 'trailing_bytes';
  return packet.tag === PACKET_TAG.pkesk ? 'order' : 'extra_packet';
}

function readSeipdAt(bytes: Uint8Array, packet: RawPacket, maxBody: number): ChunkInspection {
  const seipd = inspectSeipdPacket(packet, maxBody);
  if (!seipd.ok) return seipd;
  const after = refuseWhatFollows(bytes, packet.next);
  return after ? refuse(after) : seipd;
}

type Recipients =
  { readonly ok: true; readonly pkesks: readonly InspectedPkesk[]; readonly last: RawPacket } | Refused<MessageRefusal>;

function readRecipients(bytes: Uint8Array): Recipients {
  const pkesks: InspectedPkesk[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const packet = readStrictPacket(bytes, offset);
    if (!packet.ok) return refuse(packet.code);
    if (packet.tag !== PACKET_TAG.pkesk) return { ok: true, pkesks, last: packet };
    if (pkesks.length === ENTRY_LIMITS.recipients) return refuse('too_many_recipients');
    const found = inspectPkeskPacket(packet);
    if (!found.ok) return found;
    if (pkesks.some(({ keyId }) => keyId === found.pkesk.keyId)) return refuse('duplicate_recipient');
    pkesks.push(found.pkesk);
    offset = packet.next;
  }
  return refuse('no_seipd');
}

/**
 * Takes apart `PKESK… SEIPDv1`, or says why it is not exactly that. Never throws, never decrypts.
 * `maxBody` is that of an entry unless a chunk with its grants is looked at.
 */
export function inspectMessage(bytes: Uint8Array, maxBody: number = ENTRY_BUCKET_MAX): MessageInspection {
  if (bytes.length === 0) return refuse('empty');
  const recipients = readRecipients(bytes);
  if (!recipients.ok) return recipients;
  const { pkesks, last } = recipients;
  if (last.tag !== PACKET_TAG.seipd) return refuse('extra_packet');
  if (pkesks.length === 0) return refuse('no_recipient');
  const seipd = readSeipdAt(bytes, last, maxBody);
  return seipd.ok ? { ok: true, pkesks, seipd: seipd.seipd } : seipd;
}

/** One chunk of an attachment as it is stored: a single SEIPDv1 packet in a bucket of at most 4 MiB. */
export function inspectChunk(bytes: Uint8Array): ChunkInspection {
  return inspectLoneSeipd(bytes, CHUNK_BUCKET);
}

/** The SEIPD of an entry, where it travels apart from its grants. */
export function inspectSeipd(bytes: Uint8Array): ChunkInspection {
  return inspectLoneSeipd(bytes, ENTRY_BUCKET_MAX);
}

function inspectLoneSeipd(bytes: Uint8Array, maxBody: number): ChunkInspection {
  if (bytes.length === 0) return refuse('empty');
  const packet = readStrictPacket(bytes, 0);
  if (!packet.ok) return refuse(packet.code);
  if (packet.tag !== PACKET_TAG.seipd) return refuse('extra_packet');
  return readSeipdAt(bytes, packet, maxBody);
}

/** One grant: a single PKESK v3 packet. */
export function inspectGrant(bytes: Uint8Array): PkeskInspection {
  if (bytes.length === 0) return refuse('empty');
  const packet = readStrictPacket(bytes, 0);
  if (!packet.ok) return refuse(packet.code);
  if (packet.tag !== PACKET_TAG.pkesk) return refuse('extra_packet');
  return packet.next === bytes.length ? inspectPkeskPacket(packet) : refuse('trailing_bytes');
}

function compareRecipients(
  given: readonly string[],
  expected: readonly string[],
): 'missing_recipient' | 'extra_recipient' | undefined {
  if (expected.some((id) => !given.includes(id))) return 'missing_recipient';
  return given.some((id) => !expected.includes(id)) ? 'extra_recipient' : undefined;
}

/** The server's gate for a set of grants that is served before something else (a file's chunks). */
export function gateGrants(
  grants: readonly Uint8Array[],
  expectedSubkeyIds: readonly string[],
): { readonly ok: true; readonly pkesks: readonly InspectedPkesk[] } | Refused<GateRefusal> {
  const pkesks: InspectedPkesk[] = [];
  for (const grant of grants) {
    const found = inspectGrant(grant);
    if (!found.ok) return found;
    if (pkesks.some(({ keyId }) => keyId === found.pkesk.keyId)) return refuse('duplicate_recipient');
    pkesks.push(found.pkesk);
  }
  const difference = compareRecipients(
    pkesks.map(({ keyId }) => keyId),
    expectedSubkeyIds,
  );
  return difference ? refuse(difference) : { ok: true, pkesks };
}

/** The server's gate for an entry: exactly the expected readers and one padded SEIPDv1, else a code and nothing stored. */
export function gate({ message, expectedSubkeyIds }: GateRequest): GateVerdict {
  const inspected = inspectMessage(message);
  if (!inspected.ok) return inspected;
  const difference = compareRecipients(
    inspected.pkesks.map(({ keyId }) => keyId),
    expectedSubkeyIds,
  );
  return difference ? refuse(difference) : inspected;
}
