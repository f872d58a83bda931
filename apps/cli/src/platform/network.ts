import type { Download } from './command.js';
import { CliProblem, messageOf } from './problem.js';

/** Far above a signed head or a proof. */
const LARGEST_ANSWER = 1024 * 1024;
/** Far above anything a page of ours loads. */
const LARGEST_FILE = 32 * 1024 * 1024;
const LONGEST_WAIT_MS = 30_000;

/** What Tor Browser says, so that a server cannot tell this program from the people it might want to deceive by that. */
const AS_A_BROWSER = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-US,en;q=0.5',
};

async function readBody({ body }: Response, largest: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length;
    if (length > largest) throw new Error('the answer is too long');
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** Follows nobody elsewhere: another host's answer is not this one's. */
async function ask<T>(
  url: string,
  headers: Record<string, string>,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    return await read(await fetch(url, { redirect: 'manual', signal, headers }));
  } catch (error) {
    throw new CliProblem(`${new URL(url).host} could not be reached (${messageOf(error)}): nothing was checked.`);
  }
}

export function fetchText(url: string): Promise<{ status: number; body: string }> {
  return ask(url, {}, async (response) => ({
    status: response.status,
    body: (await readBody(response, LARGEST_ANSWER)).toString('utf8'),
  }));
}

function namesAndValues({ headers }: Response): Record<string, string> {
  const all: Record<string, string> = {};
  headers.forEach((value, name) => (all[name] = value));
  return all;
}

export function download(url: string): Promise<Download> {
  return ask(url, AS_A_BROWSER, async (response) => ({
    status: response.status,
    headers: namesAndValues(response),
    bytes: Uint8Array.from(await readBody(response, LARGEST_FILE)),
  }));
}
