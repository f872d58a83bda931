import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { codeOf, DatabaseProblem } from './problem.js';

export interface FolderLock {
  release(): Promise<void>;
}

/** macOS and the BSDs: a socket file outlives its process, so a dead holder's file is removed and the name tried again. */
const LEAVES_FILES = process.platform !== 'linux' && process.platform !== 'win32';

function addressOf(folder: string): string {
  const id = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  if (process.platform === 'linux') return `\0sos-${id}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\sos-${id}`;
  return path.join(os.tmpdir(), `sos-${id}.sock`);
}

function listen(address: string, label: string): Promise<net.Server | string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(label);
  });
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen(address, () => resolve(server.unref()));
  });
}

function askHolder(address: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(address).setEncoding('utf8');
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => resolve(''));
    socket.on('close', () => resolve(text));
  });
}

function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/**
 * One process per data folder: PGlite takes no lock of its own, and a second process corrupts it silently. The kernel frees
 * the name when the holder dies, SIGKILL included.
 * @param label what a refused process is told about the holder, e.g. "process 123 at http://localhost:4000"
 */
export async function lockFolder(folder: string, label = `process ${process.pid}`): Promise<FolderLock> {
  const address = addressOf(folder);
  for (let attempt = 0; ; attempt += 1) {
    const server = await listen(address, label);
    if (typeof server !== 'string') return { release: () => close(server) };
    if (server !== 'EADDRINUSE') {
      throw new DatabaseProblem('folder_not_usable', `The data folder ${folder} cannot be locked: ${server}.`);
    }
    const holder = await askHolder(address);
    if (holder || attempt > 2) {
      throw new DatabaseProblem(
        'folder_in_use',
        `The data folder ${folder} is in use by ${holder || 'another process'}.`,
      );
    }
    if (LEAVES_FILES) rmSync(address, { force: true });
  }
}
