import {
  isActiveHolder,
  parseRoster,
  withoutSuspended,
  type RootSet,
  type Roster,
  type RosterHolder,
} from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { checkKey, readKeyForVerifying, type CheckedKey } from './engine-public-key.js';
import { judgeSignatures } from './engine-renewal.js';
import { readRootKeys, verifyRootChain } from './engine-roots.js';
import { judgeSuspensions, type JudgedSuspensions } from './engine-suspension.js';
import type { openpgp } from './openpgp-library.js';
import type { RosterEvidence, RosterProblem, RosterSigners, VerifiedHolder } from './types.js';

export interface TrustedHolder extends VerifiedHolder {
  readonly checked: CheckedKey;
}

/** A roster that passed everything, with the parsed keys of its holders. Only this module makes one. */
export interface TrustedRoster {
  /** As it was signed. */
  readonly roster: Roster;
  /** As it counts, without the keys that have been suspended since. */
  readonly effective: Roster;
  readonly suspensions: JudgedSuspensions;
  readonly signedBy: RosterSigners;
  readonly rootSet: RootSet;
  readonly sha256: string;
  readonly use: 'seal' | 'read';
  readonly holders: readonly TrustedHolder[];
  /** By fingerprint, every key of the roster that was served intact: for verifying what a holder wrote, then or now. */
  readonly verificationKeys: ReadonlyMap<string, openpgp.Key>;
  /** The clock is never behind this. */
  readonly buildTime: Date;
}

type Failed = { readonly ok: false; readonly problem: RosterProblem };
export type RosterResult =
  { readonly ok: true; readonly trusted: TrustedRoster } | (Failed & { readonly deviceClock?: true });

/** Two clocks that are both right may still differ by this much. */
const CLOCK_SKEW_MS = 10 * 60_000;

function laterOf(one: Date, other: Date): Date {
  return one.getTime() > other.getTime() ? one : other;
}

/** The time the rules go by: a device that is slow does not make a run-out roster good again. */
export function trustedTime(deviceTime: Date, roster: Pick<TrustedRoster, 'buildTime'>): Date {
  return laterOf(deviceTime, roster.buildTime);
}

export function isRunOut(roster: Roster, time: Date): boolean {
  return Date.parse(roster.notAfter) <= time.getTime();
}

/** A new roster descends from the one trusted last, link by link: no fork, no way back. */
function descentProblem(roster: Roster, sha256: string, evidence: RosterEvidence): RosterProblem | undefined {
  const { previous } = evidence;
  if (!previous) return undefined;
  if (roster.version < previous.version) return 'rolled_back';
  if (roster.version === previous.version) return sha256 === previous.sha256 ? undefined : 'broken_chain';
  const history = new Map((evidence.history ?? []).map(({ bytes }) => [sha256Hex(bytes), bytes]));
  let link = roster;
  while (link.version > previous.version + 1) {
    const bytes = history.get(link.prevSha256 ?? '');
    const parent = bytes && parseRoster(bytes);
    if (parent?.version !== link.version - 1) return 'broken_chain';
    link = parent;
  }
  return link.prevSha256 === previous.sha256 ? undefined : 'broken_chain';
}

function currencyProblem(
  roster: Roster,
  sha256: string,
  evidence: RosterEvidence,
  time: Date,
): RosterProblem | undefined {
  if (evidence.use === 'read') return undefined;
  if (roster.version < evidence.minimumVersion) return 'rolled_back';
  const descent = descentProblem(roster, sha256, evidence);
  if (descent) return descent;
  if (Date.parse(roster.issued) > time.getTime() + CLOCK_SKEW_MS) return 'not_yet_valid';
  return isRunOut(roster, time) ? 'expired' : undefined;
}

interface ServedKey {
  readonly raw: Uint8Array;
  readonly key: openpgp.Key;
}

type ServedKeys = ReadonlyMap<string, ServedKey>;

type SignedRoster = {
  readonly ok: true;
  readonly roster: Roster;
  readonly rootSet: RootSet;
  readonly signedBy: RosterSigners;
};

async function verifySignatures(
  evidence: RosterEvidence,
  served: ServedKeys,
  time: Date,
): Promise<SignedRoster | Failed> {
  const roster = parseRoster(evidence.roster.bytes);
  if (!roster) return { ok: false, problem: 'malformed' };
  const rootKeys = await readRootKeys(evidence.rootKeys);
  const chain = await verifyRootChain(evidence, rootKeys, time);
  if (!chain.ok) return chain;
  const set = chain.sets.find(({ version }) => version === roster.rootSetVersion);
  // Roots that have been replaced sign no new roster, though the old ones they signed can still be read.
  const isCurrentSet = set === chain.sets.at(-1);
  if (!set || (evidence.use === 'seal' && !isCurrentSet)) return { ok: false, problem: 'broken_chain' };
  const context = { set, rootKeys, served, history: evidence.history ?? [], time };
  const judged = await judgeSignatures(evidence.roster, roster, context);
  return judged.ok ? { ok: true, roster, rootSet: set, signedBy: judged.signedBy } : judged;
}

/** Served keys by the hash of the bytes as they came, before parsing: a stripped revocation or an added subkey changes it. */
async function readServedKeys(rawKeys: readonly Uint8Array[]): Promise<ServedKeys> {
  const served = new Map<string, ServedKey>();
  for (const raw of rawKeys) {
    const key = await readKeyForVerifying(raw);
    if (key) served.set(sha256Hex(raw), { raw, key });
  }
  return served;
}

type CheckedHolder = { readonly ok: true; readonly holder: TrustedHolder } | Failed;

async function checkHolder(
  teamId: string,
  holder: RosterHolder,
  served: ServedKeys,
  time: Date,
): Promise<CheckedHolder> {
  const found = served.get(holder.keySha256);
  const isOtherBytes = [...served.values()].some(({ key }) => key.getFingerprint() === holder.fingerprint);
  if (!found) return { ok: false, problem: isOtherBytes ? 'key_mismatch' : 'key_missing' };
  if (found.key.getFingerprint() !== holder.fingerprint) return { ok: false, problem: 'key_mismatch' };
  const checked = await checkKey(found.raw, time);
  if (!checked.ok) return { ok: false, problem: 'key_unusable' };
  const { fingerprint, keySha256, role } = holder;
  return {
    ok: true,
    holder: { teamId, role, fingerprint, keySha256, encryptionSubkeyId: checked.encryptionSubkeyId, checked },
  };
}

type CheckedHolders = { readonly ok: true; readonly holders: readonly TrustedHolder[] } | Failed;

async function checkActiveHolders(roster: Roster, served: ServedKeys, time: Date): Promise<CheckedHolders> {
  const holders: TrustedHolder[] = [];
  for (const team of roster.teams) {
    for (const holder of team.holders.filter((candidate) => isActiveHolder(candidate, time))) {
      const checked = await checkHolder(team.id, holder, served, time);
      if (!checked.ok) return checked;
      holders.push(checked.holder);
    }
  }
  return { ok: true, holders };
}

function intactKeys(roster: Roster, served: ServedKeys): ReadonlyMap<string, openpgp.Key> {
  const keys = new Map<string, openpgp.Key>();
  for (const { fingerprint, keySha256 } of roster.teams.flatMap(({ holders }) => holders)) {
    const key = served.get(keySha256)?.key;
    if (key?.getFingerprint() === fingerprint) keys.set(fingerprint, key);
  }
  return keys;
}

/**
 * Decides whether a roster may be trusted. It fails closed: every path that is not fully proven ends in a named problem, and
 * there is no option to continue anyway.
 */
export async function verifyRoster(evidence: RosterEvidence, deviceTime: Date): Promise<RosterResult> {
  const buildTime = new Date(evidence.buildDate);
  if (Number.isNaN(buildTime.getTime())) return { ok: false, problem: 'malformed' };
  const time = laterOf(deviceTime, buildTime);
  const served = await readServedKeys(evidence.holderKeys);
  const signed = await verifySignatures(evidence, served, time);
  if (!signed.ok) return signed;
  const { roster } = signed;
  const sha256 = sha256Hex(evidence.roster.bytes);
  const problem = currencyProblem(roster, sha256, evidence, time);
  const isClockSlow = deviceTime.getTime() + CLOCK_SKEW_MS < buildTime.getTime();
  if (problem)
    return {
      ok: false,
      problem,
      ...(isClockSlow || problem === 'not_yet_valid' ? { deviceClock: true as const } : {}),
    };
  const verificationKeys = intactKeys(roster, served);
  const history = evidence.history ?? [];
  const context = { current: { roster, sha256 }, history, keys: verificationKeys, time };
  const suspensions = await judgeSuspensions(evidence.suspensions ?? [], context);
  const effective = withoutSuspended(roster, new Set(suspensions.suspended.map(({ keySha256 }) => keySha256)));
  // To read old entries, keys that have since run out or left are as good as they were then.
  const active =
    evidence.use === 'seal' ? await checkActiveHolders(effective, served, time) : { ok: true as const, holders: [] };
  if (!active.ok) return active;
  const { rootSet, signedBy } = signed;
  const common = { roster, effective, suspensions, rootSet, signedBy, sha256, verificationKeys, buildTime };
  return { ok: true, trusted: { ...common, use: evidence.use, holders: active.holders } };
}
