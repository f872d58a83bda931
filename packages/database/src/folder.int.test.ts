import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

import { openDatabase } from './database.js';
import { lockFolder } from './folder-lock.js';

const TSX = pathToFileURL(createRequire(path.resolve('package.json')).resolve('tsx')).href;

let folder: string;
let child: ChildProcessByStdio<Writable, Readable, null> | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-folder-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(script: string, ...args: string[]) {
  const file = path.join(__dirname, 'testing', script);
  child = spawn(process.execPath, ['--import', TSX, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, lines: createInterface({ input: child.stdout }) };
}

function killed(process: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  return new Promise((resolve) => {
    process.once('close', () => resolve());
    process.kill('SIGKILL');
  });
}

describe('the data folder', () => {
  it('keeps everything acknowledged before a kill in the middle of writing', async () => {
    const { child: writer, lines } = start('write-until-killed.ts', folder);
    const acknowledged: number[] = [];
    lines.on('line', (line) => acknowledged.push(Number(line)));
    await new Promise<void>((resolve) => {
      lines.on('line', () => acknowledged.length === 200 && resolve());
    });
    await killed(writer);

    const database = await openDatabase({ dataFolder: folder });
    const rows = await database.prisma.spentToken.findMany({ select: { expiresAt: true } });
    await database.close();
    const found = new Set(rows.map(({ expiresAt }) => expiresAt.getTime()));
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    expect(acknowledged.filter((number) => !found.has(number))).toEqual([]);
  }, 120_000);

  it('is closed to other users of the machine', async () => {
    const database = await openDatabase({ dataFolder: path.join(folder, 'new') });
    await database.close();
    expect(statSync(path.join(folder, 'new')).mode & 0o777).toBe(0o700);
  }, 60_000);

  it('has one holder, who is named to the second and gone when killed', async () => {
    const { child: holder, lines } = start('hold-folder.ts', folder, 'process 42 at http://localhost:4000');
    await new Promise((resolve) => {
      lines.once('line', resolve);
    });
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'folder_in_use',
      message: expect.stringContaining('in use by process 42 at http://localhost:4000'),
    });
    await killed(holder);
    const lock = await lockFolder(folder);
    await lock.release();
    await (await lockFolder(folder)).release();
  }, 60_000);
});
