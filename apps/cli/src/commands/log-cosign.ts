import {
  leafHash,
  MerkleTree,
  NOTE_ALGORITHMS,
  noteKeyId,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  sameBytes,
  verifyCosignature,
} from '@sos/log';
import type { Database } from '@sos/database';

import type { Command } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { readText } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';

/** The root of the first `size` leaves; null when there are not that many. */
async function rootOf({ prisma }: Database, size: number): Promise<Uint8Array | null> {
  const leaves = await prisma.logLeaf.findMany({ orderBy: { index: 'asc' }, take: size, select: { leaf: true } });
  const tree = new MerkleTree();
  for (const { leaf } of leaves) tree.append(leafHash(leaf));
  return tree.size === size ? tree.root() : null;
}

export const logCosign: Command = {
  name: 'log cosign',
  usage: 'FILE --witness KEY [--database URL]',
  summary: 'Keeps what a witness signed about the log, to be served with it. FILE is the checkpoint with its line.',
  options: { witness: { type: 'string' }, ...DATABASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const [file = ''] = input.positionals;
    const witness = parseNoteKey(input.need('witness'));
    if (witness?.algorithm !== NOTE_ALGORITHMS.cosignature)
      throw new UsageProblem('--witness is the key of a witness: NAME+ID+KEY.');
    const note = parseNote(readText(file));
    const checkpoint = note && parseCheckpoint(note.text);
    if (!checkpoint) throw new CliProblem(`${file} is no checkpoint.`);
    if (verifyCosignature(note, witness) === null) throw new CliProblem(`${witness.name} has not signed ${file}.`);
    const own = note.signatures.find(
      ({ name, keyId }) => name === witness.name && sameBytes(keyId, noteKeyId(witness)),
    );
    if (!own) throw new CliProblem(`${witness.name} has not signed ${file}.`);
    const { size, root } = checkpoint;
    await withDatabase(input, world, async (database) => {
      const ours = await rootOf(database, size);
      if (!ours || !sameBytes(ours, root)) throw new CliProblem(`${file} is not of this log: nothing was kept.`);
      const data = { keyName: witness.name, line: own.line, at: world.now() };
      const where = { size_keyName: { size, keyName: witness.name } };
      await database.prisma.logCosignature.upsert({ where, create: { size, ...data }, update: data });
    });
    world.say(`Kept: ${witness.name} about ${size} entries.`);
  },
};
