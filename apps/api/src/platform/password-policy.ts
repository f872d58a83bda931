import { BREACHED_PASSWORDS, type PasswordFault } from '@sos/domain';
import { loadPasswordJudge } from '@sos/domain/password-strength';
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { isError } from './is-error.js';

const { file, mark, recordBytes } = BREACHED_PASSWORDS;

async function recordAt(handle: FileHandle, index: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(
    Buffer.alloc(recordBytes),
    0,
    recordBytes,
    mark.length + index * recordBytes,
  );
  if (bytesRead !== recordBytes) throw new Error('the list of breached passwords is shorter than it was');
  return buffer;
}

async function holds(handle: FileHandle, wanted: Buffer): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(mark.length), 0, mark.length, 0);
  if (buffer.toString('latin1') !== mark) throw new Error('the list of breached passwords is not one of ours');
  let low = 0;
  let high = Math.floor(((await handle.stat()).size - mark.length) / recordBytes);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = wanted.compare(await recordAt(handle, middle));
    if (order === 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
}

/** Whether others have lost this password; false where the operator has no list. Nothing leaves this machine. */
export async function isBreached(dataFolder: string, password: string): Promise<boolean> {
  const wanted = createHash('sha1').update(password.normalize('NFC')).digest().subarray(0, recordBytes);
  let handle: FileHandle | null = null;
  try {
    handle = await open(path.join(dataFolder, file), 'r');
    return await holds(handle, wanted);
  } catch (error) {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  } finally {
    await handle?.close();
  }
}

/** For a password that is being chosen: what is wrong with it, or nothing. @param personal the person's name and address. */
export async function faultOfPassword(
  dataFolder: string,
  password: string,
  personal: readonly string[],
): Promise<PasswordFault | null> {
  const judge = await loadPasswordJudge();
  const { fault } = judge(password, personal);
  if (fault !== null) return fault;
  return (await isBreached(dataFolder, password)) ? 'breached' : null;
}
