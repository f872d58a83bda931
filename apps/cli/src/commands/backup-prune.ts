import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { DELETIONS_ENDING } from '../backup/deletions.js';
import type { Command } from '../platform/command.js';
import { UsageProblem } from '../platform/problem.js';

const BACKUP = /^sos-\d{8}T\d{6}Z\.backup\.pgp$/;
const LIST = /^sos-\d{8}T\d{6}Z\.deletions\.json$/;
const DRAFT = /^sos-\d{8}T\d{6}Z\.(backup\.pgp|deletions\.json)\.part$/;
/** A draft this old belongs to nobody any more. */
const DRAFT_MS = 86_400_000;

export const backupPrune: Command = {
  name: 'backup prune',
  usage: 'FOLDER --keep N',
  summary: 'Deletes all but the newest backups of a folder, and drafts that were left behind.',
  options: { keep: { type: 'string' } },
  takes: [1, 1],
  async run(input, world) {
    const [folder = ''] = input.positionals;
    const keep = Number(input.need('keep'));
    if (!Number.isInteger(keep) || keep < 1) throw new UsageProblem('--keep is how many backups stay, at least 1.');
    const names = readdirSync(folder).sort();
    const backups = names.filter((name) => BACKUP.test(name));
    const lists = names.filter((name) => LIST.test(name));
    const gone = backups.slice(0, Math.max(0, backups.length - keep));
    // The newest list holds all that the older ones held.
    const oldLists = lists.slice(0, -1).filter((name) => {
      const stamp = name.slice(0, -DELETIONS_ENDING.length);
      return !backups.some((backup) => backup.startsWith(stamp) && !gone.includes(backup));
    });
    const drafts = names.filter(
      (name) => DRAFT.test(name) && world.now().getTime() - statSync(path.join(folder, name)).mtimeMs > DRAFT_MS,
    );
    for (const name of [...gone, ...oldLists, ...drafts]) rmSync(path.join(folder, name), { force: true });
    world.say(`Kept ${backups.length - gone.length}, deleted ${gone.length}.`);
  },
};
