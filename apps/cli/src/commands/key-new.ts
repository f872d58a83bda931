import path from 'node:path';
import { armorPublicKey, createEngine } from '@sos/crypto/engine';
import { fingerprintWords } from '@sos/crypto/words';
import { isSlug } from '@sos/domain';

import type { Command } from '../platform/command.js';
import { makeFolder, writeNewFile } from '../platform/files.js';
import { UsageProblem } from '../platform/problem.js';
import { day, groupFingerprint } from '../platform/terminal.js';

export const keyNew: Command = {
  name: 'key new',
  usage: 'FOLDER --name PSEUDONYM',
  summary: 'Makes a key for somebody who signs, on a machine that is never online.',
  options: { name: { type: 'string' } },
  takes: [1, 1],
  async run(input, { say, now }) {
    const [folder = ''] = input.positionals;
    const name = input.need('name');
    if (!isSlug(name))
      throw new UsageProblem('--name is small letters, digits and hyphens; it names files and nothing else.');
    const engine = createEngine({ now });
    const passphrase = await engine.generatePassphrase();
    const { key, fingerprint, publicKey, expiresAt } = await engine.generateKey();
    const file = (ending: string): string => path.join(folder, `${name}.${ending}`);
    const kit = await engine.exportRecoveryKit({ key, passphrase });
    const vault = await engine.createVault({ key, passphrase });
    await engine.lockAll();
    makeFolder(folder);
    writeNewFile(file('private.asc'), kit);
    writeNewFile(file('vault.json'), `${JSON.stringify(vault)}\n`);
    writeNewFile(file('public.asc'), armorPublicKey(publicKey));
    say(`Key ${groupFingerprint(fingerprint)}, good until ${day(expiresAt)}.`);
    say(`In words: ${fingerprintWords(fingerprint)}`);
    say('');
    say(`  ${passphrase}`);
    say('');
    say(
      'These seven words open it. They are shown this once: write them on paper, and keep the paper apart from the files.',
    );
    say(`${file('private.asc')}  locked private key; gpg --import reads it`);
    say(`${file('vault.json')}  the same key, locked with Argon2id`);
    say(`${file('public.asc')}  to give to the others`);
  },
};
