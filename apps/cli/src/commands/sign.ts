import { existsSync } from 'node:fs';
import { sha256Hex } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { parseRootSet, parseRoster, type RootSet, type Roster } from '@sos/domain';

import { gpgCommand, signatureFile } from '../ceremony/gpg-command.js';
import { unlockKeyFile } from '../ceremony/keys.js';
import type { Command, World } from '../platform/command.js';
import { readBytes, writeNewFile } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { day, groupFingerprint, PASSPHRASE_OPTION, readPassphrase } from '../platform/terminal.js';

const PURPOSES = { roots: 'roots.v1', roster: 'responder-roster.v1' } as const;

function isPurpose(word: string): word is keyof typeof PURPOSES {
  return Object.hasOwn(PURPOSES, word);
}

function describeRoots({ version, threshold, members }: RootSet): string[] {
  const heads = [`Root set ${version}: ${threshold} of these ${members.length} must sign.`];
  return [...heads, ...members.map(({ fingerprint }) => `  ${groupFingerprint(fingerprint)}`)];
}

export function describeRoster({ version, issued, renewBy, notAfter, teams }: Roster): string[] {
  const dates = `issued ${day(issued)}, to be renewed by ${day(renewBy)}, good until ${day(notAfter)}`;
  const people = teams.flatMap(({ id, holders }) =>
    holders.map(({ fingerprint, role, until, status }) => {
      const ended = until === null ? '' : `, until ${day(until)}`;
      return `  ${groupFingerprint(fingerprint)}  ${role} of ${id}${ended}${status === 'active' ? '' : `, ${status}`}`;
    }),
  );
  return [`Roster ${version}, ${dates}:`, ...people];
}

/** Nobody signs what they have not seen. */
function describe(bytes: Uint8Array, purpose: keyof typeof PURPOSES): string[] | undefined {
  const [rootSet, roster] = [parseRootSet(bytes), parseRoster(bytes)];
  if (purpose === 'roots') return rootSet && describeRoots(rootSet);
  return roster && describeRoster(roster);
}

async function signWithKey(
  { file, bytes, purpose }: { file: string; bytes: Uint8Array; purpose: (typeof PURPOSES)[keyof typeof PURPOSES] },
  { keyFile, passphrase }: { keyFile: string; passphrase: string },
  { say, now }: World,
): Promise<void> {
  const engine = createEngine({ now });
  const { key, fingerprint } = await unlockKeyFile(engine, keyFile, passphrase);
  const out = signatureFile(file, fingerprint);
  if (existsSync(out)) throw new CliProblem(`${out} is there already: this key has signed.`);
  const signature = await engine.signForPurpose({ key, bytes, purpose });
  await engine.lockAll();
  writeNewFile(out, signature);
  say(`${out}: signed by ${groupFingerprint(fingerprint)}.`);
  say(`The same with GnuPG: ${gpgCommand(file, purpose, fingerprint)}`);
}

export const sign: Command = {
  name: 'sign',
  usage: 'roots|roster FILE [--key PRIVATE.asc|VAULT.json] [--passphrase-file FILE]',
  summary: 'Signs a root set or a roster for that purpose alone; without --key it prints the gpg command.',
  options: { key: { type: 'string' }, ...PASSPHRASE_OPTION },
  takes: [2, 2],
  async run(input, world) {
    const [word = '', file = ''] = input.positionals;
    if (!isPurpose(word)) throw new UsageProblem(`"${word}" is not a purpose: it is roots or roster.`);
    const bytes = readBytes(file);
    const description = describe(bytes, word);
    if (!description)
      throw new CliProblem(
        `${file} is not a ${word === 'roots' ? 'root set' : 'roster'}, or was changed after it was made.`,
      );
    for (const line of description) world.say(line);
    world.say(`SHA-256 ${sha256Hex(bytes)}`);
    const keyFile = input.text('key');
    if (keyFile === undefined) {
      world.say(gpgCommand(file, PURPOSES[word]));
      return;
    }
    const passphrase = await readPassphrase(input, world, `Passphrase of ${keyFile}, to sign this: `);
    return signWithKey({ file, bytes, purpose: PURPOSES[word] }, { keyFile, passphrase }, world);
  },
};
