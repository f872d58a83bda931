import {
  followLog,
  leafHash,
  MerkleTree,
  NOTE_ALGORITHMS,
  parseNoteKey,
  sameBytes,
  spellNoteKey,
  type Checkpoint,
  type FollowVerdict,
  type Hash,
  type LogProblem,
  type NoteKey,
} from '@sos/log';

import { createLogSource, fetchKey, fetchLeaves } from '../log/log-source.js';
import { leavesFile, readLeaves, readState, spellLeaves, spellState, type MonitorState } from '../log/monitor-state.js';
import { LOG_SENTENCES } from '../log/sentences.js';
import { readBase } from '../platform/address.js';
import type { Command, Input, World } from '../platform/command.js';
import { replaceFile, writeNewFile } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';

function readKey(text: string, algorithm: NoteKey['algorithm'], option: string): NoteKey {
  const key = parseNoteKey(text);
  if (key?.algorithm !== algorithm) throw new UsageProblem(`${option} is a key as the log spells it: NAME+ID+KEY.`);
  return key;
}

/** Given, or known, or, for the first time and said so, what the server itself names. */
async function pinnedKey(input: Input, world: World, base: URL, state: MonitorState | null): Promise<NoteKey> {
  const given = input.text('key');
  if (given !== undefined) return readKey(given, NOTE_ALGORITHMS.ed25519, '--key');
  if (state) return state.key;
  const key = parseNoteKey(await fetchKey(world, base));
  if (key?.algorithm !== NOTE_ALGORITHMS.ed25519) throw new CliProblem(`${base.host} names no key of a log.`);
  world.warn(
    `From now on this key is believed; compare it with what the people who run the service say: ${spellNoteKey(key)}`,
  );
  return key;
}

/** What was kept and what is new, whole: null unless together they are what the head was signed over. */
async function allLeaves(
  world: World,
  base: URL,
  file: string,
  { size, root }: Checkpoint,
): Promise<readonly Hash[] | null> {
  const kept = readLeaves(leavesFile(file)).slice(0, size);
  const more = await fetchLeaves(world, base, kept.length, size);
  if (!more) return null;
  const tree = new MerkleTree();
  for (const leaf of [...kept, ...more]) tree.append(leafHash(leaf));
  return sameBytes(tree.root(), root) ? [...kept, ...more] : null;
}

function refuse(
  world: World,
  base: URL,
  file: string,
  state: MonitorState | null,
  verdict: FollowVerdict,
  problem: LogProblem,
): never {
  const evidence = keepEvidence(world, file, state, verdict);
  throw new CliProblem(`${base.host}: ${LOG_SENTENCES[problem]} The evidence is in ${evidence}.`);
}

/** Both heads, each signed by the same key: whoever has the file can show that the server lied. */
function keepEvidence(world: World, file: string, state: MonitorState | null, { signed }: FollowVerdict): string {
  const evidence = `${file}.evidence-${world.now().toISOString().replaceAll(':', '-')}`;
  writeNewFile(evidence, `seen before:\n\n${state?.signed ?? 'nothing\n'}\nserved now:\n\n${signed}`);
  return evidence;
}

export const logMonitor: Command = {
  name: 'log monitor',
  usage: 'URL --state FILE [--key KEY] [--witness KEY]',
  summary: 'Checks that the log of a service goes on from what was seen last. For cron, on any machine but its own.',
  options: { state: { type: 'string' }, key: { type: 'string' }, witness: { type: 'string' } },
  takes: [1, 1],
  async run(input, world) {
    const [base, file] = [readBase(input.positionals[0] ?? ''), input.need('state')];
    const state = readState(file);
    const key = await pinnedKey(input, world, base, state);
    const word = input.text('witness');
    const witness = word === undefined ? null : readKey(word, NOTE_ALGORITHMS.cosignature, '--witness');
    const source = createLogSource(world, base, witness !== null);
    const verdict = await followLog(source, { key, witness }, state?.checkpoint ?? null);
    if (!verdict.ok) return refuse(world, base, file, state, verdict, verdict.problem);
    const leaves = await allLeaves(world, base, file, verdict.checkpoint);
    if (!leaves) return refuse(world, base, file, state, verdict, 'not_included');
    replaceFile(leavesFile(file), spellLeaves(leaves));
    replaceFile(file, spellState(spellNoteKey(key), verdict.signed));
    world.say(
      `${base.host}: the log holds, ${state?.checkpoint.size ?? 0} entries before, ${verdict.checkpoint.size} now.`,
    );
  },
};
