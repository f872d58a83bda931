import fc from 'fast-check';

import { gateGrants, inspectChunk, inspectGrant, inspectMessage, inspectPublicKey, inspectSeipd } from './inspect.js';
import { readKeyPacket, readStrictPacket } from './packet-reader.js';

/** Two hundred in every run of the tests; `pnpm fuzz` says more. */
const numRuns = Number(process.env['SOS_FUZZ_RUNS'] ?? '200');

/** Packets with honest or lying lengths: random bytes alone hardly ever get past the first. */
const packet = fc
  .tuple(
    fc.constantFrom(1, 2, 6, 9, 13, 14, 18, 20),
    fc.uint8Array({ maxLength: 300 }),
    fc.integer({ min: -3, max: 3 }),
  )
  .map(([tag, body, lie]) => {
    const length = Math.max(0, Math.min(191, body.length + lie));
    return Uint8Array.from([0xc0 | tag, length, ...body.subarray(0, 191)]);
  });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 4_000 }),
  fc.array(packet, { maxLength: 12 }).map((packets) => Uint8Array.from(packets.flatMap((each) => [...each]))),
);

test.each([
  ['a message', inspectMessage],
  ['its encrypted part', inspectSeipd],
  ['a grant', inspectGrant],
  ['a chunk', inspectChunk],
  ['a public key', inspectPublicKey],
] as const)('%s: any bytes are inspected or refused with a code, and nothing is thrown', (_name, inspect) => {
  fc.assert(
    fc.property(bytes, (input) => {
      const answer: unknown = inspect(input);
      expect(answer).toEqual(expect.objectContaining({ ok: expect.any(Boolean) }));
    }),
    { numRuns },
  );
});

test('a packet that is read lies within the bytes, so that reading always comes to an end', () => {
  fc.assert(
    fc.property(bytes, fc.nat({ max: 4_000 }), (input, offset) => {
      const results = [readStrictPacket(input, offset), readKeyPacket(input, offset)];
      const ends = results.flatMap((result) => (result.ok ? [result.next] : []));
      expect(ends.filter((next) => next <= offset || next > input.length)).toEqual([]);
    }),
    { numRuns },
  );
});

test('grants in any number and order are taken or refused', () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 5 }), (grants) => {
      expect(() => gateGrants(grants, ['0123456789abcdef'])).not.toThrow();
    }),
    { numRuns },
  );
});
