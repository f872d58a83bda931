import {
  leafHash,
  MerkleTree,
  NOTE_ALGORITHMS,
  sameBytes,
  signatureLine,
  spellCheckpoint,
  spellNote,
  spellNoteKey,
  type Hash,
  type NoteKey,
} from '@sos/log';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock, Vaulted } from '../../platform/platform.types.js';
import type { LogRepository } from './log.repository.js';

const PAGE = 1_000;
export const MOST_LEAVES = 1_000;

export interface LogParts {
  readonly log: LogRepository;
  readonly vaulted: Pick<Vaulted, 'logKey' | 'signLog'>;
  readonly clock: Clock;
  /** The log's name: the key's, and the first line of every checkpoint. */
  readonly origin: string;
}

/** The transparency log as everybody may read it: heads, proofs, leaves. None of it needs an account. */
export class LogService {
  /** What this process has read so far; it only grows, as the log does. */
  #tree = new MerkleTree();
  /** One reading at a time, so that no leaf is appended twice. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: LogParts) {}

  key(): string {
    return spellNoteKey(this.#key());
  }

  /** @param cosigned the newest head that a witness has signed, for those who ask for its word. */
  async checkpoint(cosigned: boolean): Promise<string> {
    const { log, origin, vaulted } = this.parts;
    const tree = await this.#read();
    const size = cosigned ? await log.newestCosigned() : tree.size;
    if (size === null || size > tree.size) throw notFound();
    const text = spellCheckpoint({ origin, size, root: tree.root(size) });
    const own = signatureLine(this.#key(), vaulted.signLog(Buffer.from(text, 'utf8')));
    const witnesses = await log.cosignatures(size);
    return spellNote(text, [own, ...witnesses.map(({ line }) => line)]);
  }

  async inclusion(index: number, size: number): Promise<readonly Hash[]> {
    const tree = await this.#read();
    if (size > tree.size) throw notFound();
    if (index >= size) throw new AppError('INVALID_INPUT');
    return tree.inclusionProof(index, size);
  }

  async consistency(from: number, to: number): Promise<readonly Hash[]> {
    const tree = await this.#read();
    if (to > tree.size) throw notFound();
    if (from > to) throw new AppError('INVALID_INPUT');
    return tree.consistencyProof(from, to);
  }

  /** @returns the leaves from one place to before another, all of them or none. */
  async leaves(from: number, to: number): Promise<readonly Uint8Array[]> {
    if (from > to || to - from > MOST_LEAVES) throw new AppError('INVALID_INPUT');
    const rows = await this.parts.log.leaves(from, to - from);
    if (rows.length < to - from) throw notFound();
    return rows.map(({ leaf }) => leaf);
  }

  /** Run by the scheduler: the audit log's head, where rewriting the audit log does not reach it. */
  async keepAuditHead(): Promise<void> {
    await this.parts.log.keepAuditHead(this.parts.clock.now());
  }

  /** Run by the scheduler: rosters and root sets that were published before there was a log. */
  async appendPublications(): Promise<void> {
    await this.parts.log.appendPublications(this.parts.clock.now());
  }

  #key(): NoteKey {
    const { origin, vaulted } = this.parts;
    return { name: origin, algorithm: NOTE_ALGORITHMS.ed25519, publicKey: vaulted.logKey };
  }

  #read(): Promise<MerkleTree> {
    const reading = this.#reading.then(() => this.#catchUp());
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async #catchUp(): Promise<MerkleTree> {
    if (!(await this.#isStillTheSame())) this.#tree = new MerkleTree();
    for (;;) {
      const rows = await this.parts.log.leaves(this.#tree.size, PAGE);
      for (const { index, leaf } of rows) {
        if (index !== this.#tree.size) throw new Error('a leaf of the log is missing');
        this.#tree.append(leafHash(leaf));
      }
      if (rows.length < PAGE) return this.#tree;
    }
  }

  /** A database that was restored from a backup is another log than the one in this process's memory. */
  async #isStillTheSame(): Promise<boolean> {
    const last = this.#tree.size - 1;
    const known = this.#tree.leafAt(last);
    if (!known) return true;
    const [row] = await this.parts.log.leaves(last, 1);
    return row?.index === last && sameBytes(leafHash(row.leaf), known);
  }
}
