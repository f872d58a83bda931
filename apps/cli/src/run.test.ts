import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { loadSecrets } from '@sos/database';

import { openBench, type Bench } from './testing/bench.js';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.close());

describe('sos', () => {
  it('explains itself when asked, and on nothing at all', async () => {
    const helped = await bench.sos('help');
    expect(helped).toMatchObject({ code: 0, warnings: '' });
    expect(helped.out).toContain('sos roster publish FOLDER');
    expect(await bench.sos()).toEqual(helped);
    expect((await bench.sos('roster', 'init', '--help')).out).toContain('sos roster init FOLDER --threshold N');
  });

  it.each([
    [['roster', 'burn'], 'There is no command "roster burn".'],
    [['secrets', 'init'], 'A file or folder is missing.'],
    [['secrets', 'init', 'a', 'b'], '"b" is one argument too many.'],
    [['key', 'new', 'somewhere'], '--name is missing.'],
    [['key', 'new', 'somewhere', '--name', 'Ana María'], '--name is small letters'],
    [['key', 'new', 'somewhere', '--nmae', 'x'], "Unknown option '--nmae'"],
    [['roster', 'init', 'somewhere', 'a.asc', '--threshold', '2'], '--threshold is a number from 1 to 1'],
    [['roster', 'sign'], 'A file or folder is missing.'],
    [['roster', 'add', 'somewhere', 'a.asc'], 'is not PUBLIC.asc:ROLE'],
    [['roster', 'recovery', 'split', 'x', '--threshold', '1', '--shares', '3'], '--threshold is a number from 2'],
    [['roster', 'publish', 'somewhere', '--database', '/tmp/x'], 'holds no root set'],
    [['key', 'fetch', 'a.asc', '--address', 'a@b.org'], 'Name the database'],
    [['key', 'fetch', 'a.asc', '--address', 'a@b.org', '--database', 'mysql://x'], 'The database is named as'],
  ])('answers %j with a sentence and a code that is not 0', async (args, sentence) => {
    const { code, out, warnings } = await bench.sos(...args);
    expect(warnings).toContain(sentence);
    expect(out).toBe('');
    expect(code).toBe(sentence.includes('holds no') ? 1 : 2);
  });

  it.each([
    [['roster', 'sign', 'NOWHERE'], 'does not exist.'],
    [['roster', 'sign', 'TEXT'], 'is no root set, roster or suspension'],
    [['roster', 'init', 'FOLDER', '--threshold', '1', 'TEXT'], 'cannot be used: it is not an OpenPGP key.'],
    [['open', 'TEXT', '--kit', 'TEXT', '--passphrase-file', 'TEXT'], 'not a locked private key, or it is damaged'],
    [['open', 'TEXT', '--kit', 'TEXT'], 'nobody is there to be asked'],
  ])('says what is wrong with a file: %j', async (args, sentence) => {
    writeFileSync(bench.path('text'), 'nothing of the sort');
    const names: Readonly<Record<string, string>> = {
      NOWHERE: bench.path('nowhere'),
      TEXT: bench.path('text'),
      FOLDER: bench.path('new'),
    };
    const { code, warnings } = await bench.sos(...args.map((word) => names[word] ?? word));
    expect(warnings).toContain(sentence);
    expect(code).toBe(1);
  });
});

describe('sos secrets init', () => {
  it('makes secrets that production takes, for their owner alone, and never makes them again', async () => {
    const file = bench.path('secrets.json');
    const said = await bench.done('secrets', 'init', file);
    const content = readFileSync(file, 'utf8');
    const { wrappingKey } = JSON.parse(content) as { wrappingKey: string };
    expect(said).not.toContain(wrappingKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(loadSecrets(bench.folder, 'production', file).demo).toBe(false);
    expect(await bench.sos('secrets', 'init', file)).toMatchObject({
      code: 1,
      warnings: expect.stringContaining('is there already'),
    });
    expect(readFileSync(file, 'utf8')).toBe(content);
  });
});
