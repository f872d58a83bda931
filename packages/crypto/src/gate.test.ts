import fc from 'fast-check';
import { concatBytes, randomBytes, type Bytes } from './bytes.js';
import { framePacket, joinMessage, PACKET_TAG } from './framing.js';
import { gate, gateGrants, inspectChunk, inspectMessage } from './inspect.js';
import { REPORT, seal, wholeMessage } from './testing/sealing.js';
import { createWorld, verified } from './testing/world.js';
import type { SealedEntry } from './types.js';

/** One mutation of a good message; each must be refused with a code, whatever the numbers drawn. */
interface Mutation {
  readonly name: string;
  readonly codes: readonly string[];
  apply(sealed: SealedEntry, draw: number): Uint8Array;
}

const RUNS_PER_MUTATION = 12;

function pkesks(sealed: SealedEntry): Bytes[] {
  return sealed.grants.map(({ pkesk }) => pkesk);
}

function bodyOf(packet: Uint8Array): Uint8Array {
  const inspected = inspectChunk(packet);
  return inspected.ok ? packet.subarray(packet.length - inspected.seipd.bodyLength) : packet;
}

function withSeipdBody(sealed: SealedEntry, change: (body: Uint8Array) => Uint8Array): Uint8Array {
  return joinMessage(pkesks(sealed), framePacket(PACKET_TAG.seipd, change(bodyOf(sealed.seipd))));
}

function withPkesk(sealed: SealedEntry, draw: number, change: (pkesk: Bytes) => Uint8Array): Uint8Array {
  const at = draw % sealed.grants.length;
  return joinMessage(
    pkesks(sealed).map((pkesk, index) => (index === at ? change(pkesk.slice()) : pkesk)),
    sealed.seipd,
  );
}

function setOctet(bytes: Uint8Array, index: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[index] = value;
  return copy;
}

/** Puts an extra packet before, between or after the grants, or behind the SEIPD. */
function withPacketAnywhere(sealed: SealedEntry, draw: number, packet: Uint8Array): Uint8Array {
  const parts = [...pkesks(sealed), sealed.seipd];
  const at = draw % (parts.length + 1);
  return concatBytes([...parts.slice(0, at), packet, ...parts.slice(at)]);
}

function text(draw: number): Bytes {
  return new TextEncoder().encode(`Amenazas contra la comunidad ${String(draw)}`);
}

function literal(draw: number): Bytes {
  return framePacket(PACKET_TAG.literal, concatBytes([Uint8Array.of(0x62, 0, 0, 0, 0, 0), text(draw)]));
}

const MUTATIONS: readonly Mutation[] = [
  {
    name: 'plain text',
    codes: ['not_openpgp', 'truncated', 'not_canonical_length', 'old_format', 'extra_packet'],
    apply: (_, draw) => text(draw),
  },
  {
    name: 'JSON in the clear',
    codes: ['not_openpgp'],
    apply: (_, draw) => new TextEncoder().encode(JSON.stringify({ ctx: 'entry.v1', draw })),
  },
  {
    name: 'armored',
    codes: ['not_openpgp'],
    apply: (sealed) =>
      new TextEncoder().encode(
        `-----BEGIN PGP MESSAGE-----\n\n${Buffer.from(wholeMessage(sealed)).toString('base64')}\n`,
      ),
  },
  { name: 'nothing', codes: ['empty'], apply: () => new Uint8Array() },
  { name: 'only a literal', codes: ['extra_packet'], apply: (_, draw) => literal(draw) },
  {
    name: 'extra literal',
    codes: ['extra_packet'],
    apply: (sealed, draw) => withPacketAnywhere(sealed, draw, literal(draw)),
  },
  {
    name: 'extra marker',
    codes: ['extra_packet'],
    apply: (sealed, draw) => withPacketAnywhere(sealed, draw, framePacket(10, Uint8Array.of(0x50, 0x47, 0x50))),
  },
  {
    name: 'extra padding packet',
    codes: ['extra_packet'],
    apply: (sealed, draw) => withPacketAnywhere(sealed, draw, framePacket(21, randomBytes(1 + (draw % 500)))),
  },
  {
    name: 'extra SKESK',
    codes: ['extra_packet'],
    apply: (sealed, draw) =>
      withPacketAnywhere(sealed, draw, framePacket(3, Uint8Array.of(4, 9, 3, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0xff))),
  },
  {
    name: 'extra unknown packet',
    codes: ['extra_packet'],
    apply: (sealed, draw) => withPacketAnywhere(sealed, draw, framePacket(60, randomBytes(draw % 300))),
  },
  {
    name: 'second SEIPD',
    codes: ['extra_packet'],
    apply: (sealed) => concatBytes([wholeMessage(sealed), sealed.seipd]),
  },
  {
    name: 'grant behind the SEIPD',
    codes: ['order'],
    apply: (sealed) =>
      joinMessage([...pkesks(sealed).slice(1)], concatBytes([sealed.seipd, ...pkesks(sealed).slice(0, 1)])),
  },
  { name: 'no grants', codes: ['no_recipient'], apply: (sealed) => sealed.seipd },
  { name: 'no SEIPD', codes: ['no_seipd'], apply: (sealed) => concatBytes(pkesks(sealed)) },
  {
    name: 'a reader left out',
    codes: ['missing_recipient'],
    apply: (sealed, draw) =>
      joinMessage(
        pkesks(sealed).filter((_, index) => index !== draw % sealed.grants.length),
        sealed.seipd,
      ),
  },
  {
    name: 'a reader added',
    codes: ['extra_recipient'],
    apply: (sealed, draw) =>
      joinMessage(
        [
          ...pkesks(sealed),
          concatBytes([
            (pkesks(sealed)[0] ?? sealed.seipd).subarray(0, 3),
            randomBytes(8),
            (pkesks(sealed)[draw % 2] ?? sealed.seipd).subarray(11),
          ]),
        ],
        sealed.seipd,
      ),
  },
  {
    name: 'a reader replaced',
    codes: ['missing_recipient'],
    apply: (sealed, draw) =>
      withPkesk(sealed, draw, (pkesk) => setOctet(pkesk, 3 + (draw % 8), ((pkesk[3 + (draw % 8)] ?? 0) + 1) % 256)),
  },
  {
    name: 'a reader twice',
    codes: ['duplicate_recipient'],
    apply: (sealed, draw) =>
      joinMessage([...pkesks(sealed), pkesks(sealed)[draw % sealed.grants.length] ?? sealed.seipd], sealed.seipd),
  },
  {
    name: 'a hidden reader',
    codes: ['hidden_recipient'],
    apply: (sealed, draw) =>
      withPkesk(sealed, draw, (pkesk) => concatBytes([pkesk.subarray(0, 3), new Uint8Array(8), pkesk.subarray(11)])),
  },
  {
    name: 'PKESK of another version',
    codes: ['pkesk_version'],
    apply: (sealed, draw) => withPkesk(sealed, draw, (pkesk) => setOctet(pkesk, 2, [2, 4, 6][draw % 3] ?? 6)),
  },
  {
    name: 'PKESK of another algorithm',
    codes: ['pkesk_algorithm'],
    apply: (sealed, draw) => withPkesk(sealed, draw, (pkesk) => setOctet(pkesk, 11, [16, 25, 26, 99][draw % 4] ?? 16)),
  },
  {
    name: 'text hidden in a PKESK',
    codes: ['pkesk_malformed'],
    apply: (sealed, draw) =>
      withPkesk(sealed, draw, (pkesk) => framePacket(PACKET_TAG.pkesk, concatBytes([pkesk.subarray(2), text(draw)]))),
  },
  {
    name: 'PKESK with a false MPI',
    codes: ['pkesk_malformed'],
    apply: (sealed, draw) => withPkesk(sealed, draw, (pkesk) => setOctet(pkesk, 12, 0xff)),
  },
  {
    name: 'SEIPD version 2',
    codes: ['seipd_version'],
    apply: (sealed, draw) => withSeipdBody(sealed, (body) => setOctet(body, 0, 2 + (draw % 200))),
  },
  {
    name: 'body off its bucket',
    codes: ['bucket'],
    apply: (sealed, draw) => withSeipdBody(sealed, (body) => body.subarray(0, body.length - 1 - (draw % 4000))),
  },
  {
    name: 'body beyond the largest bucket',
    codes: ['too_large'],
    apply: (sealed) => withSeipdBody(sealed, () => setOctet(new Uint8Array(512 * 1024), 0, 1)),
  },
  {
    name: 'partial lengths',
    codes: ['not_canonical_length'],
    apply: (sealed, draw) =>
      joinMessage(pkesks(sealed), concatBytes([Uint8Array.of(0xd2, 0xe0 + (draw % 31)), bodyOf(sealed.seipd)])),
  },
  {
    name: 'five octets for a short length',
    codes: ['not_canonical_length'],
    apply: (sealed) =>
      joinMessage(pkesks(sealed), concatBytes([Uint8Array.of(0xd2, 0xff, 0, 0, 0x10, 0), bodyOf(sealed.seipd)])),
  },
  {
    name: 'old-format header',
    codes: ['old_format'],
    apply: (sealed, draw) =>
      withPkesk(sealed, draw, (pkesk) => concatBytes([Uint8Array.of(0x84, pkesk.length - 2), pkesk.subarray(2)])),
  },
  {
    name: 'cut short',
    codes: ['truncated', 'no_seipd'],
    apply: (sealed, draw) => wholeMessage(sealed).subarray(0, 1 + ((draw * 37) % (wholeMessage(sealed).length - 1))),
  },
  {
    name: 'trailing octets',
    codes: ['trailing_bytes'],
    apply: (sealed, draw) => concatBytes([wholeMessage(sealed), new Uint8Array(1 + (draw % 100))]),
  },
];

describe('the gate', () => {
  let sealed: SealedEntry;
  let expectedSubkeyIds: readonly string[];

  beforeAll(async () => {
    const world = await createWorld();
    const roster = await verified(world);
    sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    expectedSubkeyIds = sealed.grants.map(({ subkeyId }) => subkeyId);
  });

  it('lets a good message through, in whatever order its grants stand', () => {
    expect(gate({ message: wholeMessage(sealed), expectedSubkeyIds })).toMatchObject({ ok: true });
    expect(gate({ message: joinMessage(pkesks(sealed).toReversed(), sealed.seipd), expectedSubkeyIds })).toMatchObject({
      ok: true,
    });
    expect(gateGrants(pkesks(sealed), expectedSubkeyIds)).toMatchObject({ ok: true });
  });

  it('has a corpus of at least 200 messages', () => {
    expect(MUTATIONS.length * RUNS_PER_MUTATION).toBeGreaterThanOrEqual(200);
  });

  it.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    'refuses with a code: %s',
    (_, { apply, codes }) => {
      fc.assert(
        fc.property(fc.nat(100_000), (draw) => {
          const verdict = gate({ message: apply(sealed, draw), expectedSubkeyIds });
          return !verdict.ok && codes.includes(verdict.code);
        }),
        { numRuns: RUNS_PER_MUTATION },
      );
    },
  );

  it('never throws and never lets through what differs in any octet of framing or is random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => !gate({ message: bytes, expectedSubkeyIds }).ok),
      { numRuns: 500 },
    );
    const good = wholeMessage(sealed);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(good.length - 1), (from, to) => {
        const cut = concatBytes([good.subarray(0, Math.min(from, to)), good.subarray(Math.max(from, to))]);
        return cut.length === good.length || !gate({ message: cut, expectedSubkeyIds }).ok;
      }),
      { numRuns: 300 },
    );
  });

  it('refuses grants of a file that are not exactly its readers', () => {
    expect(gateGrants(pkesks(sealed).slice(1), expectedSubkeyIds)).toEqual({ ok: false, code: 'missing_recipient' });
    expect(gateGrants(pkesks(sealed), expectedSubkeyIds.slice(1))).toEqual({ ok: false, code: 'extra_recipient' });
    expect(gateGrants([...pkesks(sealed), ...pkesks(sealed)], expectedSubkeyIds)).toEqual({
      ok: false,
      code: 'duplicate_recipient',
    });
    expect(gateGrants([sealed.seipd], expectedSubkeyIds)).toEqual({ ok: false, code: 'extra_packet' });
  });

  it('takes a chunk only as one lone SEIPD', () => {
    expect(inspectChunk(sealed.seipd)).toMatchObject({ ok: true });
    expect(inspectChunk(wholeMessage(sealed))).toEqual({ ok: false, code: 'extra_packet' });
    expect(inspectMessage(sealed.seipd)).toEqual({ ok: false, code: 'no_recipient' });
  });
});
