import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { run, tail } from './run.mjs';

/** PostgreSQL refuses to run as root, so root lends it another account. */
function serverIdentity() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout));
    if (uid > 0) return { uid, gid };
  }
  throw new Error('there is no account other than root to run PostgreSQL');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/** Its durability stays as in production: one test asks the server for it. */
function startServer(bin, folder, port, identity) {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${String(port)}`,
    `unix_socket_directories=${folder}`,
    'max_connections=200',
  ];
  const args = ['-D', path.join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
  return spawn(path.join(bin, 'postgres'), args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...identity });
}

/** Resolves when the server says so itself: no polling, no guess. */
function untilReady(server) {
  return new Promise((/** @type {(value?: void) => void} */ resolve, reject) => {
    let log = '';
    server.stderr.setEncoding('utf8').on('data', (text) => {
      log = (log + text).slice(-4000);
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}

/** SIGQUIT: at once, also when a test left a connection open. */
async function stop(server, remove) {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = new Promise((resolve) => {
      server.once('exit', resolve);
    });
    server.kill('SIGQUIT');
    await ended;
  }
  remove();
}

/** A private server in a folder of its own, gone without a trace when it is stopped or when this process ends. */
export async function startPostgresql(bin) {
  const identity = serverIdentity();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-pg-'));
  let server;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const killNow = () => {
    server?.kill('SIGQUIT');
    remove();
  };
  process.once('exit', killNow);
  try {
    if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
    const initdb = [
      '-D',
      path.join(folder, 'data'),
      '-U',
      'sos',
      '--auth=trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ];
    const made = await run(path.join(bin, 'initdb'), initdb, { cwd: folder, ...identity });
    if (!made.ok) throw new Error(`initdb failed:\n${tail(made.output, 10)}`);
    const port = await freePort();
    server = startServer(bin, folder, port, identity);
    await untilReady(server);
    return { url: `postgresql://sos@127.0.0.1:${String(port)}/postgres`, stop: () => stop(server, remove) };
  } catch (error) {
    killNow();
    throw error;
  }
}
