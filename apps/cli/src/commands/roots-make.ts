import path from 'node:path';
import { sha256Hex } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { parseRootSet, toSignedBytes, type RootSet } from '@sos/domain';

import { keepKeys, readCeremony } from '../ceremony/folder.js';
import { gpgCommand } from '../ceremony/gpg-command.js';
import { readPublicKey } from '../ceremony/keys.js';
import type { Command } from '../platform/command.js';
import { makeFolder, writeNewFile } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { groupFingerprint } from '../platform/terminal.js';

function readThreshold(text: string, count: number): number {
  const threshold = Number(text);
  if (Number.isInteger(threshold) && threshold >= 1 && threshold <= count) return threshold;
  throw new UsageProblem(`--threshold is a number from 1 to ${count}, the number of keys.`);
}

export const rootsMake: Command = {
  name: 'roots make',
  usage: 'FOLDER --threshold N PUBLIC.asc…',
  summary: 'Writes the next root set, to be signed: who the roots are, and how many must sign.',
  options: { threshold: { type: 'string' } },
  takes: [2, 33],
  async run(input, { say, warn, now }) {
    const [folder = '', ...files] = input.positionals;
    const threshold = readThreshold(input.need('threshold'), files.length);
    const engine = createEngine({ now });
    const keys = await Promise.all(files.map((file) => readPublicKey(engine, file)));
    const last = readCeremony(folder).rootSets.at(-1);
    if (last?.signatures.length === 0)
      throw new CliProblem(`${last.file} is not signed yet: sign it, or remove it to make another.`);
    const members = keys.map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 }));
    const set: RootSet = { ctx: 'roots.v1', version: (last?.value.version ?? 0) + 1, threshold, members };
    const bytes = toSignedBytes(set);
    if (!parseRootSet(bytes)) throw new CliProblem('A key is named twice.');
    makeFolder(folder);
    keepKeys(folder, keys);
    const file = path.join(folder, `roots-${set.version}.json`);
    writeNewFile(file, bytes);
    say(`${file}: root set ${set.version}, ${threshold} of ${keys.length} must sign. SHA-256 ${sha256Hex(bytes)}`);
    for (const { fingerprint } of keys) say(`  ${groupFingerprint(fingerprint)}`);
    if (threshold === 1) warn('With a threshold of 1, one stolen root key is enough to add a reader.');
    if (threshold === keys.length) warn('Every root must sign: one lost key, and no roster can ever be signed again.');
    if (last) say(`Also ${last.value.threshold} of root set ${last.value.version} must sign it.`);
    say(`Each root compares these fingerprints, then signs: sos sign roots ${file} --key NAME.private.asc`);
    say(`or: ${gpgCommand(file, 'roots.v1')}`);
  },
};
