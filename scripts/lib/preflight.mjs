import { createHash } from 'node:crypto';
import { existsSync, realpathSync, statfsSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A fault a person can act on: said in one sentence, without a stack. */
export class PlainError extends Error {}

/** @returns {number} the site's port; the app takes the next one */
export function readPort(text) {
  if (text === undefined || text === '') return 4000;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65535) return port;
  throw new PlainError(`PORT must be a whole number from 1 to 65534, and it is "${text}".`);
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

export async function requireFreePorts(site) {
  for (const port of [site, site + 1]) {
    const free = (await canListen(port, undefined)) && (await canListen(port, '127.0.0.1'));
    if (free) continue;
    throw new PlainError(
      `Port ${String(port)} is already in use. Stop what uses it, or choose another: PORT=${String(site + 100)} npm start`,
    );
  }
}

const MEGABYTE = 1024 * 1024;

/** Free space where the folder is, or would be made. */
export function freeMegabytes(folder) {
  let existing = folder;
  while (!existsSync(existing)) existing = path.dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  return Math.floor((bavail * bsize) / MEGABYTE);
}

export function requireSpace(folder, megabytes) {
  const free = freeMegabytes(folder);
  if (free >= megabytes) return;
  throw new PlainError(
    `The disk is full: ${folder} has ${String(free)} MB free, and this needs about ${String(megabytes)} MB.`,
  );
}

/** The name a process that has the folder open listens on: the kernel frees it when the process dies. Kept in step with packages/database. */
export function folderAddress(folder) {
  const id = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  if (process.platform === 'linux') return `\0sos-${id}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\sos-${id}`;
  return path.join(os.tmpdir(), `sos-${id}.sock`);
}

/** @returns {Promise<string>} who has the folder open ("pid address"), or '' */
export function folderHolder(folder) {
  if (!existsSync(folder)) return Promise.resolve('');
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(folderAddress(folder)).setEncoding('utf8').setTimeout(2000);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => resolve(''));
    socket.on('close', (failed) => resolve(failed ? '' : text.trim() || 'another process'));
  });
}

export async function requireFreeFolder(folder) {
  const holder = await folderHolder(folder);
  if (holder === '') return;
  throw new PlainError(
    `The data folder ${folder} is in use by ${holder}. Stop that SOS first, or give this one its own folder: SOS_DATA=…`,
  );
}
