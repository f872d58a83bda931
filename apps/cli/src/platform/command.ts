import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Database } from '@sos/database';

import { codeOf, messageOf, UsageProblem } from './problem.js';

export interface Download {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** The world around a command; a test brings its own. */
export interface World {
  say(line: string): void;
  /** For the person, not for what reads the output. */
  warn(line: string): void;
  now(): Date;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked on the terminal, in the open. */
  ask(question: string): Promise<string>;
  /** Asked on the terminal, without echo. */
  askSecret(prompt: string): Promise<string>;
  openDatabase(url: string): Promise<Database>;
  /** Asks a server; refused with a sentence when it does not answer, or with more than it should. */
  fetch(url: string): Promise<{ readonly status: number; readonly body: string }>;
  /** Asks as a browser would, for what a browser would get: every byte, and the headers by their names in lower case. */
  download(url: string): Promise<Download>;
}

export interface Input {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  need(name: string): string;
  list(name: string): readonly string[];
  has(name: string): boolean;
}

export interface Command {
  /** The words that call it, e.g. "roster add". */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How many files and folders it takes, at least and at most. */
  readonly takes: readonly [number, number];
  run(input: Input, world: World): Promise<void>;
}

function toInput(values: Readonly<Record<string, unknown>>, positionals: readonly string[]): Input {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    positionals,
    text,
    need: (name) => {
      const value = text(name);
      if (value === undefined) throw new UsageProblem(`--${name} is missing.`);
      return value;
    },
    list: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
    has: (name) => values[name] === true,
  };
}

/** @throws UsageProblem */
export function readInput({ options, takes: [least, most] }: Command, args: readonly string[]): Input {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    if (positionals.length < least) throw new UsageProblem('A file or folder is missing.');
    if (positionals.length > most) throw new UsageProblem(`"${positionals[most] ?? ''}" is one argument too many.`);
    return toInput(values, positionals);
  } catch (error) {
    if (!codeOf(error).startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UsageProblem(`${messageOf(error).split('. ')[0] ?? ''}.`);
  }
}
