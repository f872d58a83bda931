import path from 'node:path';
import { sha256Hex } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { parseRootSet, toSignedBytes, type RootSet } from '@sos/domain';

import { withWords } from '../ceremony/describe.js';
import { keepKeys, readCeremony, type Document } from '../ceremony/folder.js';
import { gpgCommand } from '../ceremony/gpg-command.js';
import { readPublicKey } from '../ceremony/keys.js';
import type { Command, Input, World } from '../platform/command.js';
import { makeFolder, writeNewFile } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';

const OPTIONS = { threshold: { type: 'string' } } as const;
const USAGE = 'FOLDER --threshold N ROOT.public.asc…';

function readThreshold(text: string, most: number): number {
  const threshold = Number(text);
  if (Number.isInteger(threshold) && threshold >= 1 && threshold <= most) return threshold;
  throw new UsageProblem(`--threshold is a number from 1 to ${most}, the number of keys given.`);
}

async function writeRootSet(
  input: Input,
  { say, warn, now }: World,
  last: Document<RootSet> | undefined,
): Promise<void> {
  const [folder = '', ...files] = input.positionals;
  const threshold = readThreshold(input.need('threshold'), files.length);
  const engine = createEngine({ now });
  const keys = await Promise.all(files.map((file) => readPublicKey(engine, file)));
  const members = keys.map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 }));
  const set: RootSet = { ctx: 'roots.v1', version: (last?.value.version ?? 0) + 1, threshold, members };
  const bytes = toSignedBytes(set);
  if (!parseRootSet(bytes)) throw new CliProblem('A key is named twice.');
  makeFolder(folder);
  keepKeys(folder, keys);
  const file = path.join(folder, `roots-${set.version}.json`);
  writeNewFile(file, bytes);
  say(`${file}: root set ${set.version}, ${threshold} of ${keys.length} must sign. SHA-256 ${sha256Hex(bytes)}`);
  for (const line of keys.flatMap(({ fingerprint }) => withWords(fingerprint))) say(line);
  if (threshold === 1) warn('With a threshold of 1, one stolen root key is enough to add a reader.');
  if (threshold === keys.length) warn('Every root must sign: one lost key, and no roster can ever be signed again.');
  if (last) say(`Also ${last.value.threshold} of root set ${last.value.version} must sign it.`);
  say(`Each root compares these fingerprints, then signs: sos roster sign ${file} --key NAME.private.asc`);
  say(`or: ${gpgCommand(file, 'roots.v1')}`);
}

export const rosterInit: Command = {
  name: 'roster init',
  usage: USAGE,
  summary: 'Begins a folder: writes the first root set, to be signed by the roots themselves.',
  options: OPTIONS,
  takes: [2, 33],
  async run(input, world) {
    const [folder = ''] = input.positionals;
    const [first] = readCeremony(folder).rootSets;
    if (first) throw new CliProblem(`${folder} has begun: sos roster roots writes the next root set.`);
    return writeRootSet(input, world, undefined);
  },
};

export const rosterRoots: Command = {
  name: 'roster roots',
  usage: USAGE,
  summary: 'Writes the next root set, to be signed by enough of the old roots and of the new.',
  options: OPTIONS,
  takes: [2, 33],
  async run(input, world) {
    const [folder = ''] = input.positionals;
    const last = readCeremony(folder).rootSets.at(-1);
    if (!last) throw new CliProblem(`${folder} holds no root set: sos roster init comes first.`);
    if (last.signatures.length === 0)
      throw new CliProblem(`${last.file} is not signed yet: sign it, or remove it to make another.`);
    return writeRootSet(input, world, last);
  },
};
