import { randomBytes, sha256Hex } from './bytes.js';
import { caseIdFor } from './case-id.js';
import { joinMessage } from './framing.js';
import { openpgp } from './openpgp-library.js';
import { encryptPackets, newSessionKey, wrapSessionKey } from './engine-literal.js';
import { openGnupg } from './testing/gnupg.js';
import { destinationOf, downloadFor, opening, REPORT, seal } from './testing/sealing.js';
import { createWorld, daysFrom, holderOf, NOW, rosterOf, TEAM, verified, type World } from './testing/world.js';
import type { LaterGrant, OpenEntryRequest, RewrapRequest, SealedEntry, UnlockedKey, VerifiedRoster } from './types.js';

type Sealed = SealedEntry & { readonly entryId: string };

const NOTE = { kind: 'team_note', body: { text: 'Llamar a la familia' } } as const;
const BLOB_ID = '0b7a1a52-6a0d-4d38-9d7f-6a4c26fbb3aa';

/** A report is written under roster 1; a responder joins with roster 2, and a colleague lets them in. */
describe('letting in who joined later', () => {
  let world: World;
  let joiner: UnlockedKey;
  let before: VerifiedRoster;
  let after: VerifiedRoster;
  let report: Sealed;
  let ines: UnlockedKey;

  beforeAll(async () => {
    world = await createWorld();
    joiner = await world.engine.generateKey();
    ines = world.responders[0] ?? world.member;
    before = await verified(world);
    const holders = [...(world.roster.teams[0]?.holders ?? []), holderOf(joiner, 'responder')];
    const next = rosterOf([{ id: TEAM, holders }], { version: 2, prevSha256: before.sha256, issued: daysFrom(NOW, 0) });
    const { publicKey } = joiner;
    const { responders, partner, recovery } = world;
    const holderKeys = [...responders, partner, recovery].map((key) => key.publicKey);
    after = await verified(world, next, { holderKeys: [...holderKeys, publicKey] });
    report = await seal(world, before.ref, { author: world.member, draft: REPORT });
  });

  function rewrapping(sealed: Sealed, change: Partial<RewrapRequest> = {}): RewrapRequest {
    return {
      ...opening(world, before.ref, change.message === undefined ? ines : world.member, sealed, {
        ...(change.message === undefined ? {} : { message: change.message }),
      }),
      key: ines.key,
      rosters: [after.ref, before.ref],
      roster: after.ref,
      grantees: [joiner.fingerprint],
      ...change,
    };
  }

  async function letIn(sealed: Sealed, change: Partial<RewrapRequest> = {}): Promise<readonly LaterGrant[]> {
    const result = await world.engine.rewrapEntry(rewrapping(sealed, change));
    if (!result.ok) throw new Error(result.refusal);
    return result.grants;
  }

  function asJoiner(sealed: Sealed, grant: LaterGrant, change: Partial<OpenEntryRequest> = {}): OpenEntryRequest {
    return {
      ...opening(world, before.ref, joiner, sealed, { message: joinMessage([grant.pkesk], sealed.seipd) }),
      rosters: [after.ref, before.ref],
      statement: grant.statement,
      ...change,
    };
  }

  function only(grants: readonly LaterGrant[]): LaterGrant {
    const [grant] = grants;
    if (!grant) throw new Error('no grant');
    return grant;
  }

  it('lets the newcomer read, and says that it was later and by whose word', async () => {
    const grant = only(await letIn(report));
    const opened = await world.engine.openEntry(asJoiner(report, grant));
    expect(opened).toMatchObject({ ok: true, entry: { body: REPORT.body }, findings: ['granted_later'] });
    expect(grant).toMatchObject({ subject: 'entry', subkeyId: joiner.encryptionSubkeyId });
    expect(JSON.parse(new TextDecoder().decode(grant.statement.bytes))).toEqual({
      ctx: 'grant.v1',
      subject: 'entry',
      entryHash: report.entryHash,
      granteeKeySha256: joiner.keySha256,
      rosterVersion: 2,
      rosterSha256: after.sha256,
      writer: ines.fingerprint,
    });
  });

  it('tells no time finer than the hour in what the server keeps', async () => {
    world.setNow(new Date(NOW.getTime() + 25 * 60_000 + 7_000));
    const { statement } = only(await letIn(report));
    world.setNow(NOW);
    const read = await openpgp.readSignature({ armoredSignature: String(statement.signature) });
    expect(read.packets[0]?.created?.toISOString()).toBe('2026-11-22T10:00:00.000Z');
  });

  it('gives GnuPG a file it opens', async () => {
    const { pkesk } = only(await letIn(report));
    const gnupg = openGnupg();
    try {
      const passphrase = await world.engine.generatePassphrase();
      const kit = await world.engine.exportRecoveryKit({ key: joiner.key, passphrase });
      const pass = gnupg.file('pass', passphrase);
      expect(gnupg.run(['--passphrase-file', pass, '--import'], kit).status).toBe(0);
      const read = gnupg.run(['--passphrase-file', pass, '--decrypt'], joinMessage([pkesk], report.seipd));
      expect(read.stdout.toString('utf8')).toContain('Amenazas contra la comunidad');
    } finally {
      gnupg.close();
    }
  });

  it.each([
    ['no statement', undefined],
    ['a statement about another entry', 'other'],
    ['a statement the member signed', 'member'],
    ['a statement with a changed byte', 'changed'],
  ])('shows a grant with %s as nobody’s word', async (_, kind) => {
    const grant = only(await letIn(report));
    const other = only(await letIn(await seal(world, before.ref, { author: world.member, draft: REPORT })));
    const bytes = Uint8Array.from(grant.statement.bytes);
    const forged = new TextEncoder().encode(
      new TextDecoder().decode(bytes).replace(ines.fingerprint, world.member.fingerprint),
    );
    const changed = Uint8Array.from(bytes);
    changed[changed.length - 3] = (changed.at(-3) ?? 0) ^ 1;
    const statement = {
      other: other.statement,
      member: {
        bytes: forged,
        signature: await world.engine.signForPurpose({ key: world.member.key, bytes: forged, purpose: 'grant.v1' }),
      },
      changed: { bytes: changed, signature: grant.statement.signature },
    }[kind ?? ''];
    const opened = await world.engine.openEntry(asJoiner(report, grant, { statement }));
    expect(opened).toMatchObject({ ok: true, findings: ['not_addressed_to_me'] });
  });

  it('refuses the grant of case X before the body of case Y: its session key is forgotten', async () => {
    const other = await seal(world, before.ref, { author: world.member, draft: REPORT });
    const grant = other.grants.find(({ keyFingerprint }) => keyFingerprint === ines.fingerprint);
    const message = joinMessage([grant?.pkesk ?? new Uint8Array()], report.seipd);
    expect(await world.engine.rewrapEntry(rewrapping(report, { message }))).toEqual({
      ok: false,
      refusal: 'integrity',
    });
  });

  it('refuses the whole of another case’s entry in this one’s place', async () => {
    const request = rewrapping(report);
    const elsewhere = { ...request.expected, caseId: caseIdFor(sha256Hex(randomBytes(8)), 'a'.repeat(32)) };
    expect(await world.engine.rewrapEntry({ ...request, expected: elsewhere })).toEqual({
      ok: false,
      refusal: 'wrong_case',
    });
    const swapped = { ...request.expected, entryId: crypto.randomUUID() };
    expect(await world.engine.rewrapEntry({ ...request, expected: swapped })).toEqual({
      ok: false,
      refusal: 'wrong_entry',
    });
  });

  it('refuses an entry the server made up under a session key of its own', async () => {
    const sessionKey = newSessionKey();
    const text = await openpgp.createMessage({ binary: new TextEncoder().encode('{"ctx":"entry.v1"}'), date: NOW });
    const key = await openpgp.readKey({ binaryKey: Uint8Array.from(ines.publicKey) });
    const pkesk = await wrapSessionKey(sessionKey, key, ines.encryptionSubkeyId, NOW);
    const message = joinMessage([pkesk], await encryptPackets(text, sessionKey, NOW));
    expect(await world.engine.rewrapEntry(rewrapping(report, { message }))).toMatchObject({ ok: false });
  });

  it('takes no symmetric session key and no packet more than there are', async () => {
    const skesk = (
      await openpgp.encryptSessionKey({
        data: newSessionKey(),
        algorithm: 'aes256',
        passwords: 'known to the server',
        format: 'object',
      })
    ).write() as Uint8Array; // read back as bytes: nothing was streamed in
    for (const extra of [skesk, Uint8Array.from([0xca, 0x03, 0x50, 0x47, 0x50])]) {
      const message = joinMessage([extra, downloadFor(report, ines)], new Uint8Array());
      expect(await world.engine.rewrapEntry(rewrapping(report, { message }))).toEqual({
        ok: false,
        refusal: 'malformed_message',
      });
    }
  });

  it.each([
    ['a partner desk', () => world.partner.fingerprint],
    ['somebody who is not of the case', () => (world.roots[0] ?? world.partner).fingerprint],
    ['a key no roster names', () => 'ab'.repeat(20)],
  ])('lets %s into no old entry', async (_, fingerprint) => {
    for (const grantees of [[fingerprint()], [joiner.fingerprint, fingerprint()], []]) {
      expect(await world.engine.rewrapEntry(rewrapping(report, { grantees }))).toEqual({
        ok: false,
        refusal: 'not_admitted',
      });
    }
  });

  it('lets nobody into what was sealed to people chosen by name', async () => {
    const change = { named: world.responders.map(({ fingerprint }) => fingerprint) };
    const named = await seal(world, before.ref, { author: world.member, draft: REPORT, audience: 'named', change });
    const request = rewrapping(named);
    const expected = { ...request.expected, audience: 'named' } as const;
    expect(await world.engine.rewrapEntry({ ...request, expected })).toEqual({ ok: false, refusal: 'not_admitted' });
  });

  it('gives another grant to a first recipient whose own does not open', async () => {
    const second = world.responders[1] ?? ines;
    const grant = only(await letIn(report, { grantees: [second.fingerprint] }));
    const message = joinMessage([grant.pkesk], report.seipd);
    const opened = await world.engine.openEntry(opening(world, before.ref, second, report, { message }));
    expect(opened).toMatchObject({ ok: true, findings: [] });
  });

  it('makes a grant again for the member, whose key the signed report carries, and for nobody the entry was not written to', async () => {
    const grant = only(await letIn(report, { grantees: [world.member.fingerprint] }));
    const message = joinMessage([grant.pkesk], report.seipd);
    const opened = await world.engine.openEntry(opening(world, before.ref, world.member, report, { message }));
    expect(opened).toMatchObject({ ok: true, findings: [] });
    const note = await seal(world, before.ref, { author: ines, draft: NOTE, audience: 'team' });
    const expected = { ...rewrapping(note).expected, audience: 'team' } as const;
    const grantees = [world.member.fingerprint];
    expect(await world.engine.rewrapEntry(rewrapping(note, { expected, grantees }))).toEqual({
      ok: false,
      refusal: 'not_admitted',
    });
  });

  it('is done by the member too, for those they wrote to and for no newcomer', async () => {
    const second = world.responders[1] ?? ines;
    const byMember = { key: world.member.key, message: downloadFor(report, world.member) };
    const grant = only(await letIn(report, { ...byMember, grantees: [second.fingerprint] }));
    const message = joinMessage([grant.pkesk], report.seipd);
    const opened = await world.engine.openEntry(opening(world, before.ref, second, report, { message }));
    expect(opened).toMatchObject({ ok: true, findings: [] });
    expect(await world.engine.rewrapEntry(rewrapping(report, byMember))).toEqual({
      ok: false,
      refusal: 'not_admitted',
    });
  });

  describe('what a reader signs of a grant of their own', () => {
    const said = ({ statement }: { readonly statement: { readonly bytes: Uint8Array } }): unknown =>
      JSON.parse(new TextDecoder().decode(statement.bytes));
    async function garbageFor(sealed: Sealed): Promise<Uint8Array> {
      const key = await openpgp.readKey({ binaryKey: Uint8Array.from(ines.publicKey) });
      const pkesk = await wrapSessionKey(newSessionKey(), key, ines.encryptionSubkeyId, NOW);
      return joinMessage([pkesk], sealed.seipd);
    }

    it('is that it opens, when it does, of this packet and this key', async () => {
      const message = downloadFor(report, ines);
      const [verdict, ...others] = await world.engine.judgeGrant(opening(world, before.ref, ines, report, { message }));
      if (!verdict) throw new Error('nothing was judged');
      expect(others).toEqual([]);
      expect(said(verdict)).toEqual({
        ctx: 'grant-verdict.v1',
        subject: 'entry',
        entryHash: report.entryHash,
        granteeKeySha256: ines.keySha256,
        pkeskSha256: sha256Hex(message.subarray(0, message.length - report.seipd.length)),
        opens: true,
      });
      const { publicKey } = ines;
      const signed = { bytes: verdict.statement.bytes, signature: verdict.statement.signature };
      expect(await world.engine.verifyForPurpose({ ...signed, publicKey, purpose: 'grant-verdict.v1' })).toBe('good');
    });

    it('is that it does not, for rubbish in a grant’s shape and for another entry’s', async () => {
      const other = await seal(world, before.ref, { author: world.member, draft: REPORT });
      const swapped = joinMessage([downloadFor(other, ines).slice(0, -other.seipd.length)], report.seipd);
      for (const message of [await garbageFor(report), swapped]) {
        const [verdict] = await world.engine.judgeGrant(opening(world, before.ref, ines, report, { message }));
        expect(verdict).toMatchObject({ subject: 'entry', opens: false });
      }
    });

    it('is nothing where another grant would mend nothing, or more than one was served', async () => {
      const request = opening(world, before.ref, ines, report);
      const elsewhere = { ...request.expected, entryId: crypto.randomUUID() };
      expect(await world.engine.judgeGrant({ ...request, expected: elsewhere })).toEqual([]);
      const both = joinMessage(
        report.grants.map(({ pkesk }) => pkesk),
        report.seipd,
      );
      expect(await world.engine.judgeGrant({ ...request, message: both })).toEqual([]);
      expect(await world.engine.judgeGrant({ ...request, message: new Uint8Array(9) })).toEqual([]);
    });
  });

  it('is for responders of the team alone, under a roster that may be sealed with', async () => {
    const partner = { key: world.partner.key, message: joinMessage([], report.seipd) };
    await expect(world.engine.rewrapEntry(rewrapping(report, partner))).rejects.toThrow('MAY_NOT_WRITE');
    await expect(world.engine.rewrapEntry(rewrapping(report, { key: joiner.key }))).resolves.toMatchObject({
      ok: false,
    });
    const readOnly = await verified(world, world.roster, { use: 'read' });
    await expect(world.engine.rewrapEntry(rewrapping(report, { roster: readOnly.ref }))).rejects.toThrow(
      'ROSTER_NOT_VERIFIED',
    );
  });

  it('opens a team’s note to a new colleague too', async () => {
    const note = await seal(world, before.ref, { author: ines, draft: NOTE, audience: 'team' });
    const request = rewrapping(note);
    const expected = { ...request.expected, audience: 'team' } as const;
    expect(await world.engine.rewrapEntry({ ...request, expected })).toMatchObject({ ok: true });
  });

  describe('a file', () => {
    async function sealFile(): Promise<{
      readonly manifest: Sealed;
      readonly pkesk: Uint8Array;
      readonly seipd: Uint8Array;
    }> {
      const destination = destinationOf(world, before.ref, 'case');
      const shownReaders = (await world.engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
      const meta = { blobId: BLOB_ID, name: 'foto.jpg', mediaType: 'image/jpeg', size: 5, shownReaders };
      const started = await world.engine.startSealFile({ ...destination, key: world.member.key, ...meta });
      const { seipd } = await world.engine.sealChunk({
        file: started.file,
        index: 0,
        bytes: Uint8Array.of(1, 2, 3, 4, 5),
      });
      const body = await world.engine.finishSealFile({ file: started.file });
      const manifest = await seal(world, before.ref, { author: world.member, draft: { kind: 'file', body } });
      const grant = started.grants.find(({ keyFingerprint }) => keyFingerprint === ines.fingerprint);
      return { manifest, pkesk: grant?.pkesk ?? new Uint8Array(), seipd };
    }

    it('is let in together with its manifest, and opens', async () => {
      const { manifest, pkesk, seipd } = await sealFile();
      const [entry, file] = await letIn(manifest, { filePkesk: pkesk });
      expect([entry?.subject, file?.subject]).toEqual(['entry', 'file']);
      if (!entry || !file) throw new Error('a grant is missing');
      const opened = await world.engine.openEntry(asJoiner(manifest, entry));
      if (!opened.ok || opened.entry.kind !== 'file') throw new Error('the manifest did not open');
      const started = await world.engine.startOpenFile({
        key: joiner.key,
        manifest: opened.entry.body,
        pkesk: file.pkesk,
      });
      const chunk = await world.engine.openChunk({ file: started.file, index: 0, seipd });
      expect(chunk).toMatchObject({ ok: true, bytes: Uint8Array.of(1, 2, 3, 4, 5) });
    });

    it('of another manifest, or none, gives nothing away', async () => {
      const [one, other] = [await sealFile(), await sealFile()];
      const swapped = await world.engine.rewrapEntry(rewrapping(one.manifest, { filePkesk: other.pkesk }));
      expect(swapped).toEqual({ ok: false, refusal: 'file_grant_unusable' });
      const noManifest = await world.engine.rewrapEntry(rewrapping(report, { filePkesk: one.pkesk }));
      expect(noManifest).toEqual({ ok: false, refusal: 'file_grant_unusable' });
    });
  });
});
