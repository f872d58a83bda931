import type { CryptoApi, RosterProblem, SuspensionProblem, VerifiedRoster } from '@sos/crypto';
import { RENEWERS_NEEDED, type RootSet, type Roster, type Suspension } from '@sos/domain';

import { CliProblem } from '../platform/problem.js';
import type { Ceremony, Document } from './folder.js';
import { candidatesFor, readKeys, whoSigned, type Keys } from './signers.js';

export interface Signer {
  readonly fingerprint: string;
  readonly armored: string;
}

export interface Signed<T> {
  readonly document: Document<T>;
  readonly signers: readonly Signer[];
}

export interface VerifiedCeremony {
  readonly rootSets: readonly Signed<RootSet>[];
  readonly rosters: readonly Signed<Roster>[];
  readonly suspensions: readonly Signed<Suspension>[];
  /** Every roster as the browsers' own engine sees it, the newest first. */
  readonly verdicts: readonly VerifiedRoster[];
  readonly keys: Keys;
  readonly pinned: { readonly first: string; readonly latest: string };
}

const PROBLEMS: Readonly<Record<RosterProblem, string>> = {
  malformed: 'it is not in the format',
  broken_chain: 'it does not follow from the one before it, or its roots have been replaced',
  unknown_root: 'a signature is not by one of its roots',
  wrong_purpose: 'a signature was made for another purpose',
  not_enough_signatures: 'it has too few signatures',
  rolled_back: 'it is older than one before it',
  not_yet_valid: 'it begins in the future: is the clock of this machine right?',
  expired: 'it has run out: make the next one',
  key_missing: 'the folder lacks the public key of one of its holders',
  key_mismatch: 'the folder holds other bytes of a holder’s key',
  key_unusable: 'the key of one of its holders has expired, is revoked or cannot be used',
  renewal_changes_content: 'its renewers may give it later dates and change nothing else',
  renewed_too_often: 'its renewers have renewed it twice already: the roots have to sign',
};

const SUSPENSION_PROBLEMS: Readonly<Record<SuspensionProblem, string>> = {
  malformed: 'it is not in the format',
  other_roster: 'it is for no roster in this folder',
  not_a_holder: 'the roster it names does not hold that key',
  not_yet_valid: 'it begins in the future: is the clock of this machine right?',
  not_enough_signatures: 'the holder has not signed it, nor have two responders',
};

const WHY_NOT = {
  bad: 'is not a good signature: the document or the signature was changed',
  wrong_purpose: 'was made for another purpose: sign with the notation that `sos roster sign` prints',
  unknown_signer: 'is not by anybody who may sign this',
} as const;

/** Every signature must be good: one that is not is a mistake somebody has to hear of. */
async function signersOf<T>(
  engine: CryptoApi,
  ceremony: Ceremony,
  document: Document<T>,
  keys: Keys,
): Promise<Signed<T>> {
  const candidates = candidatesFor(ceremony, document, keys);
  const [missing] = candidates.missing;
  if (missing !== undefined && candidates.purpose !== 'suspend.v1')
    throw new CliProblem(`The folder lacks the public key of the root ${missing}.`);
  const signers = new Map<string, Signer>();
  for (const { file, armored } of document.signatures) {
    const { verdict, fingerprint } = await whoSigned(engine, document.bytes, armored, candidates);
    if (verdict !== 'good' || fingerprint === undefined)
      throw new CliProblem(`${file} ${WHY_NOT[verdict === 'good' ? 'bad' : verdict]}.`);
    signers.set(fingerprint, { fingerprint, armored });
  }
  return { document, signers: [...signers.values()] };
}

function countOf(signers: readonly Signer[], members: readonly { readonly fingerprint: string }[]): number {
  const own = new Set(members.map(({ fingerprint }) => fingerprint));
  return signers.filter(({ fingerprint }) => own.has(fingerprint)).length;
}

function requireThreshold({ document, signers }: Signed<unknown>, { members, threshold, version }: RootSet): void {
  const count = countOf(signers, members);
  if (count >= threshold) return;
  throw new CliProblem(
    `${document.file} has ${count} of the ${threshold} signatures it needs from root set ${version}.`,
  );
}

/** Stricter than a browser, which takes the first set from its build: here its own threshold has signed it too. */
export async function verifyRootSets(engine: CryptoApi, ceremony: Ceremony, keys: Keys): Promise<Signed<RootSet>[]> {
  const signed: Signed<RootSet>[] = [];
  for (const [index, document] of ceremony.rootSets.entries()) {
    const one = await signersOf(engine, ceremony, document, keys);
    for (const set of ceremony.rootSets.slice(Math.max(0, index - 1), index + 1)) requireThreshold(one, set.value);
    signed.push(one);
  }
  return signed;
}

async function verifyRosterSignatures(engine: CryptoApi, ceremony: Ceremony, keys: Keys): Promise<Signed<Roster>[]> {
  const signed: Signed<Roster>[] = [];
  for (const [index, document] of ceremony.rosters.entries()) {
    const set = ceremony.rootSets[document.value.rootSetVersion - 1]?.value;
    if (!set)
      throw new CliProblem(`${document.file} names root set ${document.value.rootSetVersion}, which is not here.`);
    const one = await signersOf(engine, ceremony, document, keys);
    // Whether it is a renewal that renewers may sign, the engine judges.
    const renewers = ceremony.rosters[index - 1]?.value.renewers ?? [];
    if (countOf(one.signers, renewers) < RENEWERS_NEEDED) requireThreshold(one, set);
    signed.push(one);
  }
  return signed;
}

const toEvidence = ({ bytes, signatures }: Document<unknown>) => ({
  bytes,
  signatures: signatures.map(({ armored }) => armored),
});

/** The place of the roster that is in force: the last one whose time has come. The roots may have signed others ahead. */
function currentIndex({ rosters }: Ceremony, now: Date): number {
  const begun = rosters.findLastIndex(({ value }) => Date.parse(value.issued) <= now.getTime());
  return begun < 0 ? rosters.length - 1 : begun;
}

/** What every browser will do with it, by the same code. */
async function askEngine(
  engine: CryptoApi,
  ceremony: Ceremony,
  keys: Keys,
  { pinned, now }: { readonly pinned: VerifiedCeremony['pinned']; readonly now: Date },
): Promise<VerifiedRoster[]> {
  const raw = [...keys.values()].map(({ bytes }) => bytes);
  const inForce = currentIndex(ceremony, now);
  const verdicts: VerifiedRoster[] = [];
  for (const [index, document] of ceremony.rosters.entries()) {
    const before = ceremony.rosters[index - 1];
    if ((document.value.prevSha256 ?? undefined) !== before?.sha256)
      throw new CliProblem(`${document.file} cannot be trusted: ${PROBLEMS.broken_chain}.`);
    const verdict = await engine.verifyRoster({
      roster: toEvidence(document),
      rootSets: ceremony.rootSets.map(toEvidence),
      rootKeys: raw,
      holderKeys: raw,
      pinned,
      buildDate: new Date(0).toISOString(),
      minimumVersion: document.value.version,
      previous: before && { version: before.value.version, sha256: before.sha256 },
      history: ceremony.rosters.slice(0, index).map(toEvidence),
      suspensions: ceremony.suspensions.map(toEvidence),
      use: index === inForce ? 'seal' : 'read',
    });
    if (!verdict.ok) throw new CliProblem(`${document.file} cannot be trusted: ${PROBLEMS[verdict.problem]}.`);
    verdicts.unshift(verdict);
  }
  return verdicts;
}

/** Each has to count under the roster it names; whether it still does under a later one, that roster says. */
function requireSuspensions({ suspensions }: Ceremony, verdicts: readonly VerifiedRoster[]): void {
  for (const { file, value } of suspensions) {
    const under = verdicts.find(({ sha256 }) => sha256 === value.rosterSha256);
    const counts = under?.suspended.some(({ keySha256, at }) => keySha256 === value.keySha256 && at === value.at);
    if (counts === true) continue;
    const problem = under?.suspensionProblems.find((one) => one !== 'other_roster') ?? 'other_roster';
    throw new CliProblem(`${file} does not count: ${SUSPENSION_PROBLEMS[problem]}.`);
  }
}

/** @throws CliProblem naming the first thing that is not as it must be */
export async function verifyCeremony(
  engine: CryptoApi,
  ceremony: Ceremony,
  now = new Date(),
): Promise<VerifiedCeremony> {
  const [first, latest] = [ceremony.rootSets[0], ceremony.rootSets.at(-1)];
  if (!first || !latest) throw new CliProblem(`${ceremony.folder} holds no root set.`);
  const keys = readKeys(ceremony);
  const pinned = { first: first.sha256, latest: latest.sha256 };
  const rootSets = await verifyRootSets(engine, ceremony, keys);
  const rosters = await verifyRosterSignatures(engine, ceremony, keys);
  const suspensions: Signed<Suspension>[] = [];
  for (const document of ceremony.suspensions) suspensions.push(await signersOf(engine, ceremony, document, keys));
  const verdicts = await askEngine(engine, ceremony, keys, { pinned, now });
  requireSuspensions(ceremony, verdicts);
  return { rootSets, rosters, suspensions, keys, pinned, verdicts };
}
