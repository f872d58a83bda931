import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compareSnapshots, describeChange, restoreSnapshot, takeSnapshot } from './snapshot.mjs';

describe('a snapshot of generated files', () => {
  let folder;
  const file = (name) => path.join(folder, name);
  const look = () => takeSnapshot([folder], (name) => name.endsWith('.generated.ts'));

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'sos-snapshot-'));
    writeFileSync(file('a.generated.ts'), 'one\ntwo\n');
    writeFileSync(file('b.generated.ts'), 'same\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('sees nothing where nothing changed, also when a file was written again', () => {
    const before = look();
    writeFileSync(file('a.generated.ts'), 'one\ntwo\n');
    writeFileSync(file('unrelated.ts'), 'x');
    expect(compareSnapshots(before, look())).toEqual([]);
  });

  it('sees changed, new and missing files, says how, and puts them back', () => {
    const before = look();
    writeFileSync(file('a.generated.ts'), 'one\nthree\n');
    writeFileSync(file('c.generated.ts'), 'new\n');
    rmSync(file('b.generated.ts'));
    const changes = compareSnapshots(before, look());
    expect(changes.map(({ change }) => change)).toEqual(['changed', 'gone', 'new']);
    expect(describeChange(changes[0])).toBe(`${file('a.generated.ts')}: changed\n  - two\n  + three`);
    restoreSnapshot(changes);
    expect(readFileSync(file('a.generated.ts'), 'utf8')).toBe('one\ntwo\n');
    expect(existsSync(file('b.generated.ts'))).toBe(true);
    expect(existsSync(file('c.generated.ts'))).toBe(false);
  });
});
