import { fromBase64 } from './bytes.js';
import type { LogSource } from './follow.js';
import { HASH_BYTES, type Hash } from './tree.js';

export interface LogAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks the server for a path under its address. It throws when the server has not answered. */
export type AskLog = (path: string) => Promise<LogAnswer>;

/** Null for anything but a list of hashes: half a list would be another claim. */
export function readHashes(body: string, name: 'proof' | 'leaves'): readonly Hash[] | null {
  try {
    const value: unknown = JSON.parse(body);
    const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
    if (!Array.isArray(list)) return null;
    const hashes = list.flatMap((text: unknown) => (typeof text === 'string' ? (fromBase64(text) ?? []) : []));
    return hashes.length === list.length && hashes.every(({ length }) => length === HASH_BYTES) ? hashes : null;
  } catch {
    return null;
  }
}

export interface ServedLog {
  readonly ask: AskLog;
  /** The newest head that a witness has signed, in the place of the newest. */
  readonly cosigned: boolean;
  /** What is thrown when there is no head at all. */
  readonly noHead: () => Error;
}

/** A log behind an address. What it answers is not believed, only checked. */
export function createLogSource({ ask, cosigned, noHead }: ServedLog): LogSource {
  const proof = async (path: string): Promise<readonly Hash[] | null> => {
    const { status, body } = await ask(path);
    return status === 200 ? readHashes(body, 'proof') : null;
  };
  return {
    async checkpoint() {
      const { status, body } = await ask(`/log/checkpoint${cosigned ? '?cosigned=1' : ''}`);
      if (status !== 200) throw noHead();
      return body;
    },
    consistency: (from, to) => proof(`/log/proof/consistency?from=${from}&to=${to}`),
    inclusion: (index, size) => proof(`/log/proof/inclusion?index=${index}&size=${size}`),
  };
}
