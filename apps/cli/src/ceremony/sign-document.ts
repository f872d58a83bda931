import { existsSync } from 'node:fs';
import { sha256Hex, type SigningPurpose } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';

import type { Input, World } from '../platform/command.js';
import { writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { groupFingerprint, readPassphrase } from '../platform/terminal.js';
import type { Described } from './describe.js';
import { gpgCommand, signatureFile } from './gpg-command.js';
import { unlockKeyFile } from './keys.js';

interface ToSign {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly purpose: SigningPurpose;
}

async function signWithKey(
  { file, bytes, purpose }: ToSign,
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

/** Shows what is to be signed, and signs it with `--key`; without one it prints the command that does it with GnuPG. */
export async function signDocument(
  input: Input,
  world: World,
  { file, bytes, described }: { readonly file: string; readonly bytes: Uint8Array; readonly described: Described },
): Promise<void> {
  const { lines, purpose } = described;
  for (const line of lines) world.say(line);
  world.say(`SHA-256 ${sha256Hex(bytes)}`);
  const keyFile = input.text('key');
  if (keyFile === undefined) {
    world.say(gpgCommand(file, purpose));
    return;
  }
  const passphrase = await readPassphrase(input, world, `Passphrase of ${keyFile}, to sign this: `);
  await signWithKey({ file, bytes, purpose }, { keyFile, passphrase }, world);
}
