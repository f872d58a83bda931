import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { parseRoster } from '@sos/domain';

import { openBench, type Bench } from '../testing/bench.js';
import { makeCeremony, type TestCeremony } from '../testing/ceremony.js';

const DAY_MS = 86_400_000;

let bench: Bench;
let ceremony: TestCeremony;
const inside = (name: string): string => bench.path('ceremony', name);
const find = (pattern: RegExp): string => inside(readdirSync(ceremony.folder).find((name) => pattern.test(name)) ?? '');
const verify = () => bench.sos('roster', 'verify', ceremony.folder);

/** The ceremony as it was made: keys take long to lock, and every test may change what it likes. */
let untouched: string;

beforeAll(async () => {
  bench = openBench();
  ceremony = await makeCeremony(bench);
  untouched = `${bench.folder}-untouched`;
  cpSync(bench.folder, untouched, { recursive: true });
}, 60_000);
beforeEach(() => {
  rmSync(bench.folder, { recursive: true });
  cpSync(untouched, bench.folder, { recursive: true });
  bench.now = new Date();
});
afterAll(() => {
  rmSync(untouched, { recursive: true });
  bench.close();
});

function holders(file: string) {
  return parseRoster(Uint8Array.from(readFileSync(file)))?.teams[0]?.holders ?? [];
}

async function makeNext(responders: readonly { publicKey: string }[]): Promise<string> {
  const named = responders.flatMap(({ publicKey }) => ['--holder', `${publicKey}:responder`]);
  const base = ['--roots', ceremony.folder, '--team', 'response', '--previous', inside('roster-1.json')];
  return bench.done('roster', 'make', inside('roster-2.json'), ...base, ...named);
}

describe('a ceremony', () => {
  it('verifies, and says who is in it and what to build with', async () => {
    const { code, out } = await verify();
    expect(code).toBe(0);
    expect(out).toContain('Root set 1: 2 of 2 must sign.');
    expect(out.match(/ {2}responder of response/g)).toHaveLength(2);
    expect(out.match(/signed by/g)).toHaveLength(4);
    const [, first, latest] = /SOS_PINNED_ROOTS=([0-9a-f]{64}),([0-9a-f]{64})$/m.exec(out) ?? [];
    expect(first).toBe(latest);
  });

  it('leaves private files to their owner, and no passphrase in any of them', () => {
    const [root] = ceremony.roots;
    for (const file of [root?.privateKey ?? '', bench.path('oak.vault.json'), inside('roots-1.json')]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).not.toContain(root?.passphrase);
    }
  });

  it('signs with the vault as well as with the locked key', async () => {
    rmSync(find(/^roster-1\.json\..*asc$/));
    expect((await verify()).warnings).toContain('has 1 of the 2 signatures it needs from root set 1');
    for (const name of ['oak', 'elm'])
      await bench.sos(
        'sign',
        'roster',
        inside('roster-1.json'),
        '--key',
        bench.path(`${name}.vault.json`),
        '--passphrase-file',
        bench.path(`${name}.words`),
      );
    expect((await verify()).code).toBe(0);
  });

  it('refuses a wrong passphrase, and a second signature by the same key', async () => {
    const [oak, elm] = ceremony.roots;
    const sign = (words = '') =>
      bench.sos('sign', 'roots', inside('roots-1.json'), '--key', oak?.privateKey ?? '', '--passphrase-file', words);
    expect(await sign(elm?.passphraseFile)).toMatchObject({
      code: 1,
      warnings: 'The passphrase does not open this key.',
    });
    expect((await sign(oak?.passphraseFile)).warnings).toContain('this key has signed');
  });

  it('prints the command for GnuPG without asking for a key', async () => {
    const out = await bench.done('sign', 'roster', inside('roster-1.json'));
    expect(out).toContain("--sig-notation '!context@sos.example=responder-roster.v1'");
    expect((await bench.sos('sign', 'roots', inside('roster-1.json'))).warnings).toContain('is not a root set');
  });
});

describe('what is not as it was signed', () => {
  it.each([
    [
      'a document with one letter changed',
      () =>
        writeFileSync(
          inside('roster-1.json'),
          readFileSync(inside('roster-1.json'), 'utf8').replace('"response"', '"responsa"'),
        ),
      'is not a good signature',
    ],
    [
      'a document that was formatted',
      () => writeFileSync(inside('roots-1.json'), `${readFileSync(inside('roots-1.json'), 'utf8')}\n`),
      'was changed after it was made',
    ],
    [
      'a signature for another purpose',
      () => writeFileSync(find(/^roster-1\.json\..*asc$/), readFileSync(find(/^roots-1\.json\..*asc$/))),
      'is not a good signature',
    ],
    [
      'a binary signature',
      () => writeFileSync(inside('roster-1.json.sig'), Uint8Array.of(1, 2)),
      'is not an armored signature',
    ],
    [
      'a root’s key that is gone',
      () => rmSync(inside('keys'), { recursive: true }),
      'lacks the public key of the root',
    ],
    ['a root set that is gone', () => rmSync(inside('roots-1.json')), 'holds no root set'],
    ['a file of another kind', () => writeFileSync(inside('notes.json'), '{}'), 'neither a root set nor a roster'],
  ])('%s is refused', async (_what, change, sentence) => {
    change();
    const { code, out, warnings } = await verify();
    expect(warnings).toContain(sentence);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('a signature by somebody who is no root is refused', async () => {
    const [heron] = ceremony.responders;
    if (heron) await ceremony.sign('roster', 'roster-1.json', [heron]);
    expect((await verify()).warnings).toContain('is not by one of the roots');
  });

  it('a roster that has run out is refused', async () => {
    bench.now = new Date(bench.now.getTime() + 76 * DAY_MS);
    expect((await verify()).warnings).toContain('it has run out: make the next one');
  });
});

describe('the next roster', () => {
  it('keeps the day on which people began, and ends who has left', async () => {
    const [heron] = ceremony.responders;
    const before = holders(inside('roster-1.json'));
    bench.now = new Date(bench.now.getTime() + 20 * DAY_MS);
    const owl = await bench.makeKey('owl');
    await makeNext([...(heron ? [heron] : []), owl]);
    await ceremony.sign('roster', 'roster-2.json');
    expect((await verify()).out).toContain('Roster 2, issued');
    const [first, second, third] = holders(inside('roster-2.json'));
    expect(first).toEqual(before[0]);
    expect(second).toMatchObject({ until: null, status: 'active' });
    expect(third).toMatchObject({ fingerprint: before[1]?.fingerprint, from: before[1]?.from });
    expect(third?.until).toBe(second?.from);
  });

  it('has to name the one before it, and follows the newest only', async () => {
    const [heron] = ceremony.responders;
    const args = ['--roots', ceremony.folder, '--team', 'response', '--holder', `${heron?.publicKey ?? ''}:responder`];
    expect((await bench.sos('roster', 'make', inside('roster-2.json'), ...args)).warnings).toContain(
      'name it with --previous',
    );
    await makeNext(ceremony.responders);
    await ceremony.sign('roster', 'roster-2.json');
    const again = await bench.sos(
      'roster',
      'make',
      inside('roster-3.json'),
      ...args,
      '--previous',
      inside('roster-1.json'),
    );
    expect(again.warnings).toContain('the newest in');
    renameSync(inside('roster-1.json'), bench.path('roster-1.json'));
    expect((await verify()).warnings).toContain('roster 1 is missing');
  });
});

describe('the next root set', () => {
  it('needs the old roots and the new ones, and a roster of its own', async () => {
    const ash = await bench.makeKey('ash');
    const [oak, elm] = ceremony.roots;
    if (!oak || !elm) throw new Error('the ceremony lacks its roots');
    await bench.done('roots', 'make', ceremony.folder, '--threshold', '2', oak.publicKey, ash.publicKey);
    const tooSoon = await bench.sos('roots', 'make', ceremony.folder, '--threshold', '1', ash.publicKey);
    expect(tooSoon.warnings).toContain('is not signed yet');
    await ceremony.sign('roots', 'roots-2.json', [oak, ash]);
    expect((await verify()).warnings).toContain('has 1 of the 2 signatures it needs from root set 1');
    await ceremony.sign('roots', 'roots-2.json', [elm]);
    expect((await verify()).warnings).toContain('its roots have been replaced');
    await makeNext(ceremony.responders);
    await ceremony.sign('roster', 'roster-2.json', [oak, ash]);
    expect((await verify()).code).toBe(0);
  });
});
