import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { lockFolder } from '@sos/database';

const TSX = pathToFileURL(createRequire(path.resolve('package.json')).resolve('tsx')).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-main-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(env: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  const file = path.join(__dirname, 'main.ts');
  return spawnSync(process.execPath, ['--import', TSX, file], {
    env: { PATH, HOME, SOS_DATA: folder, ...env },
    encoding: 'utf8',
  });
}

it.each([
  ['an unknown mode', { SOS_MODE: 'test' }, 'SOS_MODE is "test": it has to be demo or production.\n'],
  [
    'production without a server',
    { SOS_MODE: 'production' },
    expect.stringMatching(/^Production needs DATABASE_URL [^\n]*\n$/),
  ],
  [
    'a server that does not answer',
    { SOS_MODE: 'production', DATABASE_URL: 'postgresql://sos:secret@127.0.0.1:9/sos' },
    expect.stringMatching(/^The database at DATABASE_URL does not answer: (?!.*secret)[^\n]*\n$/),
  ],
])(
  'refuses %s in one sentence, and writes nothing',
  (_what, env, sentence) => {
    const { status, stdout, stderr } = run(env);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: sentence });
    expect(readdirSync(folder)).toEqual([]);
  },
  60_000,
);

it('refuses a folder that another process holds, and names it', async () => {
  const lock = await lockFolder(folder, 'process 7 at http://localhost:4000');
  const child = spawn(process.execPath, ['--import', TSX, path.join(__dirname, 'main.ts')], {
    env: { ...process.env, DATABASE_URL: '', SOS_MODE: 'demo', SOS_DATA: folder },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const status = await new Promise((resolve) => {
    child.once('close', resolve);
  });
  await lock.release();
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringContaining('is in use by process 7 at http://localhost:4000'),
  });
  expect(readdirSync(folder)).toEqual([]);
}, 60_000);
