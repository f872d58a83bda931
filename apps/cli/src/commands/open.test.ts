import { readFileSync, writeFileSync } from 'node:fs';
import { caseIdFor, joinMessage, newCaseNonce, type UnlockedKey, type VerifiedRoster } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import type { EntryDraft } from '@sos/domain';

import { readCeremony } from '../ceremony/folder.js';
import { unlockKeyFile } from '../ceremony/keys.js';
import { verifyCeremony } from '../ceremony/verify.js';
import { openBench, type Bench } from '../testing/bench.js';
import { makeCeremony, type TestCeremony } from '../testing/ceremony.js';

const NONCE = newCaseNonce();
const REPORT: EntryDraft = {
  kind: 'report',
  body: { severity: 'high', answers: { what: 'Amenazas\u001b[2J', people: 3 }, caseNonce: NONCE },
};

let bench: Bench;
let ceremony: TestCeremony;
let seal: (draft: EntryDraft, author: 'member' | 'responder') => Promise<string>;

/** Seals as the app does, and keeps what the first responder would download. */
async function prepareSealing(): Promise<typeof seal> {
  const engine = createEngine();
  const { verdicts } = await verifyCeremony(engine, readCeremony(ceremony.folder));
  const [roster] = verdicts as [VerifiedRoster]; // the ceremony has one
  const [heron] = ceremony.responders;
  const responder = await unlockKeyFile(engine, heron?.privateKey ?? '', heron?.passphrase ?? '');
  const member = await engine.generateKey();
  const destination = {
    roster: roster.ref,
    teamId: 'response',
    audience: 'case' as const,
    participants: [member.publicKey],
  };
  const shownReaders = (await engine.planReaders(destination)).map(({ keySha256 }) => keySha256);
  const keys: Readonly<Record<'member' | 'responder', UnlockedKey>> = { member, responder };
  return async (draft, author) => {
    const entryId = crypto.randomUUID();
    const bound = {
      caseId: caseIdFor(member.keySha256, NONCE),
      entryId,
      sequence: 1,
      heads: [],
      build: 'test',
      shownReaders,
    };
    const sealed = await engine.sealEntry({ ...destination, ...bound, key: keys[author].key, draft });
    const grant = sealed.grants.find(({ keyFingerprint }) => keyFingerprint === responder.fingerprint);
    const file = bench.path(`${entryId}.pgp`);
    writeFileSync(file, joinMessage([grant?.pkesk ?? new Uint8Array()], sealed.seipd));
    return file;
  };
}

beforeAll(async () => {
  bench = openBench();
  ceremony = await makeCeremony(bench);
  seal = await prepareSealing();
}, 60_000);
afterAll(() => bench.close());

const kitOf = (holder = ceremony.responders[0]): string[] => [
  '--kit',
  holder?.privateKey ?? '',
  '--passphrase-file',
  holder?.passphraseFile ?? '',
];

describe('sos open', () => {
  it('prints what was written, without padding, and says that the author was not checked', async () => {
    const { code, out, warnings } = await bench.sos('open', await seal(REPORT, 'member'), ...kitOf());
    expect(code).toBe(0);
    expect(out).toContain('Level: high\nwhat: Amenazas\ufffd[2J\npeople: 3');
    expect(out.length).toBeLessThan(300);
    expect(warnings).toMatch(/^Authorship was NOT checked/);
  });

  it('checks the author against the roster when it is given', async () => {
    const { code, out, warnings } = await bench.sos(
      'open',
      await seal({ kind: 'message', body: { text: 'Estamos con ustedes.' } }, 'responder'),
      ...kitOf(),
      '--roster',
      ceremony.folder,
    );
    expect({ code, end: out.split('\n').at(-1) }).toEqual({ code: 0, end: 'Estamos con ustedes.' });
    expect(warnings).toMatch(
      /^Authorship was checked: signed by (?:[0-9A-F]{4} ?){10}, responder\.\nIts readers were not checked/,
    );
  });

  it('needs the first report to know who the member is', async () => {
    const report = await seal(REPORT, 'member');
    const reply = await seal({ kind: 'message', body: { text: 'Gracias.' } }, 'member');
    const unknown = await bench.sos('open', reply, ...kitOf(), '--roster', ceremony.folder);
    expect(unknown).toMatchObject({
      code: 1,
      out: '',
      warnings: expect.stringContaining('name their first report with --report'),
    });
    const known = await bench.sos('open', reply, ...kitOf(), '--roster', ceremony.folder, '--report', report);
    expect(known).toMatchObject({ code: 0, warnings: expect.stringMatching(/^Authorship was checked: .*, member\.$/) });
    expect((await bench.sos('open', report, ...kitOf(), '--roster', ceremony.folder)).warnings).toContain(
      'the key the report itself carries',
    );
  });

  it('refuses what was changed, and what is for somebody else', async () => {
    const file = await seal(REPORT, 'member');
    expect((await bench.sos('open', file, ...kitOf(ceremony.responders[1]))).warnings).toContain(
      'it is not addressed to this key',
    );
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
    writeFileSync(file, bytes);
    expect(await bench.sos('open', file, ...kitOf())).toMatchObject({
      code: 1,
      out: '',
      warnings: expect.stringContaining('it was changed after it was written'),
    });
  });
});
