import { CliProblem, messageOf } from './problem.js';

/** Far above a signed head or a proof. */
const LARGEST_ANSWER = 1024 * 1024;
const LONGEST_WAIT_MS = 30_000;

async function readBody({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length;
    if (length > LARGEST_ANSWER) throw new Error('the answer is too long');
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Follows nobody elsewhere: another host's answer is not this one's. */
export async function fetchText(url: string): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
    return { status: response.status, body: await readBody(response) };
  } catch (error) {
    throw new CliProblem(`${new URL(url).host} could not be reached (${messageOf(error)}): nothing was checked.`);
  }
}
