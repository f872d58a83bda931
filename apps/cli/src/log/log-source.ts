import { fromBase64, HASH_BYTES, type Hash, type LogSource } from '@sos/log';

import type { World } from '../platform/command.js';
import { CliProblem } from '../platform/problem.js';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A server that asks to be seen again elsewhere, or later, has not answered. */
async function ask(world: World, base: URL, path: string): Promise<Answer> {
  const answer = await world.fetch(new URL(path, base).href);
  if (answer.status !== 200 && answer.status !== 404 && answer.status !== 400)
    throw new CliProblem(`${base.host} answered ${answer.status}: nothing was checked.`);
  return answer;
}

/** As many as the server gives in one answer. */
const MOST_LEAVES = 1_000;

function readList(body: string, name: 'proof' | 'leaves'): readonly Hash[] | null {
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

/** The leaves from one place to before another; null when the server does not have them. */
export async function fetchLeaves(world: World, base: URL, from: number, to: number): Promise<readonly Hash[] | null> {
  const all: Hash[] = [];
  while (from + all.length < to) {
    const start = from + all.length;
    const end = Math.min(to, start + MOST_LEAVES);
    const { status, body } = await ask(world, base, `/log/leaves?from=${start}&to=${end}`);
    const leaves = status === 200 ? readList(body, 'leaves') : null;
    if (leaves?.length !== end - start) return null;
    all.push(...leaves);
  }
  return all;
}

/** A log behind an address. What it answers is not believed, only checked. */
export function createLogSource(world: World, base: URL, cosigned: boolean): LogSource {
  const proof = async (path: string): Promise<readonly Hash[] | null> => {
    const { status, body } = await ask(world, base, path);
    return status === 200 ? readList(body, 'proof') : null;
  };
  return {
    async checkpoint() {
      const { status, body } = await ask(world, base, `/log/checkpoint${cosigned ? '?cosigned=1' : ''}`);
      if (status !== 200) throw new CliProblem(`${base.host} serves no ${cosigned ? 'witnessed ' : ''}log.`);
      return body;
    },
    consistency: (from, to) => proof(`/log/proof/consistency?from=${from}&to=${to}`),
    inclusion: (index, size) => proof(`/log/proof/inclusion?index=${index}&size=${size}`),
  };
}

/** For the first time only: whoever serves it then is believed from then on. */
export async function fetchKey(world: World, base: URL): Promise<string> {
  return (await ask(world, base, '/log/key')).body.trim();
}
