import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeNotice, nodeProblem } from './node-version.mjs';
import {
  folderAddress,
  folderHolder,
  readPort,
  requireFreeFolder,
  requireFreePorts,
  requireSpace,
} from './preflight.mjs';
import { cleanEnvironment } from './project.mjs';
import { contentStamp, isDone, markDone } from './stamp.mjs';
import { onPath, postgresqlFolder } from './tools.mjs';

// What npm leaves behind when it is killed: shell, script and server. Only Linux's /proc names the grandparent.
const itOnLinux = process.platform === 'linux' ? it : it.skip;
const here = path.dirname(fileURLToPath(import.meta.url));

describe('before anything is installed', () => {
  let folder;
  let left = 0;
  beforeEach(() => {
    left = 0;
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sos start ñ ')));
  });
  afterEach(() => {
    // Where the test failed: what holds its pipes would keep the runner from ending.
    if (left > 0 && isAlive(left)) process.kill(left, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const listen = (where) =>
    new Promise((resolve) => {
      const server = net.createServer((socket) => socket.end('process 42 at http://localhost:4000'));
      server.listen(where, () => resolve(server));
    });

  it.each(['v18.20.0', 'v20.18.1', 'v16.0.0'])('refuses Node %s in one sentence', (version) => {
    expect(nodeProblem(version)).toContain(version);
  });

  it.each(['v20.19.0', 'v22.0.0', 'v24.1.0', 'v26.0.0'])('accepts Node %s', (version) => {
    expect(nodeProblem(version)).toBe('');
  });

  it('says that Node 20 has reached its end of life, and only that one', () => {
    expect(nodeNotice('v20.19.0')).toContain('end of life');
    expect(nodeNotice('v22.0.0')).toBe('');
  });

  it.each([
    [undefined, 4000],
    ['', 4000],
    ['4100', 4100],
  ])('reads PORT %s', (text, port) => {
    expect(readPort(text)).toBe(port);
  });

  it.each(['no', '0', '65535', '4000.5', '-1'])('refuses PORT %s in one sentence', (text) => {
    expect(() => readPort(text)).toThrow(`and it is "${text}"`);
  });

  it('says which port is busy, the second one too', async () => {
    const server = await listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.address();
    await expect(requireFreePorts(port)).rejects.toThrow(`Port ${port} is already in use`);
    await expect(requireFreePorts(port - 1)).rejects.toThrow(/^Port \d+ is already in use/);
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('says who holds the data folder', async () => {
    expect(await folderHolder(folder)).toBe('');
    expect(await folderHolder(path.join(folder, 'not there'))).toBe('');
    const server = await listen(folderAddress(folder));
    await expect(requireFreeFolder(folder)).rejects.toThrow('is in use by process 42 at http://localhost:4000');
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('says that the disk is full, also for a folder that is not there yet', () => {
    expect(() => requireSpace(path.join(folder, 'a/b'), 1)).not.toThrow();
    expect(() => requireSpace(path.join(folder, 'a/b'), 1e12)).toThrow(/^The disk is full/);
  });

  it('does a step again only when its sources or its products changed', () => {
    const product = path.join(folder, 'dist');
    const stampFile = path.join(folder, 'stamps/built');
    mkdirSync(path.join(folder, 'src'));
    writeFileSync(path.join(folder, 'src/a.ts'), 'one');
    const before = contentStamp(folder, ['src', 'not-there.json']);
    expect(isDone(stampFile, before, [])).toBe(false);
    markDone(stampFile, before);
    expect(isDone(stampFile, before, [product])).toBe(false);
    mkdirSync(product);
    writeFileSync(path.join(folder, 'src/a.ts'), 'one');
    expect(isDone(stampFile, contentStamp(folder, ['src', 'not-there.json']), [product])).toBe(true);
    writeFileSync(path.join(folder, 'src/a.ts'), 'two');
    expect(isDone(stampFile, contentStamp(folder, ['src', 'not-there.json']), [product])).toBe(false);
  });

  it("keeps npm's own settings from pnpm", () => {
    const environment = cleanEnvironment({ npm_config_registry: 'x', NPM_TOKEN: 'y', PATH: '/bin' });
    expect(environment).toMatchObject({ PATH: '/bin', CI: 'true' });
    expect(Object.keys(environment).filter((name) => /^npm_/i.test(name))).toEqual([]);
  });

  it('finds tools on the PATH, and the newest PostgreSQL that is new enough', () => {
    for (const version of ['14', '15', '17']) {
      mkdirSync(path.join(folder, version, 'bin'), { recursive: true });
      for (const name of ['initdb', 'postgres']) writeFileSync(path.join(folder, version, 'bin', name), '');
    }
    expect(postgresqlFolder(folder)).toBe(path.join(folder, '17/bin'));
    expect(onPath('initdb', { PATH: `/nowhere${path.delimiter}${path.join(folder, '14/bin')}` })).toBe(
      path.join(folder, '14/bin/initdb'),
    );
    expect(onPath('initdb', {})).toBe('');
  });

  itOnLinux('ends the server when npm alone was killed', async () => {
    const pidFile = path.join(folder, 'server.pid');
    const script = path.join(folder, 'script.mjs');
    writeFileSync(
      script,
      `import { spawn } from 'node:child_process';
       import { writeFileSync } from 'node:fs';
       import { findLaunchers, watchLaunchers } from ${JSON.stringify(path.join(here, 'launchers.mjs'))};
       const launchers = findLaunchers();
       const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
       server.on('exit', () => process.exit(0));
       writeFileSync(${JSON.stringify(pidFile)}, String(server.pid));
       watchLaunchers(server, launchers);
       console.log('started');`,
    );
    // The outer Node stands for npm: it starts a shell, which starts the script.
    const npm = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn('sh', ['-c', '"$0" "$1"; true', process.execPath, process.argv[1]], { stdio: 'inherit' })`,
        script,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise((resolve) => {
      npm.stdout.once('data', resolve);
    });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    left = pid;
    expect(isAlive(pid)).toBe(true);
    // Everything that holds the pipe must be gone before it closes: script, shell and, by way of the script, the server.
    const closed = new Promise((resolve) => {
      npm.stdout.once('close', resolve);
    });
    npm.kill('SIGKILL');
    await closed;
    expect(isAlive(pid)).toBe(false);
  });
});

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
