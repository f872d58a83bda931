import { sameBytes } from './bytes.js';
import { verifyCheckpoint, type Checkpoint, type CheckpointProblem, type PinnedLog } from './checkpoint.js';
import { verifyConsistency, type TreeHead } from './proof.js';
import type { Hash } from './tree.js';

export type LogProblem =
  | CheckpointProblem
  /** Shorter than what was seen before. */
  | 'rolled_back'
  /** Not what was seen before and more: two histories have been shown. */
  | 'forked'
  /** What was asked for is not in it. */
  | 'not_included';

export type FollowVerdict =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly signed: string }
  | { readonly ok: false; readonly problem: LogProblem; readonly signed: string };

/** What is asked of a server that serves a log; each answer may be a lie. */
export interface LogSource {
  checkpoint(): Promise<string>;
  /** Null when the server has none. */
  consistency(from: number, to: number): Promise<readonly Hash[] | null>;
  inclusion(index: number, size: number): Promise<readonly Hash[] | null>;
}

/**
 * Fetches the newest head and checks that it goes on from the one that was seen last. The server's failing to answer is thrown by
 * the source; everything else that is wrong is a problem with a name, for which there is evidence.
 */
export async function followLog(source: LogSource, pinned: PinnedLog, seen: TreeHead | null): Promise<FollowVerdict> {
  const signed = await source.checkpoint();
  const verdict = verifyCheckpoint(signed, pinned);
  if (!verdict.ok) return { ok: false, problem: verdict.problem, signed };
  const { checkpoint } = verdict;
  const problem = seen && (await compare(source, seen, checkpoint));
  return problem ? { ok: false, problem, signed } : { ok: true, checkpoint, signed };
}

async function compare(source: LogSource, seen: TreeHead, { size, root }: Checkpoint): Promise<LogProblem | null> {
  if (size < seen.size) return 'rolled_back';
  if (size === seen.size) return sameBytes(root, seen.root) ? null : 'forked';
  const proof = seen.size === 0 ? [] : await source.consistency(seen.size, size);
  return proof && verifyConsistency(seen, { size, root }, proof) ? null : 'forked';
}
