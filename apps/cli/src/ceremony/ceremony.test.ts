import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { parseRoster } from '@sos/domain';

import { openBench, type Bench } from '../testing/bench.js';
import { asResponders, makeCeremony, type TestCeremony } from '../testing/ceremony.js';

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

describe('a ceremony', () => {
  it('verifies, and says who is in it and what to build with', async () => {
    const { code, out } = await verify();
    expect(code).toBe(0);
    expect(out).toContain('Root set 1: 2 of 2 must sign.');
    expect(out.match(/ {2}responder of response/g)).toHaveLength(2);
    // Two for the root set and two for the roster, each by name, and how many of how many for the roster.
    expect(out.match(/signed by [0-9A-F]{4} /g)).toHaveLength(4);
    expect(out).toMatch(/signed by 2 roots, of 2; it takes 2/);
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
        'roster',
        'sign',
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
      bench.sos('roster', 'sign', inside('roots-1.json'), '--key', oak?.privateKey ?? '', '--passphrase-file', words);
    expect(await sign(elm?.passphraseFile)).toMatchObject({
      code: 1,
      warnings: 'The passphrase does not open this key.',
    });
    expect((await sign(oak?.passphraseFile)).warnings).toContain('this key has signed');
  });

  it('prints the command for GnuPG without asking for a key', async () => {
    const out = await bench.done('roster', 'sign', inside('roster-1.json'));
    expect(out).toContain("--sig-notation '!context@sos.example=responder-roster.v1'");
    expect(await bench.done('roster', 'sign', inside('roots-1.json'))).toContain('=roots.v1');
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
    [
      'a file of another kind',
      () => writeFileSync(inside('notes.json'), '{}'),
      'neither a root set nor a roster nor a suspension',
    ],
  ])('%s is refused', async (_what, change, sentence) => {
    change();
    const { code, out, warnings } = await verify();
    expect(warnings).toContain(sentence);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('a signature by somebody who is no root is refused', async () => {
    const [heron] = ceremony.responders;
    if (heron) await ceremony.sign('roster-1.json', [heron]);
    expect((await verify()).warnings).toContain('is not by anybody who may sign this');
  });

  it('a roster that has run out is refused', async () => {
    bench.now = new Date(bench.now.getTime() + 76 * DAY_MS);
    expect((await verify()).warnings).toContain('it has run out: make the next one');
  });
});

describe('the next roster', () => {
  it('keeps the day on which people began, and ends who has left', async () => {
    const before = holders(inside('roster-1.json'));
    bench.now = new Date(bench.now.getTime() + 20 * DAY_MS);
    const owl = await bench.makeKey('owl');
    await bench.done('roster', 'add', ceremony.folder, ...asResponders([owl]));
    await bench.done('roster', 'remove', ceremony.folder, ceremony.responders[1]?.publicKey ?? '');
    await ceremony.sign('roster-2.json');
    expect((await verify()).out).toContain('Roster 2, issued');
    const [first, second, third] = holders(inside('roster-2.json'));
    expect(first).toEqual(before[0]);
    expect(second).toMatchObject({ fingerprint: before[1]?.fingerprint, from: before[1]?.from });
    expect(third).toMatchObject({ until: null, status: 'active' });
    expect(second?.until).toBe(third?.from);
  });

  it('is amended until somebody has signed it, and then followed', async () => {
    const owl = await bench.makeKey('owl');
    await bench.done('roster', 'add', ceremony.folder, ...asResponders([owl]));
    await bench.done('roster', 'remove', ceremony.folder, owl.publicKey);
    expect(holders(inside('roster-2.json'))).toHaveLength(2);
    const again = await bench.sos('roster', 'add', ceremony.folder, ...asResponders(ceremony.responders));
    expect(again).toMatchObject({ code: 1, warnings: expect.stringContaining('is responder of response already') });
    expect((await bench.sos('roster', 'renew', ceremony.folder)).warnings).toContain('is not signed yet');
    await ceremony.sign('roster-2.json');
    bench.now = new Date(bench.now.getTime() + DAY_MS);
    expect(await bench.done('roster', 'renew', ceremony.folder)).toContain('only the dates');
    renameSync(inside('roster-1.json'), bench.path('roster-1.json'));
    expect((await verify()).warnings).toContain('roster 1 is missing');
  });

  it('signed ahead waits for its day, and what is decided meanwhile comes after it', async () => {
    const day = new Date(bench.now.getTime() + 25 * DAY_MS).toISOString().slice(0, 10);
    await bench.done('roster', 'renew', ceremony.folder, '--issued', day);
    await ceremony.sign('roster-2.json');
    expect((await verify()).code).toBe(0);
    expect((await bench.sos('roster', 'renew', ceremony.folder)).warnings).toContain('is later than what it renews');
    const owl = await bench.makeKey('owl');
    await bench.done('roster', 'add', ceremony.folder, ...asResponders([owl]));
    await ceremony.sign('roster-3.json');
    const { code, out } = await verify();
    expect({ code, threeInForce: out.includes('Roster 3, issued') }).toEqual({ code: 0, threeInForce: true });
  });

  it('keeps a suspended key out, until the roots add it again on purpose', async () => {
    const [heron, wren] = ceremony.responders;
    if (!heron || !wren) throw new Error('the ceremony lacks its responders');
    await bench.done('roster', 'suspend', ceremony.folder, heron.publicKey);
    expect((await verify()).warnings).toContain('the holder has not signed it, nor have two responders');
    await ceremony.sign('suspend-1-1.json', [wren]);
    expect((await verify()).code).toBe(1);
    await ceremony.sign('suspend-1-1.json', [heron]);
    expect((await verify()).out).toContain('Suspended since');
    bench.now = new Date(bench.now.getTime() + DAY_MS);
    const owl = await bench.makeKey('owl');
    await bench.done('roster', 'add', ceremony.folder, ...asResponders([owl]));
    const status = () => holders(inside('roster-2.json')).map((holder) => holder.status);
    expect(status()).toEqual(['suspended', 'active', 'active']);
    await bench.done('roster', 'add', ceremony.folder, ...asResponders([heron]));
    expect(status()).toEqual(['active', 'active', 'active']);
  });
});

describe('signatures that come from elsewhere', () => {
  it('go beside what they are for, and what is for nothing here is refused', async () => {
    const file = find(/^roster-1\.json\..*asc$/);
    renameSync(file, bench.path('elsewhere.asc'));
    expect((await verify()).code).toBe(1);
    expect(await bench.done('roster', 'combine', ceremony.folder, bench.path('elsewhere.asc'))).toContain(file);
    expect((await verify()).code).toBe(0);
    const { publicKey } = await bench.makeKey('owl');
    const strange = await bench.sos('roster', 'combine', ceremony.folder, publicKey);
    expect(strange).toMatchObject({ code: 1, warnings: expect.stringContaining('no good signature on anything') });
  });
});

describe('the next root set', () => {
  it('needs the old roots and the new ones, and a roster of its own', async () => {
    const ash = await bench.makeKey('ash');
    const [oak, elm] = ceremony.roots;
    if (!oak || !elm) throw new Error('the ceremony lacks its roots');
    expect((await bench.sos('roster', 'init', ceremony.folder, '--threshold', '1', ash.publicKey)).warnings).toContain(
      'has begun',
    );
    await bench.done('roster', 'roots', ceremony.folder, '--threshold', '2', oak.publicKey, ash.publicKey);
    const tooSoon = await bench.sos('roster', 'roots', ceremony.folder, '--threshold', '1', ash.publicKey);
    expect(tooSoon.warnings).toContain('is not signed yet');
    await ceremony.sign('roots-2.json', [oak, ash]);
    expect((await verify()).warnings).toContain('has 1 of the 2 signatures it needs from root set 1');
    await ceremony.sign('roots-2.json', [elm]);
    expect((await verify()).warnings).toContain('its roots have been replaced');
    bench.now = new Date(bench.now.getTime() + DAY_MS);
    await bench.done('roster', 'renew', ceremony.folder);
    await ceremony.sign('roster-2.json', [oak, ash]);
    expect((await verify()).code).toBe(0);
  });
});

describe('the recovery key', () => {
  it('is split, put together from enough parts, and refused from too few, mixed or mistyped ones', async () => {
    const split = (name: string) =>
      bench.done('roster', 'recovery', 'split', bench.path(name), '--threshold', '2', '--shares', '3');
    await split('one');
    await split('two');
    const part = (name: string, number: number): string => bench.path(name, `recovery-${number}.txt`);
    const combine = (out: string, ...parts: string[]) =>
      bench.sos('roster', 'recovery', 'combine', bench.path(out), ...parts);
    expect((await combine('few.asc', part('one', 1))).warnings).toBe('It takes 2 parts, and 1 are here.');
    expect((await combine('mixed.asc', part('one', 1), part('two', 2))).warnings).toContain('a part of another key');
    expect((await combine('twice.asc', part('one', 1), part('one', 1))).warnings).toContain('was given already');
    const typed = readFileSync(part('one', 3), 'utf8');
    const first = /^ {2}(\S+)/m.exec(typed)?.[1] ?? '';
    writeFileSync(part('one', 3), typed.replace(first, first === 'abacus' ? 'abdomen' : 'abacus'));
    expect((await combine('wrong.asc', part('one', 1), part('one', 3))).warnings).toContain('a word that is wrong');
    const { code, out } = await combine('opened.asc', part('one', 2), part('one', 1));
    const words = /^ {2}((?:\S+ ){6}\S+)$/m.exec(out)?.[1] ?? '';
    expect(code).toBe(0);
    writeFileSync(bench.path('opened.words'), words);
    await bench.done('roster', 'add', ceremony.folder, `${bench.path('one', 'recovery.public.asc')}:recovery`);
    await ceremony.sign('roster-2.json');
    expect((await verify()).out).toContain('recovery of response');
    expect(readFileSync(bench.path('opened.asc'), 'utf8')).not.toContain(words);
  });
});
