import type { PublicKeyInfo } from '@sos/crypto';
import { createEngine } from '@sos/crypto/engine';
import { isOneOf, type HolderRole, type RosterHolder } from '@sos/domain';

import { openDraft, writeDraft, type Draft } from '../ceremony/draft.js';
import { readCeremony } from '../ceremony/folder.js';
import { readPublicKey } from '../ceremony/keys.js';
import type { Command } from '../platform/command.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { groupFingerprint } from '../platform/terminal.js';

const PLACES = ['responder', 'partner_desk', 'recovery', 'renewer'] as const;

interface Named {
  readonly key: PublicKeyInfo;
  readonly place: HolderRole | 'renewer';
}

function readPlace(text: string): { file: string; place: Named['place'] } {
  const colon = text.lastIndexOf(':');
  const [file, place] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon > 0 && isOneOf(PLACES, place)) return { file, place };
  throw new UsageProblem(`${text} is not PUBLIC.asc:ROLE, where ROLE is ${PLACES.join(', ')}.`);
}

/** Who stays keeps the day they began; who comes back begins today. */
function addHolder(draft: Draft, teamId: string, { fingerprint, keySha256 }: PublicKeyInfo, role: HolderRole): Draft {
  const team = draft.teams.find(({ id }) => id === teamId) ?? { id: teamId, holders: [] };
  const before = team.holders.find((holder) => holder.fingerprint === fingerprint);
  const stays = before?.until === null && before.status === 'active';
  if (stays && before.role === role && before.keySha256 === keySha256)
    throw new CliProblem(`${groupFingerprint(fingerprint)} is ${role} of ${teamId} already.`);
  const from = stays ? before.from : draft.dates.issued;
  const holder: RosterHolder = { fingerprint, keySha256, role, from, until: null, status: 'active' };
  const holders = before ? team.holders.map((other) => (other === before ? holder : other)) : [...team.holders, holder];
  const rest = draft.teams.filter((other) => other.id !== teamId);
  return { ...draft, teams: [...rest, { id: teamId, holders }] };
}

function addRenewer(draft: Draft, { fingerprint, keySha256 }: PublicKeyInfo): Draft {
  const others = draft.renewers.filter((other) => other.fingerprint !== fingerprint);
  return { ...draft, renewers: [...others, { fingerprint, keySha256 }] };
}

export const rosterAdd: Command = {
  name: 'roster add',
  usage: 'FOLDER PUBLIC.asc:ROLE… [--team ID]',
  summary: `Writes the next roster with these keys in it, or amends one nobody has signed. ROLE: ${PLACES.join(', ')}.`,
  options: { team: { type: 'string' } },
  takes: [2, 61],
  async run(input, world) {
    const [folder = '', ...places] = input.positionals;
    const ceremony = readCeremony(folder);
    const draft = openDraft(ceremony, world.now());
    const teamId = input.text('team') ?? draft.teams[0]?.id ?? 'response';
    if (!/^[a-z0-9-]{1,40}$/.test(teamId)) throw new UsageProblem('--team is small letters, digits and hyphens.');
    const engine = createEngine({ now: () => world.now() });
    const named = await Promise.all(
      places
        .map(readPlace)
        .map(async ({ file, place }): Promise<Named> => ({ key: await readPublicKey(engine, file), place })),
    );
    const next = named.reduce(
      (so, { key, place }) => (place === 'renewer' ? addRenewer(so, key) : addHolder(so, teamId, key, place)),
      draft,
    );
    const isLed = next.teams.some(({ holders }) => holders.some(({ role }) => role === 'responder'));
    if (!isLed) throw new UsageProblem('A roster needs at least one PUBLIC.asc:responder.');
    writeDraft(
      ceremony,
      next,
      named.map(({ key }) => key),
      world,
    );
  },
};
