import path from 'node:path';
import { armorPublicKey, createEngine } from '@sos/crypto/engine';
import { MOST_SHARES, newRecoveryPassphrase, splitRecovery, type RecoveryShare } from '@sos/crypto/recovery';

import type { Command } from '../platform/command.js';
import { makeFolder, writeNewFile } from '../platform/files.js';
import { UsageProblem } from '../platform/problem.js';
import { day, groupFingerprint } from '../platform/terminal.js';

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 2 && count <= MOST_SHARES) return count;
  throw new UsageProblem(`--${name} is a number from 2 to ${MOST_SHARES}.`);
}

function inRows(words: string): string[] {
  return (words.match(/(?:\S+ ?){1,5}/g) ?? []).map((row) => `  ${row.trim()}`);
}

/** To print, or to keep as a file. Everything it takes is in it: any of them, as many as it says, are enough. */
function shareText(
  share: RecoveryShare,
  place: { number: number; of: number },
  fingerprint: string,
  kit: string,
): string {
  return [
    `SOS recovery key, part ${place.number} of ${place.of}. Set ${share.setId}. Any ${share.threshold} parts open it.`,
    `Fingerprint: ${groupFingerprint(fingerprint)}`,
    'Keep this apart from the other parts. These twenty words are your part:',
    '',
    ...inRows(share.words),
    '',
    'The locked key. It is the same in every part, and opens nothing by itself:',
    '',
    kit.trim(),
    '',
  ].join('\n');
}

export const recoverySplit: Command = {
  name: 'roster recovery split',
  usage: 'FOLDER --threshold K --shares N',
  summary: 'Makes the recovery key of a team and splits it: any K of N parts open it, fewer say nothing.',
  options: { threshold: { type: 'string' }, shares: { type: 'string' } },
  takes: [1, 1],
  async run(input, { say, now }) {
    const [folder = ''] = input.positionals;
    const threshold = readCount('threshold', input.need('threshold'));
    const shares = readCount('shares', input.need('shares'));
    if (threshold > shares) throw new UsageProblem('--threshold is at most --shares.');
    const engine = createEngine({ now });
    const passphrase = newRecoveryPassphrase();
    const { key, fingerprint, publicKey, expiresAt } = await engine.generateKey();
    const kit = await engine.exportRecoveryKit({ key, passphrase });
    await engine.lockAll();
    const parts = await splitRecovery(passphrase, { threshold, shares });
    makeFolder(folder);
    const file = (name: string): string => path.join(folder, name);
    writeNewFile(file('recovery.public.asc'), armorPublicKey(publicKey));
    for (const [index, share] of parts.entries()) {
      const number = index + 1;
      writeNewFile(file(`recovery-${number}.txt`), shareText(share, { number, of: shares }, fingerprint, kit));
    }
    say(`Recovery key ${groupFingerprint(fingerprint)}, good until ${day(expiresAt)}.`);
    say(
      `${file('recovery.public.asc')}  for the roster: sos roster add CEREMONY ${file('recovery.public.asc')}:recovery`,
    );
    say(
      `${file('recovery-1.txt')} to recovery-${shares}.txt  one for each of ${shares} people; any ${threshold} open it`,
    );
    say('Give each away, on paper or on a stick, and delete all of them here. Whole, the key exists nowhere.');
  },
};
