import { isBucket } from '@sos/domain';
import { caseIdFor } from './case-id.js';
import { gate } from './inspect.js';
import { joinMessage } from './framing.js';
import { destinationOf, downloadFor, opening, REPORT, seal, wholeMessage } from './testing/sealing.js';
import { CASE_NONCE, createWorld, verified, type World } from './testing/world.js';
import type { VerifiedRoster } from './types.js';

describe('entries', () => {
  let world: World;
  let roster: VerifiedRoster;
  const responder = () => world.responders[0] ?? world.member;

  beforeAll(async () => {
    world = await createWorld();
    roster = await verified(world);
  });

  it('opens for every reader, with the author verified and nothing to remark', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    expect(sealed.grants).toHaveLength(4);
    for (const reader of [...world.responders, world.recovery, world.member]) {
      const opened = await world.engine.openEntry(opening(world, roster.ref, reader, sealed, { participants: [] }));
      expect(opened).toMatchObject({
        ok: true,
        entryHash: sealed.entryHash,
        author: { fingerprint: world.member.fingerprint, party: 'member' },
        entry: { kind: 'report', body: REPORT.body },
        authorKey: world.member.publicKey,
        findings: [],
      });
    }
  });

  it('passes the gate for exactly its readers', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const readers = await world.engine.planReaders(destinationOf(world, roster.ref, 'case'));
    const verdict = gate({
      message: wholeMessage(sealed),
      expectedSubkeyIds: readers.map(({ encryptionSubkeyId }) => encryptionSubkeyId),
    });
    expect(verdict).toMatchObject({ ok: true, seipd: { sha256: sealed.entryHash } });
    expect(verdict.ok && isBucket(verdict.seipd.bodyLength)).toBe(true);
  });

  it('lets a responder answer and the member read the answer', async () => {
    const sealed = await seal(world, roster.ref, {
      author: responder(),
      draft: { kind: 'message', body: { text: 'Lo recibimos. Te escribimos hoy.' } },
    });
    const opened = await world.engine.openEntry(opening(world, roster.ref, world.member, sealed));
    expect(opened).toMatchObject({
      ok: true,
      author: { party: 'responder' },
      entry: { body: { text: 'Lo recibimos. Te escribimos hoy.' } },
      findings: [],
    });
  });

  it('keeps a team note from the member', async () => {
    const sealed = await seal(world, roster.ref, {
      author: responder(),
      audience: 'team',
      draft: { kind: 'team_note', body: { text: 'x' } },
    });
    expect(sealed.grants.map(({ keyFingerprint }) => keyFingerprint)).not.toContain(world.member.fingerprint);
    const note = {
      ...opening(world, roster.ref, responder(), sealed),
      expected: {
        caseId: opening(world, roster.ref, responder(), sealed).expected.caseId,
        entryId: sealed.entryId,
        audience: 'team' as const,
        teamId: 'americas',
      },
    };
    expect(await world.engine.openEntry(note)).toMatchObject({ ok: true });
  });

  it('refuses another case’s grant put before this entry', async () => {
    const one = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const other = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const grant = one.grants.find(({ keyFingerprint }) => keyFingerprint === responder().fingerprint);
    const message = joinMessage(grant ? [grant.pkesk] : [], other.seipd);
    expect(await world.engine.openEntry(opening(world, roster.ref, responder(), other, { message }))).toEqual({
      ok: false,
      refusal: 'integrity',
    });
  });

  it.each([
    ['wrong_case', { caseId: '11111111-1111-4111-8111-111111111111' }],
    ['wrong_entry', { entryId: '11111111-1111-4111-8111-111111111111' }],
    ['wrong_audience', { audience: 'team' as const }],
    ['author_not_allowed', { audience: 'outsider' as const }],
  ])('refuses an entry served as something else (%s)', async (refusal, expected) => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const request = opening(world, roster.ref, responder(), sealed);
    expect(await world.engine.openEntry({ ...request, expected: { ...request.expected, ...expected } })).toEqual({
      ok: false,
      refusal,
    });
  });

  it('refuses an author the case does not know', async () => {
    const stranger = await world.engine.generateKey();
    const sealed = await seal(world, roster.ref, {
      author: stranger,
      draft: { kind: 'message', body: { text: 'x' } },
      change: { participants: [stranger.publicKey] },
    });
    expect(await world.engine.openEntry(opening(world, roster.ref, responder(), sealed))).toEqual({
      ok: false,
      refusal: 'author_unknown',
    });
  });

  it('seals a report only for a case that the author’s own key opened', async () => {
    const stranger = await world.engine.generateKey();
    const change = { participants: [stranger.publicKey] };
    await expect(seal(world, roster.ref, { author: stranger, draft: REPORT, change })).rejects.toMatchObject({
      code: 'ENTRY_INVALID',
    });
    const own = { ...change, caseId: caseIdFor(stranger.keySha256, CASE_NONCE) };
    await expect(seal(world, roster.ref, { author: stranger, draft: REPORT, change: own })).resolves.toBeDefined();
    const otherNonce = { kind: 'report' as const, body: { ...REPORT.body, caseNonce: 'a'.repeat(32) } };
    await expect(seal(world, roster.ref, { author: world.member, draft: otherNonce })).rejects.toMatchObject({
      code: 'ENTRY_INVALID',
    });
  });

  it('takes a later report of the same member in the same case', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT, change: { sequence: 2 } });
    expect(await world.engine.openEntry(opening(world, roster.ref, responder(), sealed))).toMatchObject({
      ok: true,
      authorKey: world.member.publicKey,
      findings: [],
    });
  });

  it('refuses a flipped octet and a key that holds no grant', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const message = downloadFor(sealed, responder()).slice();
    message[message.length - 30] = (message[message.length - 30] ?? 0) ^ 1;
    expect(await world.engine.openEntry(opening(world, roster.ref, responder(), sealed, { message }))).toEqual({
      ok: false,
      refusal: 'integrity',
    });
    const foreign = opening(world, roster.ref, responder(), sealed, { key: world.partner.key });
    expect(await world.engine.openEntry(foreign)).toEqual({ ok: false, refusal: 'no_grant_for_key' });
  });

  it('remarks when the roster the entry names was not given', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const other = await verified(world, {
      ...world.roster,
      renewBy: world.roster.notAfter
        .replace('2027-02', '2026-12')
        .replace('2027-01', '2026-12')
        .replace(/12-\d\d/, '12-20'),
    });
    expect(await world.engine.openEntry(opening(world, other.ref, responder(), sealed))).toMatchObject({
      ok: true,
      findings: ['roster_unknown'],
    });
  });

  it('remarks when the member’s other key was left out', async () => {
    const second = await world.engine.generateKey();
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const request = opening(world, roster.ref, responder(), sealed, {
      participants: [world.member.publicKey, second.publicKey],
    });
    expect(await world.engine.openEntry(request)).toMatchObject({ ok: true, findings: ['recipients_missing'] });
  });

  it('seals nothing when the readers are not those on screen', async () => {
    const sealing = seal(world, roster.ref, {
      author: world.member,
      draft: REPORT,
      change: { shownReaders: [world.member.keySha256] },
    });
    await expect(sealing).rejects.toMatchObject({ code: 'READERS_CHANGED' });
  });

  it.each([
    ['a member writing a team note', 'case', { kind: 'team_note', body: { text: 'x' } }, 'MAY_NOT_WRITE'],
    ['a member writing to the team alone', 'team', { kind: 'message', body: { text: 'x' } }, 'NOT_A_READER_KEY'],
    ['an empty message', 'case', { kind: 'message', body: { text: '' } }, 'ENTRY_INVALID'],
    [
      'a message beyond the largest bucket',
      'case',
      { kind: 'message', body: { text: '界'.repeat(100_000) } },
      'ENTRY_TOO_LARGE',
    ],
  ] as const)('seals nothing for %s', async (_, audience, draft, code) => {
    await expect(seal(world, roster.ref, { author: world.member, audience, draft })).rejects.toMatchObject({ code });
  });

  it('needs two chosen responders for a confidential case, and leaves recovery out unless agreed', async () => {
    const named = world.responders.map(({ fingerprint }) => fingerprint);
    await expect(
      seal(world, roster.ref, {
        author: world.member,
        audience: 'named',
        draft: REPORT,
        change: { named: named.slice(1) },
      }),
    ).rejects.toMatchObject({ code: 'READERS_UNKNOWN' });
    const sealed = await seal(world, roster.ref, {
      author: world.member,
      audience: 'named',
      draft: REPORT,
      change: { named },
    });
    expect(sealed.grants.map(({ keyFingerprint }) => keyFingerprint).toSorted()).toEqual(
      [...named, world.member.fingerprint].toSorted(),
    );
    const request = opening(world, roster.ref, responder(), sealed);
    expect(
      await world.engine.openEntry({ ...request, expected: { ...request.expected, audience: 'named' } }),
    ).toMatchObject({ ok: true, findings: [] });
  });

  it('cannot seal with a roster verified for reading, nor with one that has run out since', async () => {
    const reading = await verified(world, world.roster, { use: 'read' });
    await expect(seal(world, reading.ref, { author: world.member, draft: REPORT })).rejects.toMatchObject({
      code: 'ROSTER_NOT_VERIFIED',
    });
    world.setNow(new Date(Date.parse(roster.notAfter) + 1000));
    await expect(seal(world, roster.ref, { author: world.member, draft: REPORT })).rejects.toMatchObject({
      code: 'ROSTER_EXPIRED',
    });
    world.setNow(new Date('2026-11-22T10:00:00Z'));
  });

  it('is deaf after lock', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const brief = await world.engine.generateKey();
    await world.engine.lock({ key: brief.key });
    await expect(
      world.engine.openEntry(opening(world, roster.ref, responder(), sealed, { key: brief.key })),
    ).rejects.toMatchObject({ code: 'KEY_LOCKED' });
    await expect(world.engine.describeKey({ key: brief.key })).rejects.toMatchObject({ code: 'KEY_LOCKED' });
  });
});
