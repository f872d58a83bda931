import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase, type Database } from '@sos/database';

import type { World } from '../platform/command.js';
import { CliProblem } from '../platform/problem.js';
import { run } from '../run.js';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly warnings: string;
}

/** A folder and a terminal of the test's own, to run commands in as a person would. */
export interface Bench {
  readonly folder: string;
  now: Date;
  database: Database | undefined;
  env: Record<string, string | undefined>;
  /** What the person answers, in this order. */
  answers: string[];
  fetch: World['fetch'];
  download: World['download'];
  path(...names: string[]): string;
  sos(...args: string[]): Promise<Answer>;
  /** Runs a command that has to succeed. @returns what it printed */
  done(...args: string[]): Promise<string>;
  /** Makes a key as `sos key new` does, its passphrase kept in a file. */
  makeKey(name: string): Promise<{ privateKey: string; publicKey: string; passphraseFile: string; passphrase: string }>;
  close(): void;
}

const KIT_WORDS = /^ {2}((?:\S+ ){6}\S+)$/m;

export function openBench(): Bench {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-cli-'));
  const bench: Bench = {
    folder,
    now: new Date(),
    database: undefined,
    env: {},
    answers: [],
    fetch: () => Promise.reject(new CliProblem('this test has no network')),
    download: () => Promise.reject(new CliProblem('this test has no network')),
    path: (...names) => path.join(folder, ...names),
    async sos(...args) {
      const [out, warnings]: [string[], string[]] = [[], []];
      const world: World = {
        say: (line) => void out.push(line),
        warn: (line) => void warnings.push(line),
        now: () => bench.now,
        env: bench.env,
        ask: async () => {
          const answer = bench.answers.shift();
          if (answer === undefined) throw new CliProblem('nobody is there to be asked');
          return answer;
        },
        askSecret: () => Promise.reject(new CliProblem('nobody is there to be asked')),
        openDatabase: async (url) => {
          if (bench.env['DATABASE_URL'] !== undefined) return openDatabase({ url, connections: 2 });
          if (!bench.database) throw new CliProblem('this test has no database');
          return { ...bench.database, close: async () => undefined };
        },
        fetch: (url) => bench.fetch(url),
        download: (url) => bench.download(url),
      };
      const code = await run(args, world);
      return { code, out: out.join('\n'), warnings: warnings.join('\n') };
    },
    async done(...args) {
      const { code, out, warnings } = await bench.sos(...args);
      if (code !== 0) throw new Error(`sos ${args.join(' ')}: ${warnings}`);
      return out;
    },
    async makeKey(name) {
      const passphrase = KIT_WORDS.exec(await bench.done('key', 'new', folder, '--name', name))?.[1] ?? '';
      const passphraseFile = bench.path(`${name}.words`);
      writeFileSync(passphraseFile, `${passphrase}\n`);
      const [privateKey, publicKey] = [bench.path(`${name}.private.asc`), bench.path(`${name}.public.asc`)];
      return { privateKey, publicKey, passphraseFile, passphrase };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  return bench;
}
