import { BREACHED_PASSWORDS } from '@sos/domain';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { faultOfPassword, isBreached } from './password-policy.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'sos-policy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { file, mark, recordBytes } = BREACHED_PASSWORDS;
const headOf = (password: string) => createHash('sha1').update(password).digest().subarray(0, recordBytes);

function write(passwords: readonly string[]): void {
  const records = passwords.map(headOf).sort((one, other) => one.compare(other));
  writeFileSync(path.join(folder, file), Buffer.concat([Buffer.from(mark), ...records]));
}

test('every password on the list is found, and no other, in lists of every length', async () => {
  for (const length of [0, 1, 2, 3, 100, 1001]) {
    const passwords = Array.from({ length }, (_, index) => `lost ${index}`);
    write(passwords);
    const found = await Promise.all(passwords.map((password) => isBreached(folder, password)));
    expect(found.every(Boolean)).toBe(true);
    expect(await isBreached(folder, 'never lost')).toBe(false);
  }
});

test('a strong password that others have lost is refused; where there is no list nobody knows', async () => {
  const password = 'ratón-puerta-lluvia-siete';
  expect(await faultOfPassword(folder, password, [])).toBeNull();
  write([password]);
  expect(await faultOfPassword(folder, password, [])).toBe('breached');
  expect(await faultOfPassword(folder, 'contraseña2024', [])).toBe('easy');
});

test('a list that is none of ours, or cut off, is not taken for an empty one', async () => {
  writeFileSync(path.join(folder, file), 'something else altogether, of some length');
  await expect(isBreached(folder, 'x')).rejects.toThrow('not one of ours');
});
