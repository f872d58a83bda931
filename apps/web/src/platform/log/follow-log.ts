import {
  createLogSource,
  followLog,
  fromBase64,
  leafHashOf,
  NOTE_ALGORITHMS,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  SALT_BYTES,
  verifyConsistency,
  verifyInclusion,
  type AskLog,
  type Checkpoint,
  type LogProblem,
  type LogSource,
  type NoteKey,
} from '@sos/log';

import { keepLogEvidence, raiseLogPin, readLogPin, type LogPin } from '../keys/key-database.js';

/** What the build says about the log. */
export interface LogTrust {
  readonly log: string | null;
  readonly witness: string | null;
}

/** A roster as the server says it lies in the log. */
export interface LoggedRoster {
  /** Hex, of the exact bytes. */
  readonly sha256: string;
  readonly place: { readonly index: number; readonly salt: string } | null;
}

export type LogState =
  /** It goes on from what this browser saw last. `isPinned`: its key came with the build. */
  | { readonly status: 'holds'; readonly size: number; readonly isPinned: boolean; readonly witness: string | null }
  /** It could not be asked: nothing is proven, either way. */
  | { readonly status: 'silent' }
  /** What it says contradicts what was signed or seen before. */
  | { readonly status: 'broken'; readonly problem: LogProblem };

/** Where, in the newest head, the roster in use is. */
export type RosterInLog = 'included' | 'awaits_witness' | 'not_included' | 'unknown';

export interface LogFollower {
  /** Asks for the newest head, compares it with the one that was seen last, and remembers it. */
  follow(): Promise<LogState>;
  /** Whether a roster is in the log as it was followed last. */
  find(roster: LoggedRoster): Promise<RosterInLog>;
}

/** The server answered, and has no log to show. */
class NoHead extends Error {
  override readonly name = 'NoHead';
}

function readKey(text: string | null | undefined, algorithm: NoteKey['algorithm']): NoteKey | null {
  const key = text === null || text === undefined ? null : parseNoteKey(text);
  return key?.algorithm === algorithm ? key : null;
}

/** The head this browser keeps. It wrote it itself; damaged, it is none. */
function headOf(pin: LogPin | undefined): Checkpoint | null {
  const note = pin ? parseNote(pin.signed) : null;
  return note && parseCheckpoint(note.text);
}

const KEPT: ReadonlySet<LogProblem> = new Set(['forked', 'rolled_back']);

async function beginningOf(source: LogSource, signed: string, seen: Checkpoint): Promise<Checkpoint | null> {
  const note = parseNote(signed);
  const earlier = note && parseCheckpoint(note.text);
  const proof = earlier && earlier.size > 0 ? await source.consistency(earlier.size, seen.size) : null;
  return earlier && proof && verifyConsistency(earlier, seen, proof) ? earlier : null;
}

export interface LogParts {
  readonly ask: AskLog;
  readonly trust: LogTrust;
  readonly now: () => Date;
}

interface Followed {
  readonly checkpoint: Checkpoint;
  readonly source: LogSource;
}

/**
 * The transparency log as one browser sees it. A server that shows two people two histories has to keep them apart for ever: the head
 * is kept across sign-ins, and each new one has to prove that it goes on from it.
 */
export function createLogFollower({ ask, trust, now }: LogParts): LogFollower {
  let followed: Followed | null = null;

  async function servedKey(): Promise<string> {
    const { status, body } = await ask('/log/key');
    return status === 200 ? body.trim() : '';
  }

  /** Pinned by the build; or, in a build that pins none, the first that was seen. */
  async function followWith(spelled: string, pin: LogPin | undefined): Promise<LogState> {
    const key = readKey(spelled, NOTE_ALGORITHMS.ed25519);
    if (!key) return { status: 'broken', problem: 'signature' };
    const witness = readKey(trust.witness, NOTE_ALGORITHMS.cosignature);
    if (trust.witness !== null && !witness) return { status: 'broken', problem: 'witness' };
    const source = createLogSource({ ask, cosigned: witness !== null, noHead: () => new NoHead() });
    const seen = pin?.key === spelled ? headOf(pin) : null;
    const verdict = await followLog(source, { key, witness }, seen);
    if (!verdict.ok && verdict.problem === 'rolled_back' && witness && seen) {
      // A witness lags behind: the head it signed may be an older one, and has to be the beginning of what was seen.
      const earlier = await beginningOf(source, verdict.signed, seen);
      if (earlier) {
        followed = { checkpoint: earlier, source };
        return { status: 'holds', size: earlier.size, isPinned: trust.log !== null, witness: witness.name };
      }
    }
    if (!verdict.ok) {
      const { problem, signed: served } = verdict;
      // Two heads signed by one key. A fork convicts the server; of a rollback they say when it was told.
      if (pin && KEPT.has(problem)) await keepLogEvidence({ at: now().toISOString(), seen: pin.signed, served });
      return { status: 'broken', problem };
    }
    const { checkpoint, signed } = verdict;
    await raiseLogPin({ key: spelled, signed, size: checkpoint.size });
    followed = { checkpoint, source };
    return { status: 'holds', size: checkpoint.size, isPinned: trust.log !== null, witness: witness?.name ?? null };
  }

  async function followAny(): Promise<LogState> {
    const pin = await readLogPin();
    if (trust.log !== null) return followWith(trust.log, pin);
    if (!pin) return followWith(await servedKey(), undefined);
    const state = await followWith(pin.key, pin);
    if (state.status !== 'broken' || state.problem !== 'signature') return state;
    // Another log altogether, as after a demo was reset. A build that pins no key has nothing to say against it.
    const served = await servedKey();
    return served === pin.key ? state : followWith(served, undefined);
  }

  async function follow(): Promise<LogState> {
    followed = null;
    try {
      return await followAny();
    } catch (error) {
      // Where a witness is pinned, a log that none has signed does not count; anything else was no answer.
      return error instanceof NoHead && trust.witness !== null
        ? { status: 'broken', problem: 'witness' }
        : { status: 'silent' };
    }
  }

  async function look({ sha256, place }: LoggedRoster): Promise<RosterInLog> {
    if (!followed) return 'unknown';
    const { checkpoint, source } = followed;
    const salt = place && fromBase64(place.salt);
    if (!place || salt?.length !== SALT_BYTES) return 'not_included';
    const { size, root } = checkpoint;
    if (place.index >= size) return trust.witness === null ? 'not_included' : 'awaits_witness';
    const leaf = leafHashOf({ kind: 'roster', salt, sha256: bytesOfHex(sha256) });
    try {
      const proof = await source.inclusion(place.index, size);
      return proof && verifyInclusion({ leaf, index: place.index, size, root, proof }) ? 'included' : 'not_included';
    } catch {
      return 'unknown';
    }
  }

  return {
    follow,
    async find(roster) {
      // It may have been published after the head was fetched.
      const isNewer = followed && roster.place && roster.place.index >= followed.checkpoint.size;
      const again = isNewer ? await follow() : null;
      if (again?.status === 'broken') return 'not_included';
      return look(roster);
    },
  };
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
