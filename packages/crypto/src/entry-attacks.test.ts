import { parseEntry, type Entry } from '@sos/domain';
import { copyBytes, sha256Hex } from './bytes.js';
import { caseIdFor } from './case-id.js';
import { generatePrivateKey } from './engine-key-ring.js';
import {
  encryptPackets,
  newSessionKey,
  openLiteral,
  sealLiteral,
  unwrapSessionKey,
  wrapSessionKey,
} from './engine-literal.js';
import { armorPublicKey } from './engine-public-key.js';
import { joinMessage } from './framing.js';
import { openpgp } from './openpgp-library.js';
import { opening, REPORT, seal } from './testing/sealing.js';
import { CASE_NONCE, createWorld, NOW, verified, type World } from './testing/world.js';
import type { OpenEntryResult, SealedEntry, UnlockedKey, VerifiedRoster } from './types.js';

interface Forger {
  readonly privateKey: openpgp.PrivateKey;
  readonly publicKey: Uint8Array;
  readonly fingerprint: string;
}

/** What somebody with their own OpenPGP tools, and our formats, can try on a reader. */
describe('forged entries', () => {
  let world: World;
  let roster: VerifiedRoster;
  let forger: Forger;
  let template: Entry;
  let reader: UnlockedKey;

  beforeAll(async () => {
    world = await createWorld();
    roster = await verified(world);
    reader = world.responders[0] ?? world.member;
    const privateKey = await generatePrivateKey(NOW);
    forger = {
      privateKey,
      publicKey: copyBytes(privateKey.toPublic().write()),
      fingerprint: privateKey.getFingerprint(),
    };
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const opened = await world.engine.openEntry(opening(world, roster.ref, reader, sealed));
    if (!opened.ok) throw new Error(opened.refusal);
    template = opened.entry;
  });

  /** Brings any text to a bucket with spaces after the JSON or a longer pad, signs it or not, and addresses it to the reader. */
  async function forge(
    make: (pad: string) => string,
    signer: openpgp.PrivateKey | undefined,
  ): Promise<SealedEntry & { entryId: string }> {
    const sessionKey = newSessionKey();
    let seipd = await pack(make(''), signer, sessionKey);
    for (let pad = 4096 - (seipd.length - 3), tries = 0; seipd.length !== 4099 && tries < 100; tries += 1) {
      seipd = await pack(make('x'.repeat(pad)), signer, sessionKey);
      pad += 4099 - seipd.length;
    }
    const readerKey = await openpgp.readKey({ binaryKey: copyBytes(reader.publicKey) });
    const pkesk = await wrapSessionKey(sessionKey, readerKey, reader.encryptionSubkeyId, NOW);
    const grants = [
      { keyFingerprint: reader.fingerprint, keySha256: reader.keySha256, subkeyId: reader.encryptionSubkeyId, pkesk },
    ];
    return { seipd, entryHash: sha256Hex(seipd), grants, entryId: template.entryId };
  }

  async function pack(
    text: string,
    signer: openpgp.PrivateKey | undefined,
    sessionKey: Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const message = await openpgp.createMessage({ binary: new TextEncoder().encode(text), date: NOW });
    const packets = signer
      ? await openpgp.sign({ message, signingKeys: signer, date: NOW, format: 'object' })
      : message;
    return encryptPackets(packets, sessionKey, NOW);
  }

  function withPad(entry: object): (pad: string) => string {
    return (pad) => JSON.stringify({ ...entry, pad });
  }

  async function openForged(
    sealed: SealedEntry & { entryId: string },
    participants: readonly Uint8Array[] = [world.member.publicKey],
    caseId = world.caseId,
  ): Promise<OpenEntryResult> {
    const request = opening(world, roster.ref, reader, sealed, { participants });
    return world.engine.openEntry({ ...request, expected: { ...request.expected, caseId } });
  }

  function forgersCase(): string {
    return caseIdFor(sha256Hex(forger.publicKey), CASE_NONCE);
  }

  /** A report by the forger; lawful in a case of their own, which is where it says it belongs unless changed. */
  function forgersReport(change: Partial<Entry> = {}, body: object = {}): object {
    const author = { fingerprint: forger.fingerprint, sequence: 1 };
    return {
      ...ordered({ author, caseId: forgersCase(), ...change }),
      body: { ...REPORT.body, authorKey: armorPublicKey(forger.publicKey), ...body },
    };
  }

  async function openOwn(report: object): Promise<OpenEntryResult> {
    return openForged(await forge(withPad(report), forger.privateKey), [], forgersCase());
  }

  function ordered(change: Partial<Entry>): object {
    const { ctx, pad: _pad, ...rest } = template;
    return { ctx, ...rest, ...change };
  }

  it('opens the template when the right key signs it (so the refusals below are for their own reasons)', async () => {
    expect(await openOwn(forgersReport())).toMatchObject({ ok: true, authorKey: forger.publicKey });
  });

  it('refuses a report by another key for a case that key did not open, whatever the case knows already', async () => {
    const forged = await forge(withPad(forgersReport({ caseId: world.caseId })), forger.privateKey);
    const real = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    for (const known of [[], [world.member.publicKey], [forger.publicKey]]) {
      expect(await openForged(forged, known)).toEqual({ ok: false, refusal: 'wrong_case' });
      // Not even a page that took the forger's key for the member's loses the member's own report.
      expect(await openForged(real, known)).toMatchObject({ ok: true, authorKey: world.member.publicKey });
    }
  });

  it.each([
    ['another nonce', { caseNonce: 'a'.repeat(32) }, 'wrong_case'],
    ['no nonce', { caseNonce: undefined }, 'malformed_entry'],
    ['a nonce in capitals', { caseNonce: CASE_NONCE.toUpperCase() }, 'malformed_entry'],
  ])('refuses a report with %s', async (_, body, refusal) => {
    expect(await openOwn(forgersReport({}, body))).toEqual({ ok: false, refusal });
  });

  it('refuses a stranger’s signature under the member’s name', async () => {
    expect(await openForged(await forge(withPad(ordered({})), forger.privateKey))).toEqual({
      ok: false,
      refusal: 'bad_signature',
    });
  });

  it('refuses the member’s fingerprint with another key carried inside', async () => {
    const swapped = { ...ordered({}), body: { ...REPORT.body, authorKey: armorPublicKey(forger.publicKey) } };
    expect(await openForged(await forge(withPad(swapped), forger.privateKey), [])).toEqual({
      ok: false,
      refusal: 'author_unknown',
    });
    expect(await openForged(await forge(withPad(swapped), forger.privateKey))).toEqual({
      ok: false,
      refusal: 'author_unknown',
    });
  });

  it('refuses an entry without a signature', async () => {
    expect(await openForged(await forge(withPad(ordered({})), undefined))).toEqual({
      ok: false,
      refusal: 'not_signed',
    });
  });

  it('refuses a responder’s name on a stranger’s message', async () => {
    const message = {
      ...ordered({ author: { fingerprint: reader.fingerprint, sequence: 1 } }),
      kind: 'message',
      body: { text: 'Ven a la plaza a las cinco.' },
    };
    expect(await openForged(await forge(withPad(message), forger.privateKey))).toEqual({
      ok: false,
      refusal: 'bad_signature',
    });
  });

  it.each([
    ['another purpose', (pad: string) => JSON.stringify({ ...template, ctx: 'grant.v1', pad })],
    ['ctx not first', (pad: string) => JSON.stringify({ pad, ...ordered({}) })],
    ['ctx twice', (pad: string) => JSON.stringify({ ...ordered({}), pad }).replace('{', '{"ctx":"entry.v1",')],
    ['another spelling', (pad: string) => `${JSON.stringify({ ...ordered({}), pad })} `],
    ['an unknown field', (pad: string) => JSON.stringify({ ...ordered({}), extra: 1, pad })],
    ['no JSON', (pad: string) => `hello${pad}`],
  ])('refuses signed text with %s', async (_, make) => {
    expect(await openForged(await forge(make, forger.privateKey), [])).toEqual({
      ok: false,
      refusal: 'malformed_entry',
    });
  });

  it('remarks on recipients who should not be there, and when the reader is not among them', async () => {
    const recipients = [world.partner.keySha256, world.member.keySha256];
    const opened = await openOwn(forgersReport({ recipients }));
    expect(opened).toMatchObject({
      ok: true,
      findings: ['recipients_extra', 'recipients_missing', 'not_addressed_to_me'],
    });
  });

  it('remarks on an entry from the future', async () => {
    const opened = await openOwn(forgersReport({ createdAt: '2026-12-24T00:00:00.000Z' }));
    expect(opened.ok && opened.findings).toContain('from_the_future');
  });

  it('refuses a whole entry of this case served as one of another', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const request = opening(world, roster.ref, reader, sealed);
    const other = { ...request.expected, caseId: crypto.randomUUID() };
    expect(await world.engine.openEntry({ ...request, expected: other })).toEqual({ ok: false, refusal: 'wrong_case' });
  });

  it('gives no text for an unsigned literal that fits the grant of an entry', async () => {
    const sessionKey = newSessionKey();
    const readerKey = await openpgp.readKey({ binaryKey: copyBytes(reader.publicKey) });
    const pkesk = await wrapSessionKey(sessionKey, readerKey, reader.encryptionSubkeyId, NOW);
    const seipd = await sealLiteral(new TextEncoder().encode('{}'), sessionKey, NOW);
    const request = opening(
      world,
      roster.ref,
      reader,
      { seipd, entryHash: '', grants: [], entryId: template.entryId },
      { message: joinMessage([pkesk], seipd) },
    );
    expect(await world.engine.openEntry(request)).toEqual({ ok: false, refusal: 'not_signed' });
    expect(await unwrapSessionKey(pkesk, forger.privateKey, NOW)).toBeUndefined();
    await expect(openLiteral(seipd, newSessionKey(), NOW)).rejects.toThrow();
    expect(parseEntry(new Uint8Array())).toBeUndefined();
  });
});
