import fc from 'fast-check';
import { createHmac } from 'node:crypto';

import { parseDraft, parseFilter, parseMove } from '../modules/campaigns/campaign-input.js';
import { blobHeadSchema, entryHeadSchema, splitPackets, splitRequest } from '../modules/cases/request-head.js';
import { frameAncestors } from '../modules/embeds/embed.policy.js';
import { frameAddress, oembedAnswer, readCampaignAddress, readPartnerKey } from '../modules/embeds/oembed.js';
import { parseCodeForm, parseExtras, parseRemovalForm, parseSignForm } from '../modules/signatures/sign-input.js';
import { inspectFormToken, readConfirmationToken, readSubmissionRef } from '../modules/signatures/tokens.js';
import { isAccessToken, newAccessToken } from '../platform/access-tokens.js';
import { AppError } from '../platform/errors.js';
import { escapeHtml } from '../platform/mail/mailbox-page.js';
import { linksIn } from '../platform/mail/mailbox.js';
import { networkPrefix } from '../platform/network-key.js';
import { isWithinLimits } from '../platform/operations.js';
import type { Vaulted } from '../platform/platform.types.js';

/** Two hundred in every run of the tests; `pnpm fuzz` says more. */
const numRuns = Number(process.env['SOS_FUZZ_RUNS'] ?? '200');
const now = new Date('2026-12-01T10:00:00Z');
const word = fc.string({ unit: 'binary', maxLength: 400 });
const bytes = fc.uint8Array({ maxLength: 3_000 });

/** Keyed as the real one is; what is sealed elsewhere is never ours. */
const vaulted = {
  hmac: (purpose: string, value: string) => createHmac('sha256', purpose).update(value).digest(),
  unseal: () => null,
} as unknown as Vaulted;

/** Throws what a client may be told, or nothing. */
function refusesPlainly(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    return error instanceof AppError;
  }
}

/** What JSON, a form or an address can carry, with the names that mean something to every object. */
const anything = fc.anything({
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'name', 'email', 'texts', 'id')),
  maxDepth: 4,
  withNullPrototype: true,
  withBigInt: true,
  withDate: true,
});

test.each([
  ['a signature', parseSignForm],
  ['what comes with one', parseExtras],
  ['a code', parseCodeForm],
  ['a removal', parseRemovalForm],
  ['a draft', (input: unknown) => parseDraft(input, now)],
  ['a move', parseMove],
  ['a filter', parseFilter],
  ['values of an operation', isWithinLimits],
  ['a partner’s key', readPartnerKey],
] as const)('%s: whatever arrives is read or refused, and nothing is learnt by any object', (_name, parse) => {
  fc.assert(
    fc.property(anything, (input) => {
      expect(refusesPlainly(() => parse(input))).toBe(true);
      expect(({} as { name?: unknown }).name).toBeUndefined();
    }),
    { numRuns },
  );
});

test.each([
  ['the head of an entry', (body: Uint8Array) => splitRequest(body, entryHeadSchema)],
  ['the head of a file', (body: Uint8Array) => splitRequest(body, blobHeadSchema)],
  ['packets in a row', splitPackets],
] as const)('%s: any bytes are cut or refused', (_name, read) => {
  fc.assert(
    fc.property(bytes, (body) => refusesPlainly(() => read(body))),
    { numRuns },
  );
});

test('packets that were cut, put together again, are what was sent', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 190 }), { maxLength: 20 }), (bodies) => {
      const sent = Buffer.concat(bodies.map((body) => Buffer.from([0xc1, body.length, ...body])));
      expect(Buffer.concat(splitPackets(sent))).toEqual(sent);
    }),
    { numRuns },
  );
});

test('no word that we did not write is a token of ours', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        word,
        bytes.map((raw) => Buffer.from(raw).toString('base64url')),
      ),
      (text) => {
        expect(isAccessToken(text)).toBe(false);
        expect(readConfirmationToken(vaulted, 'confirm', text)).toBeNull();
        expect(readSubmissionRef(vaulted, text)).toBeNull();
        expect(inspectFormToken(vaulted, text, now)).toEqual({ kind: 'expired' });
      },
    ),
    { numRuns },
  );
});

test('a token with one letter changed is none', () => {
  fc.assert(
    fc.property(fc.nat({ max: 48 }), fc.constantFrom('a', 'b', 'c', 'X', 'Y', 'Z', '0', '1', '9'), (at, letter) => {
      const token = newAccessToken();
      const changed = `${token.slice(0, 8 + at)}${letter}${token.slice(9 + at)}`;
      expect(isAccessToken(changed)).toBe(changed === token);
    }),
    { numRuns },
  );
});

test('an address names a campaign of ours or nothing, and never leads elsewhere', () => {
  const siteOrigin = 'https://sos.example';
  const address = fc.oneof(
    word,
    fc.webUrl(),
    word.map((path) => `${siteOrigin}/en/campaigns/${path}`),
  );
  fc.assert(
    fc.property(address, word, (text, title) => {
      const found = readCampaignAddress(text, siteOrigin);
      if (found === null) return;
      const named = { siteOrigin, ...found, language: found.language ?? ('en' as const) };
      expect(new URL(frameAddress(named)).origin).toBe(siteOrigin);
      const { html } = oembedAnswer({ ...named, title, maxWidth: null }) as { html: string };
      expect(html.match(/</g)).toHaveLength(6);
    }),
    { numRuns },
  );
});

test('whatever stands in the database as an origin, the frame’s policy stays one directive', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (origins) => {
      expect(frameAncestors(origins)).toMatch(/^frame-ancestors 'self'( https?:\/\/[a-z0-9.:*-]+)*$/);
    }),
    { numRuns },
  );
});

test('text for a page holds nothing that could begin an element, and links are of the web', () => {
  fc.assert(
    fc.property(word, (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      for (const link of linksIn(text)) expect(link).toMatch(/^https?:\/\//);
    }),
    { numRuns },
  );
});

test('any address of a network has a prefix, and addresses of one network share it', () => {
  fc.assert(
    fc.property(fc.oneof(word, fc.ipV4(), fc.ipV6()), (address) => {
      expect(typeof networkPrefix(address)).toBe('string');
    }),
    { numRuns },
  );
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const other = address.replace(/\d+$/, '7');
      expect(networkPrefix(`::ffff:${address}`)).toBe(networkPrefix(other));
    }),
    { numRuns },
  );
});
