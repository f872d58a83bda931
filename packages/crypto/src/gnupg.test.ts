import { toSignedBytes } from '@sos/domain';
import { copyBytes, randomBytes, sha256Hex } from './bytes.js';
import { caseIdFor } from './case-id.js';
import { CONTEXT_NOTATION } from './engine.js';
import { joinMessage } from './framing.js';
import { inspectPublicKey } from './inspect.js';
import { openGnupg, type Gnupg } from './testing/gnupg.js';
import { destinationOf, downloadFor, opening, REPORT, seal } from './testing/sealing.js';
import { CASE_NONCE, createWorld, evidenceFor, verified, type World } from './testing/world.js';
import type { UnlockedKey, VerifiedRoster } from './types.js';

/** What opens here opens with GnuPG 2.2 too, and what the roots sign offline with GnuPG counts here. */
describe('with GnuPG', () => {
  let world: World;
  let roster: VerifiedRoster;
  let gnupg: Gnupg;
  let passphrase: string;
  let responder: UnlockedKey;
  let kitImport: string;

  beforeAll(async () => {
    world = await createWorld();
    // GnuPG lives an hour later than the other tests, so that what it makes is not ahead of our clock.
    world.setNow(new Date('2026-11-22T11:30:00Z'));
    roster = await verified(world);
    gnupg = openGnupg();
    passphrase = await world.engine.generatePassphrase();
    responder = world.responders[0] ?? world.member;
    const kit = await world.engine.exportRecoveryKit({ key: responder.key, passphrase });
    const imported = gnupg.run(['--passphrase', passphrase, '--import'], kit);
    kitImport = imported.stderr;
    gnupg.run(['--import'], world.member.publicKey);
  });

  afterAll(() => {
    gnupg.close();
  });

  it('imports the recovery kit', () => {
    expect(kitImport).toMatch(/secret keys (imported|read): 1/);
  });

  it('the downloaded entry opens, its signature good', async () => {
    const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
    const { status, stdout, stderr } = gnupg.run(
      ['--passphrase', passphrase, '--decrypt'],
      downloadFor(sealed, responder),
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/Good signature from "sos-[0-9a-f]{8}"/);
    expect(JSON.parse(stdout.toString())).toMatchObject({ ctx: 'entry.v1', kind: 'report', body: REPORT.body });
    expect(stdout.toString().startsWith('{"ctx":"entry.v1"')).toBe(true);
  });

  it('each chunk behind its grant opens; the true size cuts off the padding', async () => {
    const content = randomBytes(5000);
    const destination = destinationOf(world, roster.ref, 'case');
    const shownReaders = (await world.engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
    const request = {
      ...destination,
      key: world.member.key,
      blobId: crypto.randomUUID(),
      name: 'foto.jpg',
      mediaType: 'image/jpeg',
      size: content.length,
      shownReaders,
    };
    const { file, grants } = await world.engine.startSealFile(request);
    const chunk = await world.engine.sealChunk({ file, index: 0, bytes: content });
    const { size } = await world.engine.finishSealFile({ file });
    const pkesk =
      grants.find(({ keyFingerprint }) => keyFingerprint === responder.fingerprint)?.pkesk ?? new Uint8Array();
    const { status, stdout } = gnupg.run(['--passphrase', passphrase, '--decrypt'], joinMessage([pkesk], chunk.seipd));
    expect(status).toBe(0);
    expect(Buffer.compare(stdout.subarray(0, size), content)).toBe(0);
    expect(stdout.subarray(size).every((octet) => octet === 0)).toBe(true);
  });

  it('a roster signed here verifies there, once the notation is known to it', async () => {
    const { roster: signed } = await evidenceFor(world);
    for (const root of world.roots) gnupg.run(['--import'], root.publicKey);
    const data = gnupg.file('roster.json', signed.bytes);
    const signature = gnupg.file('roster.asc', String(signed.signatures[0]));
    const known = gnupg.run(['--known-notation', CONTEXT_NOTATION, '--verify', signature, data]);
    expect(known.status).toBe(0);
    expect(known.stderr).toMatch(/Good signature/);
    expect(gnupg.run(['--verify', signature, data]).status).not.toBe(0);
  });

  it('a roster signed there by two roots counts here, and one signed for something else does not', async () => {
    const keys = ['root-a', 'root-b'].map((name) => {
      expect(gnupg.run(['--passphrase', '', '--quick-generate-key', name, 'ed25519', 'cert,sign', '2y']).status).toBe(
        0,
      );
      return { name, publicKey: copyBytes(gnupg.run(['--export', name]).stdout) };
    });
    const members = keys.map(({ publicKey }) => {
      const inspected = inspectPublicKey(publicKey);
      return { fingerprint: inspected.ok ? inspected.fingerprint : '', keySha256: sha256Hex(publicKey) };
    });
    const rootSet = toSignedBytes({ ...world.rootSet, members });
    const bytes = toSignedBytes(world.roster);
    const data = gnupg.file('to-sign.json', bytes);
    const signWith = (purpose: string): Buffer[] =>
      keys.map(
        ({ name }) =>
          gnupg.run([
            '--passphrase',
            '',
            '--local-user',
            name,
            '--digest-algo',
            'SHA512',
            '--sig-notation',
            `!${CONTEXT_NOTATION}=${purpose}`,
            '--output',
            '-',
            '--detach-sign',
            data,
          ]).stdout,
      );
    const evidence = async (purpose: string) =>
      evidenceFor(world, world.roster, {
        roster: { bytes, signatures: signWith(purpose) },
        rootSets: [{ bytes: rootSet, signatures: [] }],
        rootKeys: keys.map(({ publicKey }) => publicKey),
        pinned: { first: sha256Hex(rootSet), latest: sha256Hex(rootSet) },
      });
    expect(await world.engine.verifyRoster(await evidence('responder-roster.v1'))).toMatchObject({ ok: true });
    expect(await world.engine.verifyRoster(await evidence('roots.v1'))).toMatchObject({
      ok: false,
      problem: 'wrong_purpose',
    });
  });

  it('a key signed with SHA-1 there is refused here', async () => {
    const weak = [
      '--passphrase',
      '',
      '--cert-digest-algo',
      'SHA1',
      '--quick-generate-key',
      'weak',
      'rsa3072',
      'default',
      '1y',
    ];
    expect(gnupg.run(weak).status).toBe(0);
    const publicKey = copyBytes(gnupg.run(['--export', 'weak']).stdout);
    expect(await world.engine.checkPublicKey({ key: publicKey })).toEqual({ ok: false, reason: 'sha1_self_signature' });
  });

  it('a key made there is accepted here, reads entries here, and comes along as a kit', async () => {
    expect(
      gnupg.run(['--passphrase', passphrase, '--quick-generate-key', 'brought-along', 'rsa3072', 'cert,sign', '1y'])
        .status,
    ).toBe(0);
    const listing = gnupg.run(['--with-colons', '--list-keys', 'brought-along']).stdout.toString();
    const fingerprint = /^fpr:::::::::([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '';
    expect(
      gnupg.run(['--passphrase', passphrase, '--quick-add-key', fingerprint, 'rsa3072', 'encr', '1y']).status,
    ).toBe(0);
    const publicKey = copyBytes(gnupg.run(['--export', fingerprint]).stdout);
    const checked = await world.engine.checkPublicKey({ key: publicKey });
    expect(checked).toMatchObject({ ok: true, fingerprint: fingerprint.toLowerCase(), publicKey });
    const inspected = inspectPublicKey(publicKey, new Date('2026-11-22T11:00:00Z'));
    expect(inspected).toMatchObject({
      ok: true,
      encryptionSubkeyIds: [checked.ok && checked.encryptionSubkeyId],
      keySha256: sha256Hex(publicKey),
    });
    const kit = gnupg
      .run(['--passphrase', passphrase, '--armor', '--export-secret-keys', fingerprint])
      .stdout.toString();
    const restored = await world.engine.restoreFromKit({
      armored: kit,
      kitPassphrase: passphrase,
      vaultPassphrase: passphrase,
      kdf: 'iterated',
    });
    const caseId = caseIdFor(restored.keySha256, CASE_NONCE);
    const sealed = await seal(world, roster.ref, {
      author: restored,
      draft: REPORT,
      change: { caseId, participants: [restored.publicKey] },
    });
    const request = opening(world, roster.ref, responder, sealed, { participants: [] });
    expect(await world.engine.openEntry({ ...request, expected: { ...request.expected, caseId } })).toMatchObject({
      ok: true,
      findings: [],
    });
    expect(gnupg.run(['--passphrase', passphrase, '--decrypt'], downloadFor(sealed, restored)).status).toBe(0);
  });
});
