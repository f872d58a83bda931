import { sha1 } from '@noble/hashes/legacy.js';
import { concatBytes, sha256Hex, toHex } from './bytes.js';
import { PACKET_TAG } from './framing.js';
import { readKeyPacket, type RawPacket } from './packet-reader.js';

export type KeyInspectionRefusal =
  'not_a_key' | 'private_key' | 'several_keys' | 'key_version' | 'malformed' | 'too_large';

export interface InspectedSubkey {
  /** Key id, 16 hex digits. */
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revoked: boolean;
}

export interface InspectedKey {
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly createdAt: string;
  /** Subkeys flagged for encryption. Flags are read, not verified: the browser's engine verifies. */
  readonly encryptionSubkeys: readonly InspectedSubkey[];
  /** Of those, the ids neither revoked nor run out. A key to enrol has exactly one. */
  readonly encryptionSubkeyIds: readonly string[];
}

export type KeyInspection =
  ({ readonly ok: true } & InspectedKey) | { readonly ok: false; readonly code: KeyInspectionRefusal };

export const PUBLIC_KEY_MAX_BYTES = 16 * 1024;
const KEY_VERSION = 4;
const SIGNATURE_TYPE = { binding: 0x18, revocation: 0x28 } as const;
const SUBPACKET = { created: 2, keyExpiration: 9, keyFlags: 27 } as const;
const ENCRYPTION_FLAGS = 0x04 | 0x08;

interface SignatureFacts {
  readonly type: number;
  readonly created: number;
  readonly expiresAfter: number;
  readonly flags: number;
}

interface SubkeyFacts {
  readonly packet: RawPacket;
  readonly signatures: readonly SignatureFacts[];
}

function uint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}

function fingerprintOf({ body }: RawPacket): string {
  return toHex(sha1(concatBytes([Uint8Array.of(0x99, body.length >> 8, body.length & 0xff), body])));
}

function readPackets(bytes: Uint8Array): readonly RawPacket[] | undefined {
  const packets: RawPacket[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const packet = readKeyPacket(bytes, offset);
    if (!packet.ok) return undefined;
    packets.push(packet);
    offset = packet.next;
  }
  return packets;
}

/** Walks the hashed subpackets; one-, two- and five-octet lengths as in RFC 4880 §5.2.3.1. */
function* subpackets(area: Uint8Array): Generator<{ type: number; value: Uint8Array }> {
  let offset = 0;
  while (offset < area.length) {
    const lead = area[offset] ?? 0;
    const headerOctets = lead < 192 ? 1 : lead < 255 ? 2 : 5;
    if (offset + headerOctets > area.length) return;
    const length =
      headerOctets === 1
        ? lead
        : headerOctets === 2
          ? ((lead - 192) << 8) + (area[offset + 1] ?? 0) + 192
          : uint32(area, offset + 1);
    const start = offset + headerOctets;
    if (length === 0 || start + length > area.length) return;
    yield { type: (area[start] ?? 0) & 0x7f, value: area.subarray(start + 1, start + length) };
    offset = start + length;
  }
}

function signatureFacts({ body }: RawPacket): SignatureFacts | undefined {
  if (body[0] !== KEY_VERSION || body.length < 6) return undefined;
  const hashedLength = (body[4] ?? 0) * 256 + (body[5] ?? 0);
  let [created, expiresAfter, flags] = [0, 0, 0];
  for (const { type, value } of subpackets(body.subarray(6, 6 + hashedLength))) {
    if (type === SUBPACKET.created && value.length === 4) created = uint32(value, 0);
    if (type === SUBPACKET.keyExpiration && value.length === 4) expiresAfter = uint32(value, 0);
    if (type === SUBPACKET.keyFlags) flags = value[0] ?? 0;
  }
  return { type: body[1] ?? 0, created, expiresAfter, flags };
}

function collectSubkeys(packets: readonly RawPacket[]): readonly SubkeyFacts[] {
  const subkeys: { packet: RawPacket; signatures: SignatureFacts[] }[] = [];
  for (const packet of packets) {
    if (packet.tag === PACKET_TAG.publicSubkey) subkeys.push({ packet, signatures: [] });
    const facts = packet.tag === PACKET_TAG.signature ? signatureFacts(packet) : undefined;
    if (facts) subkeys.at(-1)?.signatures.push(facts);
  }
  return subkeys;
}

function toInspectedSubkey({ packet, signatures }: SubkeyFacts): InspectedSubkey | undefined {
  if (packet.body[0] !== KEY_VERSION || packet.body.length < 6) return undefined;
  const bindings = signatures.filter(({ type }) => type === SIGNATURE_TYPE.binding);
  const latest = bindings.toSorted((one, other) => other.created - one.created)[0];
  if (!latest || (latest.flags & ENCRYPTION_FLAGS) === 0) return undefined;
  const created = uint32(packet.body, 1);
  return {
    id: fingerprintOf(packet).slice(-16),
    createdAt: instant(created),
    expiresAt: latest.expiresAfter === 0 ? null : instant(created + latest.expiresAfter),
    revoked: signatures.some(({ type }) => type === SIGNATURE_TYPE.revocation),
  };
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function refusalOf(bytes: Uint8Array, packets: readonly RawPacket[] | undefined): KeyInspectionRefusal | undefined {
  if (bytes.length > PUBLIC_KEY_MAX_BYTES) return 'too_large';
  const first = packets?.[0];
  if (!packets || !first) return 'not_a_key';
  if (packets.some(({ tag }) => tag === PACKET_TAG.secretKey || tag === PACKET_TAG.secretSubkey)) return 'private_key';
  if (first.tag !== PACKET_TAG.publicKey) return 'not_a_key';
  if (packets.filter(({ tag }) => tag === PACKET_TAG.publicKey).length > 1) return 'several_keys';
  const allowed: readonly number[] = [
    PACKET_TAG.publicKey,
    PACKET_TAG.signature,
    PACKET_TAG.userId,
    PACKET_TAG.publicSubkey,
    PACKET_TAG.userAttribute,
  ];
  if (packets.some(({ tag }) => !allowed.includes(tag)) || first.body.length < 6) return 'malformed';
  return first.body[0] === KEY_VERSION ? undefined : 'key_version';
}

/** Reads a raw v4 public key without any OpenPGP library. Never throws. */
export function inspectPublicKey(bytes: Uint8Array, now: Date = new Date()): KeyInspection {
  const packets = bytes.length > PUBLIC_KEY_MAX_BYTES ? undefined : readPackets(bytes);
  const code = refusalOf(bytes, packets);
  const [primary] = packets ?? [];
  if (code || !packets || !primary) return { ok: false, code: code ?? 'not_a_key' };
  const encryptionSubkeys = collectSubkeys(packets).flatMap((subkey) => toInspectedSubkey(subkey) ?? []);
  const usable = encryptionSubkeys.filter(
    ({ revoked, expiresAt }) => !revoked && (expiresAt === null || Date.parse(expiresAt) > now.getTime()),
  );
  return {
    ok: true,
    fingerprint: fingerprintOf(primary),
    keySha256: sha256Hex(bytes),
    createdAt: instant(uint32(primary.body, 1)),
    encryptionSubkeys,
    encryptionSubkeyIds: usable.map(({ id }) => id),
  };
}
