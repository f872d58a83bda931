import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { BREACHED_PASSWORDS } from '@sos/domain';

import { run } from '../run.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'sos-passwords-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hashOf = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase();

async function importing(lines: readonly string[], ...more: string[]) {
  const source = path.join(folder, 'list.txt');
  writeFileSync(source, lines.join('\r\n'));
  const said: string[] = [];
  const tell = (line: string) => void said.push(line);
  const code = await run(['passwords', 'import', source, '--data', folder, ...more], {
    say: tell,
    warn: tell,
    now: () => new Date(),
    env: {},
    ask: () => Promise.reject(new Error('asked')),
    askSecret: () => Promise.reject(new Error('asked')),
    fetch: () => Promise.reject(new Error('not reached')),
    download: () => Promise.reject(new Error('not reached')),
    openDatabase: () => Promise.reject(new Error('opened')),
  });
  return { code, said: said.join('\n') };
}

const stored = () => readFileSync(path.join(folder, BREACHED_PASSWORDS.file));

test('keeps the head of each hash in order, once, and leaves out what is rare', async () => {
  const hashes = ['one', 'two', 'three'].map(hashOf).sort();
  const lines = hashes.flatMap((hash, index) => [`${hash}:${index + 1}`, `${hash}:${index + 1}`]);
  expect(await importing(lines, '--seen', '2')).toEqual({ code: 0, said: '2 passwords are refused from now on.' });
  const { mark, recordBytes, file } = BREACHED_PASSWORDS;
  expect(stored().subarray(0, mark.length).toString()).toBe(mark);
  expect(stored().subarray(mark.length).toString('hex').toUpperCase()).toBe(
    hashes
      .slice(1)
      .map((hash) => hash.slice(0, recordBytes * 2))
      .join(''),
  );
  expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
});

test('a list out of order, or of something else, changes nothing', async () => {
  await importing([`${hashOf('one')}:1`]);
  const before = stored();
  const [low = '', high = ''] = ['one', 'two'].map(hashOf).sort();
  expect(await importing([`${high}:1`, `${low}:1`])).toMatchObject({ code: 1, said: expect.stringContaining('order') });
  expect(await importing(['password'])).toMatchObject({
    code: 1,
    said: 'Line 1 is no SHA-1 with a count, as HASH:COUNT.',
  });
  expect(await importing([])).toMatchObject({ code: 1 });
  expect(stored()).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual([BREACHED_PASSWORDS.file, 'list.txt']);
});
