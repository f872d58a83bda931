import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toSignedBytes } from '@sos/domain';
import { copyBytes, randomBytes } from './bytes.js';
import { openBackupReader, openBackupRecipient, type ByteStream } from './engine-backup.js';
import { armorPublicKey } from './engine-public-key.js';
import { CONTEXT_NOTATION } from './engine.js';
import { joinMessage } from './framing.js';
import { cellsOf, toMarkdown, type MatrixTable } from './testing/interop-report.js';
import { openGnupgTool, openSequoiaTool, type GnupgTool, type Kit, type SequoiaTool } from './testing/interop-tools.js';
import { foreignKits, type ForeignKit } from './testing/interop-keys.js';
import { signatureCases, type SignatureCase } from './testing/interop-signatures.js';
import { destinationOf, downloadFor, opening, REPORT, seal } from './testing/sealing.js';
import { createWorld, daysFrom, evidenceFor, holderOf, rosterOf, TEAM, type World } from './testing/world.js';
import type { SigningPurpose, UnlockedKey, VerifiedRoster } from './types.js';

/**
 * Every kind of thing we write or take in, against the real GnuPG and the real Sequoia, at the real time. What was found is printed, and
 * must be what docs/interoperability.md says (`pnpm interop` writes it).
 */
const DOCUMENT = join(__dirname, '../../../docs/interoperability.md');

const PURPOSES = [
  'responder-roster.v1',
  'roots.v1',
  'suspend.v1',
  'grant.v1',
  'grant-verdict.v1',
  'succession.v1',
  'enrol.v1',
  'member-key.v1',
  'permit.v1',
  'release-manifest.v1',
] as const satisfies readonly SigningPurpose[];
type Missing = Exclude<SigningPurpose, (typeof PURPOSES)[number]>;
/** A purpose that is added and not tried here does not compile. */
const nothingMissing: [Missing] extends [never] ? true : Missing = true;

const found: Record<'written' | 'taken' | 'signatures', string[][]> = { written: [], taken: [], signatures: [] };

function streamOf(bytes: Uint8Array): ByteStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(copyBytes(bytes));
      controller.close();
    },
  });
}

async function collect(stream: ByteStream): Promise<Buffer> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  return Buffer.concat(pieces);
}

describe('GnuPG, Sequoia and we', () => {
  const start = new Date();
  let world: World;
  let roster: VerifiedRoster;
  let responder: UnlockedKey;
  let kit: Kit;
  let gnupg: GnupgTool;
  let sequoia: SequoiaTool;
  let foreign: readonly ForeignKit[];

  const evidenceNow = async (from = world.roster, change = {}) =>
    evidenceFor(world, from, { buildDate: daysFrom(start, -20), ...change });

  async function verifiedNow(from = world.roster, change = {}): Promise<VerifiedRoster> {
    const verdict = await world.engine.verifyRoster(await evidenceNow(from, change));
    if (!verdict.ok) throw new Error(verdict.problem);
    return verdict;
  }

  beforeAll(async () => {
    world = await createWorld(start);
    roster = await verifiedNow();
    responder = world.responders[0] ?? world.member;
    const passphrase = await world.engine.generatePassphrase();
    kit = { passphrase, armored: await world.engine.exportRecoveryKit({ key: responder.key, passphrase }) };
    gnupg = openGnupgTool();
    sequoia = openSequoiaTool();
    foreign = foreignKits(gnupg, sequoia, passphrase);
    world.setNow(new Date());
  }, 60_000);

  afterAll(() => {
    gnupg.close();
    sequoia.close();
  });

  const tools = () => [gnupg, sequoia] as const;

  /** What both tools make of a message of ours, in a word each. */
  function openBoth(kind: string, message: Uint8Array | string, expected: Uint8Array | string, signer?: Uint8Array) {
    const words = tools().map((tool) => {
      const { content, signed } = tool.open(message, kit, signer);
      const start = Buffer.from(expected);
      if (!content?.subarray(0, start.length).equals(start)) return 'DOES NOT OPEN';
      if (!signer) return 'opens';
      return signed ? 'opens, signature good' : 'opens, SIGNATURE NOT GOOD';
    });
    found.written.push([kind, ...words, '']);
    return words;
  }

  describe('what we write', () => {
    const signed = 'opens, signature good';

    it('a case entry, as it is downloaded and saved as .pgp', async () => {
      const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
      const bytes = downloadFor(sealed, responder);
      expect(openBoth('case entry (downloaded, `.pgp`)', bytes, '{"ctx":"entry.v1"', world.member.publicKey)).toEqual([
        signed,
        signed,
      ]);
    });

    it('an entry whose reader was let in later', async () => {
      const { engine, member, responders } = world;
      const only = responders.filter((one) => one !== responder);
      const held = (keys: readonly UnlockedKey[]) =>
        keys.map((key) => holderOf(key, 'responder', { from: daysFrom(start, -300) }));
      const before = await verifiedNow(rosterOf([{ id: TEAM, holders: held(only) }], datesOf(world)));
      const sealed = await seal(world, before.ref, { author: member, draft: REPORT });
      const next = { version: 2, prevSha256: before.sha256 };
      const after = await verifiedNow(
        rosterOf([{ id: TEAM, holders: held(responders) }], { ...datesOf(world), ...next }),
      );
      const writer = only[0] ?? member;
      const rewrapped = await engine.rewrapEntry({
        ...opening(world, before.ref, writer, sealed),
        rosters: [after.ref, before.ref],
        roster: after.ref,
        grantees: [responder.fingerprint],
      });
      if (!rewrapped.ok) throw new Error(rewrapped.refusal);
      const bytes = joinMessage([rewrapped.grants[0]?.pkesk ?? new Uint8Array()], sealed.seipd);
      expect(openBoth('entry with a grant added later', bytes, '{"ctx":"entry.v1"', member.publicKey)).toEqual([
        signed,
        signed,
      ]);
    });

    it('a chunk of an attachment behind its grant', async () => {
      const content = randomBytes(5000);
      const destination = destinationOf(world, roster.ref, 'case');
      const shownReaders = (await world.engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
      const { file, grants } = await world.engine.startSealFile({
        ...destination,
        key: world.member.key,
        blobId: crypto.randomUUID(),
        name: 'foto.jpg',
        mediaType: 'image/jpeg',
        size: content.length,
        shownReaders,
      });
      const { seipd } = await world.engine.sealChunk({ file, index: 0, bytes: content });
      const own = grants.find(({ keyFingerprint }) => keyFingerprint === responder.fingerprint);
      const bytes = joinMessage([own?.pkesk ?? new Uint8Array()], seipd);
      expect(openBoth('chunk of an attachment', bytes, content)).toEqual(['opens', 'opens']);
    });

    it('drafts, enrolment words and backups', async () => {
      const text = new TextEncoder().encode('borrador');
      const draft = await world.engine.sealDraft({ publicKey: responder.publicKey, bytes: text });
      expect(openBoth('draft', draft, Uint8Array.of(0, 0, 0, text.length, ...text))).toEqual(['opens', 'opens']);
      const words = tools().map(async (tool) => {
        const { canary, armored } = await world.engine.sealCanary({ publicKey: responder.publicKey });
        const read = tool.open(armored, kit).content?.toString() ?? '';
        return (await world.engine.checkCanary({ canary, words: read })) ? 'opens' : 'DOES NOT OPEN';
      });
      found.written.push(['enrolment words (canary)', ...(await Promise.all(words)), '']);
      expect(await Promise.all(words)).toEqual(['opens', 'opens']);
      const recipient = await openBackupRecipient(responder.publicKey, new Date());
      if (!recipient.ok) throw new Error(recipient.reason);
      const plain = randomBytes(100_000);
      const backup = await collect(await recipient.encrypt(streamOf(plain)));
      expect(openBoth('backup file', backup, plain)).toEqual(['opens', 'opens']);
    });

    it('keys: the recovery kit and the public key', () => {
      const keys = { 'recovery kit': kit.armored, 'public key': armorPublicKey(responder.publicKey) };
      for (const [kind, key] of Object.entries(keys)) {
        const words = tools().map((tool) => (tool.readKey(key) === responder.fingerprint ? 'read' : 'NOT READ'));
        found.written.push([kind, ...words, kind === 'recovery kit' ? 'every message above was opened with it' : '']);
        expect(words).toEqual(['read', 'read']);
      }
    });

    it.each(PURPOSES)('a detached signature for %s', async (purpose) => {
      const bytes = toSignedBytes({ ctx: purpose, what: 'signed here' });
      const signature = await world.engine.signForPurpose({ key: responder.key, bytes, purpose });
      const signedHere = { bytes, signature, signer: responder.publicKey };
      const words = tools().map((tool) => (tool.isGood(signedHere, purpose) ? 'verifies' : 'DOES NOT VERIFY'));
      found.written.push([`detached signature, \`${purpose}\``, ...words, 'with the notation named, see above']);
      expect(words).toEqual(['verifies', 'verifies']);
    });

    it('no purpose is left out', () => expect(nothingMissing).toBe(true));
  });

  describe('what they write', () => {
    /** Accepted, written to, opened there, and its private half brought along. */
    async function tryKey({ tool, publicKey, armored, passphrase }: ForeignKit): Promise<string> {
      const checked = await world.engine.checkPublicKey({ key: publicKey });
      if (!checked.ok) return `refused: ${checked.reason}`;
      const { armored: message } = await world.engine.sealCanary({ publicKey: checked.publicKey });
      const asked = tool === 'GnuPG' ? gnupg : sequoia;
      if (!asked.open(message, { armored, passphrase }).content) return 'DOES NOT OPEN THERE';
      const unlocked = await world.engine.openKit({ armored, passphrase });
      return unlocked.fingerprint === checked.fingerprint ? 'accepted' : 'NOT BROUGHT ALONG';
    }

    it.each(['Curve25519', 'NIST P-256', 'RSA 3072', 'signed with SHA-1', 'without an end'] as const)(
      'a key: %s',
      async (kind) => {
        const words = await Promise.all(
          ['GnuPG', 'Sequoia'].map(async (tool) => {
            const made = foreign.find((one) => one.kind === kind && one.tool === tool);
            return made ? tryKey(made) : 'it makes none';
          }),
        );
        const wanted = {
          Curve25519: ['accepted', 'accepted'],
          'NIST P-256': ['accepted', 'it makes none'],
          'RSA 3072': ['accepted', 'accepted'],
          'signed with SHA-1': ['refused: sha1_self_signature', 'it makes none'],
          'without an end': ['refused: no_expiry', 'refused: no_expiry'],
        }[kind];
        const remark = words.includes('accepted')
          ? 'what we encrypt to it opens there, and its private half is taken as a kit'
          : 'by the rules for keys, wherever they come from';
        found.taken.push([`key, ${kind}`, ...words, remark]);
        expect(words).toEqual(wanted);
      },
    );

    it('a message to a key of ours', async () => {
      const reader = await openBackupReader(kit.armored, kit.passphrase);
      const words = await Promise.all(
        tools().map(async (tool) => {
          const message = tool.encryptTo(responder.publicKey, 'escrito en otra parte');
          const opened = await collect(await reader.decryptProvisionally(streamOf(message)));
          return opened.toString() === 'escrito en otra parte' ? 'opens' : 'DOES NOT OPEN';
        }),
      );
      found.taken.push(['message to a key of ours', ...words, 'by what opens backups and restores them']);
      expect(words).toEqual(['opens', 'opens']);
    });

    it('the same message is no entry of a case', async () => {
      const sealed = await seal(world, roster.ref, { author: world.member, draft: REPORT });
      const words = await Promise.all(
        tools().map(async (tool) => {
          const message = copyBytes(tool.encryptTo(responder.publicKey, '{"ctx":"entry.v1"}'));
          const result = await world.engine.openEntry(opening(world, roster.ref, responder, sealed, { message }));
          return result.ok ? 'OPENS' : `refused: ${result.refusal}`;
        }),
      );
      const remark = 'on purpose: an entry has one framing and one of a few sizes, which only our client writes';
      found.taken.push(['message in the place of an entry', ...words, remark]);
      for (const word of words) expect(word).toMatch(/^refused: /);
    });
  });

  describe('who calls a signature good', () => {
    let cases: readonly SignatureCase[];
    beforeAll(() => {
      cases = signatureCases(gnupg, sequoia);
    });

    it('we agree, or the document says why not', async () => {
      for (const { name, signed, purpose, wanted, remark } of cases) {
        const publicKey = copyBytes(Buffer.from(signed.signer));
        const ours = await world.engine.verifyForPurpose({ ...signed, publicKey, purpose });
        const words = [
          ours === 'good' ? 'good' : 'bad',
          ...tools().map((tool) => (tool.isGood(signed, purpose) ? 'good' : 'bad')),
        ];
        found.signatures.push([name, ...words, remark]);
        expect({ name, words: words.join() }).toEqual({ name, words: wanted });
      }
      const unexplained = cases.filter(({ wanted, remark }) => new Set(wanted.split(',')).size > 1 && remark === '');
      // What both others refuse, we never take.
      const tooKind = cases.filter(({ wanted }) => wanted === 'good,bad,bad');
      expect([...unexplained, ...tooKind]).toEqual([]);
    });

    it('without its notation named, a good one is called bad by both', async () => {
      const bytes = toSignedBytes({ ctx: 'roots.v1' });
      const signature = await world.engine.signForPurpose({ key: responder.key, bytes, purpose: 'roots.v1' });
      gnupg.readKey(responder.publicKey);
      const [data, detached] = [gnupg.gnupg.file('plain.json', bytes), gnupg.gnupg.file('plain.asc', signature)];
      expect(gnupg.gnupg.run(['--verify', detached, data]).status).not.toBe(0);
      expect(gnupg.gnupg.run(['--known-notation', CONTEXT_NOTATION, '--verify', detached, data]).status).toBe(0);
      const cert = sequoia.sequoia.file('plain.cert', responder.publicKey);
      expect(sequoia.sequoia.sq(['verify', '--signer-cert', cert, '--detached', detached, data]).status).not.toBe(0);
    });
  });

  it('the document says what was found', () => {
    const tables: readonly MatrixTable[] = [
      { title: 'What we write', columns: ['what', 'GnuPG', 'Sequoia', 'remark'], rows: found.written },
      { title: 'What they write', columns: ['what', 'GnuPG', 'Sequoia', 'remark'], rows: found.taken },
      {
        title: 'Who calls a signature good',
        columns: ['signature', 'we', 'GnuPG', 'Sequoia', 'remark'],
        rows: found.signatures,
      },
    ];
    const markdown = toMarkdown(tables);
    process.stdout.write(`\n${gnupg.version}; ${sequoia.version}\n\n${markdown}\n`);
    const report = process.env['SOS_INTEROP_REPORT'];
    if (report !== undefined) appendFileSync(report, `${gnupg.version}; ${sequoia.version}\n\n${markdown}\n`);
    const said = readFileSync(report ?? DOCUMENT, 'utf8');
    expect(cellsOf(said)).toEqual(cellsOf(markdown));
  });
});

function datesOf({ roster: { issued, renewBy, notAfter } }: World) {
  return { issued, renewBy, notAfter };
}
