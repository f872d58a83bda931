import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { run } from './run.js';

/**
 * Runs the rehearsal document: every command in it, in order, in a folder of its own, `sos` as the people type it and `gpg` as the
 * machine has it. What the page promises is what happens, or this fails.
 */
const DOCUMENT = path.join(__dirname, '../../../docs/key-ceremony.md');
const DAY_MS = 86_400_000;

interface Step {
  readonly chapter: string;
  readonly command: string;
}

function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  let [chapter, inside] = ['', false];
  for (const line of markdown.split('\n')) {
    if (line.startsWith('## ')) chapter = line.slice(3);
    if (line.startsWith('```')) inside = line === '```sh';
    else if (inside && line.trim() !== '') steps.push({ chapter, command: line });
  }
  return steps;
}

/** As a shell takes a line apart where only quotes matter. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

let folder: string;
let gnupgHome: string;
const before = process.cwd();
const said: (readonly [step: string, out: string])[] = [];
const passphrases = new Map<string, string>();

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-rehearsal-'));
  // Short: a socket of GnuPG's agent has to fit in it.
  gnupgHome = mkdtempSync(path.join(os.tmpdir(), 'sos-g-'));
  writeFileSync(path.join(gnupgHome, 'words'), '\n');
  const conf = ['batch', 'no-tty', 'pinentry-mode loopback', `passphrase-file ${path.join(gnupgHome, 'words')}`];
  writeFileSync(path.join(gnupgHome, 'gpg.conf'), `${conf.join('\n')}\n`);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  execFileSync('gpgconf', ['--homedir', gnupgHome, '--kill', 'all']);
  for (const made of [folder, gnupgHome]) rmSync(made, { recursive: true, force: true });
});

/** Whoever is asked for the passphrase of a key types the words they were shown when it was made. */
async function askSecret(prompt: string): Promise<string> {
  const file = /Passphrase of (\S+?),/.exec(prompt)?.[1] ?? '';
  const words = passphrases.get(file);
  if (words === undefined) throw new Error(`nobody knows the passphrase: ${prompt}`);
  return words;
}

async function sos(args: readonly string[], now: Date): Promise<string> {
  const [out, warnings]: [string[], string[]] = [[], []];
  const code = await run(args, {
    say: (line) => void out.push(line),
    warn: (line) => void warnings.push(line),
    now: () => now,
    env: {},
    ask: () => Promise.reject(new Error('nothing is asked in the open')),
    askSecret,
    fetch: () => Promise.reject(new Error('offline')),
    download: () => Promise.reject(new Error('offline')),
    openDatabase: () => Promise.reject(new Error('offline')),
  });
  if (code !== 0) throw new Error(`sos ${args.join(' ')}: ${warnings.join('\n')}`);
  const words = out.find((line) => /^ {2}(\S+ ){6}\S+$/.test(line))?.trim();
  const [made] = [...out.join('\n').matchAll(/(\S+\.private\.asc)/g)].map(([, file]) => file);
  if (args[0] === 'key' && words !== undefined && made !== undefined) passphrases.set(made, words);
  return out.join('\n');
}

async function perform(command: string, now: Date): Promise<string> {
  const [program = '', ...args] = wordsOf(command);
  if (program === 'sos') return sos(args, now);
  if (program !== 'gpg' && program !== 'mkdir') throw new Error(`${program} is not part of a ceremony`);
  const environment = { ...process.env, GNUPGHOME: gnupgHome };
  return execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', env: environment });
}

it('the rehearsal document works, command by command, to its end', async () => {
  const steps = stepsOf(readFileSync(DOCUMENT, 'utf8'));
  const chapters = [...new Set(steps.map(({ chapter }) => chapter))];
  expect(chapters).toHaveLength(7);
  for (const { chapter, command } of steps) {
    const now = new Date(Date.now() + chapters.indexOf(chapter) * DAY_MS);
    said.push([`${chapter}: ${command}`, await perform(command, now)]);
  }
  const verdicts = said.filter(([step]) => step.endsWith('sos roster verify ceremony')).map(([, out]) => out);
  expect(verdicts).toHaveLength(6);
}, 240_000);

describe('what it says on the way', () => {
  const verdict = (chapter: number): string =>
    said.find(([step]) => step.startsWith(`${chapter}. `) && step.endsWith('verify ceremony'))?.[1] ?? '';

  it.each([
    [2, 'Root set 1: 3 of 5 must sign.'],
    [2, 'No roster yet.'],
    [3, 'signed by 3 roots, of 5; it takes 3'],
    [3, 'recovery of response'],
    [4, 'signed by 2 renewers, of 2; it takes 2'],
    [6, 'Root set 2: 3 of 5 must sign.'],
    [6, 'signed by 3 roots, of 5; it takes 3'],
  ])('after chapter %d: %s', (chapter, words) => {
    expect(verdict(chapter)).toContain(words);
  });

  it('a suspension stands, and a new roster ends it without giving the place back', () => {
    const both = said.filter(([step]) => step.startsWith('5. ') && step.endsWith('verify ceremony'));
    expect(both.map(([, out]) => / \(ended by a new roster\)/.test(out))).toEqual([false, true]);
    expect(verdict(6)).toContain('(ended by a new roster)');
    expect(verdict(6)).toMatch(/responder of response, until \d{4}-\d{2}-\d{2}, suspended/);
  });

  it('the recovery key that was put together is the one in the roster', () => {
    const split = said.find(([step]) => step.includes('recovery split'))?.[1] ?? '';
    const combined = said.find(([step]) => step.includes('recovery combine'))?.[1] ?? '';
    const fingerprint = /(?:[0-9A-F]{4} ){9}[0-9A-F]{4}/;
    expect(fingerprint.exec(combined)?.[0]).toBe(fingerprint.exec(split)?.[0]);
    expect(verdict(6)).toContain(`${fingerprint.exec(split)?.[0] ?? 'none'}  recovery of response`);
  });
});
