import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { BREACHED_PASSWORDS } from '@sos/domain';

import type { Command } from '../platform/command.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';

const { file, mark, recordBytes } = BREACHED_PASSWORDS;

/** A hash in hex, and how often it was seen. */
const LINE = /^([0-9A-Fa-f]{40})(?::(\d+))?$/;
const BUFFERED = 64 * 1024;

/** Writes the records of what is seen often enough, in order; the searching server halves the file and reads no index. */
class Records {
  private readonly chunks: Buffer[] = [];
  private previous = Buffer.alloc(0);
  count = 0;

  constructor(private readonly handle: number) {
    writeSync(handle, mark);
  }

  add(hash: Buffer): void {
    const record = hash.subarray(0, recordBytes);
    const order = this.count === 0 ? -1 : this.previous.compare(record);
    if (order > 0)
      throw new CliProblem('The lines are not in the order of their hashes: take the file that is ordered by hash.');
    if (order === 0) return;
    this.previous = Buffer.from(record);
    this.chunks.push(this.previous);
    this.count += 1;
    if (this.chunks.length * recordBytes >= BUFFERED) this.flush();
  }

  flush(): void {
    writeSync(this.handle, Buffer.concat(this.chunks.splice(0)));
  }
}

async function writeRecords(source: string, target: string, least: number): Promise<number> {
  const handle = openSync(target, 'wx', 0o600);
  try {
    const records = new Records(handle);
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(source), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() === '') continue;
      const [, hash = '', seen = '1'] = LINE.exec(line.trim()) ?? [];
      if (hash === '') throw new CliProblem(`Line ${number} is no SHA-1 with a count, as HASH:COUNT.`);
      if (Number(seen) >= least) records.add(Buffer.from(hash, 'hex'));
    }
    records.flush();
    fsyncSync(handle);
    return records.count;
  } finally {
    closeSync(handle);
  }
}

/** The server reads the old list until the new one is whole. */
async function replaceList(source: string, folder: string, least: number): Promise<number> {
  const unfinished = path.join(folder, `${file}.${createHash('sha256').update(source).digest('hex').slice(0, 8)}.new`);
  rmSync(unfinished, { force: true });
  try {
    const count = await writeRecords(source, unfinished, least);
    if (count === 0) throw new CliProblem(`${source} holds no password that was seen ${least} times.`);
    renameSync(unfinished, path.join(folder, file));
    return count;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

export const passwordsImport: Command = {
  name: 'passwords import',
  usage: 'FILE [--seen N] [--data FOLDER]',
  summary:
    'Takes a list of stolen passwords (HASH:COUNT lines, ordered by hash) that nobody may choose. It needs no network.',
  options: { seen: { type: 'string' }, data: { type: 'string' } },
  takes: [1, 1],
  async run(input, world) {
    const folder = input.text('data') ?? world.env['SOS_DATA'];
    if (folder === undefined || folder === '') throw new UsageProblem('Name the data folder with SOS_DATA or --data.');
    const least = Number(input.text('seen') ?? '1');
    if (!Number.isInteger(least) || least < 1) throw new UsageProblem('--seen is a whole number from 1.');
    const count = await replaceList(input.positionals[0] ?? '', folder, least);
    world.say(`${count} passwords are refused from now on.`);
  },
};
