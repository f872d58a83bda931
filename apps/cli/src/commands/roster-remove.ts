import type { CryptoApi } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import type { RosterHolder } from '@sos/domain';

import { findKey, openDraft, writeDraft, type Draft } from '../ceremony/draft.js';
import { readCeremony } from '../ceremony/folder.js';
import type { Command } from '../platform/command.js';
import { CliProblem } from '../platform/problem.js';

/** Who leaves stays in the list with an end: what they wrote before can still be verified. */
async function remove(engine: CryptoApi, draft: Draft, text: string): Promise<Draft> {
  const present = draft.teams.flatMap(({ holders }) => holders.filter(({ until }) => until === null));
  const { fingerprint } = await findKey(
    engine,
    [...present.filter((one) => !isAmong(draft, one)), ...draft.renewers],
    text,
  );
  const end = (holder: RosterHolder): RosterHolder[] => {
    if (holder.fingerprint !== fingerprint || holder.until !== null) return [holder];
    // Somebody added to this very draft was never there.
    return holder.from === draft.dates.issued ? [] : [{ ...holder, until: draft.dates.issued }];
  };
  return {
    ...draft,
    teams: draft.teams.map((team) => ({ ...team, holders: team.holders.flatMap(end) })),
    renewers: draft.renewers.filter((renewer) => renewer.fingerprint !== fingerprint),
  };
}

function isAmong({ renewers }: Draft, { fingerprint }: RosterHolder): boolean {
  return renewers.some((renewer) => renewer.fingerprint === fingerprint);
}

export const rosterRemove: Command = {
  name: 'roster remove',
  usage: 'FOLDER PUBLIC.asc|FINGERPRINT…',
  summary:
    'Writes the next roster without these keys, or amends one nobody has signed. Eight digits of a fingerprint are enough.',
  options: {},
  takes: [2, 61],
  async run(input, world) {
    const [folder = '', ...texts] = input.positionals;
    const ceremony = readCeremony(folder);
    if (ceremony.rosters.length === 0) throw new CliProblem(`${folder} holds no roster yet.`);
    const engine = createEngine({ now: () => world.now() });
    let draft = openDraft(ceremony, world.now());
    for (const text of texts) draft = await remove(engine, draft, text);
    const renewers = draft.renewers.length === 1 ? [] : draft.renewers;
    if (renewers !== draft.renewers) world.warn('One renewer alone cannot renew: this roster names none.');
    writeDraft(ceremony, { ...draft, renewers }, [], world);
  },
};
