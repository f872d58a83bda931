import { z } from 'zod';
import {
  isActiveHolder,
  keyRefShape,
  instantSchema,
  parseSignedJson,
  sha256HexSchema,
  versionSchema,
  type KeyRef,
  type Roster,
  type RosterHolder,
} from './roster.js';

/** So many responders suspend a colleague. The holder of a key suspends it alone. */
export const SUSPENDERS_NEEDED = 2;
const MAX_STATEMENT_BYTES = 4096;

/** Takes one key out of one roster, at once. There is no field by which it could add anything. */
export const suspensionSchema = z
  .strictObject({
    ctx: z.literal('suspend.v1'),
    rosterVersion: versionSchema,
    rosterSha256: sha256HexSchema,
    ...keyRefShape,
    at: instantSchema,
  })
  .readonly();
export type Suspension = z.infer<typeof suspensionSchema>;

export function parseSuspension(bytes: Uint8Array): Suspension | undefined {
  if (bytes.length > MAX_STATEMENT_BYTES) return undefined;
  return suspensionSchema.safeParse(parseSignedJson(bytes, 'suspend.v1')).data;
}

/** When whoever signs has to be of the team: not before this roster was issued, or those who left with it could date it back. */
function judgedAt(roster: Roster, { at }: Suspension): Date {
  return new Date(Math.max(Date.parse(roster.issued), Date.parse(at)));
}

function isSameKey(one: KeyRef, other: KeyRef): boolean {
  return one.fingerprint === other.fingerprint && one.keySha256 === other.keySha256;
}

function allHolders({ teams }: Roster): readonly RosterHolder[] {
  return teams.flatMap(({ holders }) => holders);
}

/** Whether the roster gives this key a place that can be taken away. */
export function canBeSuspended(roster: Roster, suspension: Suspension): boolean {
  const at = judgedAt(roster, suspension);
  return allHolders(roster).some((holder) => isSameKey(holder, suspension) && isActiveHolder(holder, at));
}

/** Whose signatures count: the holder's own, and those of the responders. */
export function suspendersOf(roster: Roster, suspension: Suspension): readonly RosterHolder[] {
  const at = judgedAt(roster, suspension);
  return allHolders(roster).filter(
    (holder) => isActiveHolder(holder, at) && (holder.role === 'responder' || isSameKey(holder, suspension)),
  );
}

/** @param signers fingerprints of those {@link suspendersOf} names whose signatures are good */
export function isSuspensionComplete({ fingerprint }: Suspension, signers: ReadonlySet<string>): boolean {
  return signers.has(fingerprint) || signers.size >= SUSPENDERS_NEEDED;
}

/** The roster as it counts while these keys are suspended. It is not what was signed: for working out who receives, never for hashing. */
export function withoutSuspended(roster: Roster, keyHashes: ReadonlySet<string>): Roster {
  if (keyHashes.size === 0) return roster;
  const teams = roster.teams.map((team) => ({
    ...team,
    holders: team.holders.map((holder): RosterHolder =>
      keyHashes.has(holder.keySha256) ? { ...holder, status: 'suspended' } : holder,
    ),
  }));
  return { ...roster, teams };
}
