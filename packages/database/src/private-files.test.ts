import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { makePrivateFolder, writePrivateFile } from './private-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-private-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const modeOf = (file: string) => statSync(file).mode & 0o777;

it('closes a new folder, an empty one and a data folder', () => {
  makePrivateFolder(path.join(folder, 'a', 'b'));
  expect(modeOf(path.join(folder, 'a', 'b'))).toBe(0o700);
  rmSync(path.join(folder, 'a'), { recursive: true });
  makePrivateFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, 'secrets.json'), '');
  makePrivateFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
});

it('leaves a folder with other things in it open to those who use it', () => {
  writeFileSync(path.join(folder, 'somebody else’s'), '');
  makePrivateFolder(folder);
  expect(modeOf(folder)).toBe(0o755);
});

it('replaces a file whole, for its owner alone, and leaves nothing beside it', () => {
  const file = path.join(folder, 'f');
  writePrivateFile(file, 'one');
  writePrivateFile(file, 'two');
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(modeOf(file)).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['f']);
});

it('says in one sentence why a folder cannot be used', () => {
  writeFileSync(path.join(folder, 'file'), '');
  expect(() => makePrivateFolder(path.join(folder, 'file', 'below'))).toThrow(
    /^The data folder .* cannot be used: .*\.$/,
  );
});
