import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

import type { Input, World } from './command.js';
import { readText } from './files.js';
import { CliProblem } from './problem.js';

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly prompt: NodeJS.WriteStream;
}

/** The line editor works as usual, and what it would echo goes nowhere. */
export async function askOnTerminal({ input, prompt }: Terminal, text: string): Promise<string> {
  if (!input.isTTY) {
    throw new CliProblem('There is no terminal to ask for the passphrase: name a file with --passphrase-file.');
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  prompt.write(text);
  try {
    return await new Promise<string>((resolve, reject) => {
      const giveUp = (): void => reject(new CliProblem('Nothing was entered.'));
      line.once('line', resolve);
      line.once('SIGINT', giveUp);
      line.once('close', giveUp);
    });
  } finally {
    line.close();
    prompt.write('\n');
  }
}

export async function askInTheOpen({ input, prompt }: Terminal, question: string): Promise<string> {
  if (!input.isTTY) throw new CliProblem('There is no terminal to ask on: give the options, or --no-input.');
  const line = createInterface({ input, output: prompt, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      line.once('SIGINT', () => reject(new CliProblem('Nothing was entered.')));
      line.once('close', () => reject(new CliProblem('Nothing was entered.')));
      line.question(question, (answer) => resolve(answer.trim()));
    });
  } finally {
    line.close();
  }
}

/** A secret given as an argument would be in the shell's history and in the list of processes. */
export async function readPassphrase(input: Input, world: World, prompt: string): Promise<string> {
  const file = input.text('passphrase-file');
  const passphrase = file === undefined ? await world.askSecret(prompt) : (readText(file).split(/\r?\n/)[0] ?? '');
  if (passphrase === '') throw new CliProblem('The passphrase is empty.');
  return passphrase;
}

export const PASSPHRASE_OPTION = { 'passphrase-file': { type: 'string' } } as const;

/** What other people wrote must not move the cursor, change colours or turn text around. */
// eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;

export function forTerminal(text: string): string {
  return text.replace(UNSAFE, '\ufffd');
}

export function groupFingerprint(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');
}

export function day(instant: string): string {
  return instant.slice(0, 10);
}
