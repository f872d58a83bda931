import { randomBytes } from 'node:crypto';

/** Packets of the right shape and no meaning: what the gate sees of a sealed entry. */
export function frame(tag: number, body: Uint8Array): Buffer {
  const { length } = body;
  if (length < 192) return Buffer.concat([Buffer.of(0xc0 | tag, length), body]);
  if (length < 8384)
    return Buffer.concat([Buffer.of(0xc0 | tag, ((length - 192) >> 8) + 192, (length - 192) & 0xff), body]);
  const long = Buffer.alloc(6);
  long.writeUInt8(0xc0 | tag, 0);
  long.writeUInt8(0xff, 1);
  long.writeUInt32BE(length, 2);
  return Buffer.concat([long, body]);
}

export function fakePkesk(subkeyId: string): Buffer {
  const point = Buffer.concat([Buffer.of(0x01, 0x07, 0x40), randomBytes(32)]);
  const wrapped = Buffer.concat([Buffer.of(48), randomBytes(48)]);
  return frame(1, Buffer.concat([Buffer.of(3), Buffer.from(subkeyId, 'hex'), Buffer.of(18), point, wrapped]));
}

export function fakeSeipd(bodyLength = 4096, version = 1): Buffer {
  return frame(18, Buffer.concat([Buffer.of(version), randomBytes(bodyLength - 1)]));
}

export function fakeMessage(subkeyIds: readonly string[], seipd: Uint8Array = fakeSeipd()): Buffer {
  return Buffer.concat([...subkeyIds.map(fakePkesk), seipd]);
}

export function withHead(head: Readonly<Record<string, unknown>>, packets: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), packets]);
}
