export interface RawPacket {
  readonly tag: number;
  readonly body: Uint8Array;
  /** Header and body. */
  readonly bytes: Uint8Array;
  readonly next: number;
}

export type PacketRefusal = 'not_openpgp' | 'old_format' | 'not_canonical_length' | 'truncated';
export type PacketResult = ({ readonly ok: true } & RawPacket) | { readonly ok: false; readonly code: PacketRefusal };

interface Header {
  readonly tag: number;
  readonly bodyAt: number;
  readonly length: number;
}

function refuse(code: PacketRefusal): { ok: false; code: PacketRefusal } {
  return { ok: false, code };
}

function uint(bytes: Uint8Array, offset: number, octets: number): number {
  let value = 0;
  for (let index = 0; index < octets; index += 1) value = value * 256 + (bytes[offset + index] ?? 0);
  return value;
}

function cut(bytes: Uint8Array, start: number, { tag, bodyAt, length }: Header): PacketResult {
  const next = bodyAt + length;
  if (next > bytes.length) return refuse('truncated');
  return { ok: true, tag, body: bytes.subarray(bodyAt, next), bytes: bytes.subarray(start, next), next };
}

/** Reads one packet in the one framing we write. Two ways to spell a length would be a channel past the gate. */
export function readStrictPacket(bytes: Uint8Array, offset: number): PacketResult {
  const first = bytes[offset] ?? 0;
  if ((first & 0x80) === 0) return refuse('not_openpgp');
  if ((first & 0x40) === 0) return refuse('old_format');
  const tag = first & 0x3f;
  const lead = bytes[offset + 1];
  if (lead === undefined) return refuse('truncated');
  if (lead < 192) return cut(bytes, offset, { tag, bodyAt: offset + 2, length: lead });
  if (lead < 224) {
    if (offset + 3 > bytes.length) return refuse('truncated');
    return cut(bytes, offset, {
      tag,
      bodyAt: offset + 3,
      length: ((lead - 192) << 8) + uint(bytes, offset + 2, 1) + 192,
    });
  }
  if (lead < 255) return refuse('not_canonical_length');
  if (offset + 6 > bytes.length) return refuse('truncated');
  const length = uint(bytes, offset + 2, 4);
  return length < 8384 ? refuse('not_canonical_length') : cut(bytes, offset, { tag, bodyAt: offset + 6, length });
}

/** Reads one packet of a certificate, which GnuPG still writes with old-format headers. Definite lengths only. */
export function readKeyPacket(bytes: Uint8Array, offset: number): PacketResult {
  const first = bytes[offset] ?? 0;
  if ((first & 0x80) === 0) return refuse('not_openpgp');
  if ((first & 0x40) !== 0) return readStrictPacket(bytes, offset);
  const octets = [1, 2, 4][first & 0x03];
  if (octets === undefined) return refuse('not_canonical_length');
  const bodyAt = offset + 1 + octets;
  if (bodyAt > bytes.length) return refuse('truncated');
  return cut(bytes, offset, { tag: (first >> 2) & 0x0f, bodyAt, length: uint(bytes, offset + 1, octets) });
}
