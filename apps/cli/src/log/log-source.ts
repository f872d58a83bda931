import { createLogSource as createSource, readHashes, type Hash, type LogAnswer, type LogSource } from '@sos/log';

import type { World } from '../platform/command.js';
import { CliProblem } from '../platform/problem.js';

/** A server that asks to be seen again elsewhere, or later, has not answered. */
async function ask(world: World, base: URL, path: string): Promise<LogAnswer> {
  const answer = await world.fetch(new URL(path, base).href);
  if (answer.status !== 200 && answer.status !== 404 && answer.status !== 400)
    throw new CliProblem(`${base.host} answered ${answer.status}: nothing was checked.`);
  return answer;
}

/** As many as the server gives in one answer. */
const MOST_LEAVES = 1_000;

/** The leaves from one place to before another; null when the server does not have them. */
export async function fetchLeaves(world: World, base: URL, from: number, to: number): Promise<readonly Hash[] | null> {
  const all: Hash[] = [];
  while (from + all.length < to) {
    const start = from + all.length;
    const end = Math.min(to, start + MOST_LEAVES);
    const { status, body } = await ask(world, base, `/log/leaves?from=${start}&to=${end}`);
    const leaves = status === 200 ? readHashes(body, 'leaves') : null;
    if (leaves?.length !== end - start) return null;
    all.push(...leaves);
  }
  return all;
}

export function createLogSource(world: World, base: URL, cosigned: boolean): LogSource {
  return createSource({
    ask: (path) => ask(world, base, path),
    cosigned,
    noHead: () => new CliProblem(`${base.host} serves no ${cosigned ? 'witnessed ' : ''}log.`),
  });
}

/** For the first time only: whoever serves it then is believed from then on. */
export async function fetchKey(world: World, base: URL): Promise<string> {
  return (await ask(world, base, '/log/key')).body.trim();
}
