import { createEngine } from '@sos/crypto/engine';
import { combineRecovery, type CombineResult, type ShareProblem } from '@sos/crypto/recovery';

import type { Command } from '../platform/command.js';
import { readText, writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { groupFingerprint } from '../platform/terminal.js';

const KIT = /-----BEGIN PGP PRIVATE KEY BLOCK-----[\s\S]+?-----END PGP PRIVATE KEY BLOCK-----/;

const PROBLEMS: Readonly<Record<ShareProblem, string>> = {
  not_a_share: 'holds no part: twenty words of the list are wanted, in rows of their own',
  checksum: 'has a word that is wrong or in the wrong place',
  other_set: 'is a part of another key, or of another splitting of it',
  repeated: 'is a part that was given already',
  too_few: 'are too few',
  wrong_share: 'do not belong together: one of them was made up',
};

/** Rows of nothing but words, before the locked key: as printed, or as somebody typed them from paper. */
function wordsIn(text: string): string {
  const before = text.split('-----BEGIN')[0] ?? '';
  return before
    .split(/\r?\n/)
    .filter((line) => /^\s*[a-z]+(-[a-z]+)?(\s+[a-z]+(-[a-z]+)?){0,19}\s*$/i.test(line))
    .join(' ');
}

function problemOf(result: Extract<CombineResult, { ok: false }>, files: readonly string[]): CliProblem {
  const { problem, share, needed } = result;
  if (problem === 'too_few') return new CliProblem(`It takes ${needed ?? 2} parts, and ${files.length} are here.`);
  const which = share === undefined ? 'These parts' : (files[share] ?? '');
  return new CliProblem(`${which} ${PROBLEMS[problem]}.`);
}

export const recoveryCombine: Command = {
  name: 'roster recovery combine',
  usage: 'OUT.private.asc PART.txt… [--kit LOCKED.asc]',
  summary: 'Puts enough parts together and locks the key anew, under seven words: OUT opens what the team could read.',
  options: { kit: { type: 'string' } },
  takes: [2, 21],
  async run(input, { say, now }) {
    const [out = '', ...files] = input.positionals;
    const texts = files.map(readText);
    const result = await combineRecovery(texts.map(wordsIn));
    if (!result.ok) throw problemOf(result, files);
    const kitFile = input.text('kit');
    const armored =
      kitFile === undefined ? texts.map((text) => KIT.exec(text)?.[0]).find((kit) => kit) : readText(kitFile);
    if (armored === undefined) throw new CliProblem('None of the parts holds the locked key: name it with --kit.');
    const engine = createEngine({ now });
    const words = await engine.generatePassphrase();
    const opened = await engine.restoreFromKit({
      armored,
      kitPassphrase: result.passphrase,
      vaultPassphrase: words,
      kdf: 'iterated',
    });
    const locked = await engine.exportRecoveryKit({ key: opened.key, passphrase: words });
    await engine.lockAll();
    writeNewFile(out, locked);
    say(`${out}: recovery key ${groupFingerprint(opened.fingerprint)}, locked anew.`);
    say('');
    say(`  ${words}`);
    say('');
    say('These seven words open it: sos open ENTRY --kit FILE, or gpg --import and gpg --decrypt.');
    say('It has been whole now. When the work is done, split a new key and have the roots put it into the roster.');
  },
};
