import { existsSync } from 'node:fs';
import { sha256Hex, type SigningPurpose } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';

import { describeDocument } from '../ceremony/describe.js';
import { gpgCommand, signatureFile } from '../ceremony/gpg-command.js';
import { unlockKeyFile } from '../ceremony/keys.js';
import type { Command, World } from '../platform/command.js';
import { readBytes, writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { groupFingerprint, PASSPHRASE_OPTION, readPassphrase } from '../platform/terminal.js';

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

export const rosterSign: Command = {
  name: 'roster sign',
  usage: 'FILE.json [--key PRIVATE.asc|VAULT.json] [--passphrase-file FILE]',
  summary: 'Signs a root set, roster or suspension for what it says it is; without --key it prints the gpg command.',
  options: { key: { type: 'string' }, ...PASSPHRASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const [file = ''] = input.positionals;
    const bytes = readBytes(file);
    const described = describeDocument(bytes);
    if (!described)
      throw new CliProblem(`${file} is no root set, roster or suspension, or was changed after it was made.`);
    const { lines, purpose } = described;
    for (const line of lines) world.say(line);
    world.say(`SHA-256 ${sha256Hex(bytes)}`);
    const keyFile = input.text('key');
    if (keyFile === undefined) {
      world.say(gpgCommand(file, purpose));
      return;
    }
    const passphrase = await readPassphrase(input, world, `Passphrase of ${keyFile}, to sign this: `);
    return signWithKey({ file, bytes, purpose }, { keyFile, passphrase }, world);
  },
};
