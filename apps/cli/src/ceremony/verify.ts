import { sha256Hex, type CryptoApi, type RosterProblem, type SigningPurpose, type VerifiedRoster } from '@sos/crypto';
import { inspectPublicKey } from '@sos/crypto/inspect';
import type { RootSet, Roster } from '@sos/domain';

import { CliProblem } from '../platform/problem.js';
import type { Ceremony, Document } from './folder.js';

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
  /** Every roster as the browsers' own engine sees it, the newest first. */
  readonly verdicts: readonly VerifiedRoster[];
  /** The public keys in the folder, by the SHA-256 of their bytes. */
  readonly keys: ReadonlyMap<string, { readonly fingerprint: string; readonly bytes: Uint8Array<ArrayBuffer> }>;
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
};

type Keys = VerifiedCeremony['keys'];

function readKeys({ keys }: Ceremony): Keys {
  return new Map(
    keys.flatMap((bytes) => {
      const inspected = inspectPublicKey(bytes);
      return inspected.ok ? [[sha256Hex(bytes), { fingerprint: inspected.fingerprint, bytes }] as const] : [];
    }),
  );
}

const WHY_NOT = {
  bad: 'is not a good signature: the document or the signature was changed',
  wrong_purpose: 'was made for another purpose: sign with the notation that `sos sign` prints',
  unknown_signer: 'is not by one of the roots',
} as const;

/** Every signature must be good: one that is not is a mistake somebody has to hear of. */
async function signersOf(
  engine: CryptoApi,
  { bytes, signatures }: Document<unknown>,
  sets: readonly RootSet[],
  { keys, purpose }: { readonly keys: Keys; readonly purpose: SigningPurpose },
): Promise<readonly Signer[]> {
  const members = new Map(sets.flatMap((set) => set.members.map((member) => [member.fingerprint, member] as const)));
  const signers = new Map<string, Signer>();
  for (const { file, armored } of signatures) {
    let verdict: keyof typeof WHY_NOT | 'good' = 'unknown_signer';
    for (const { fingerprint, keySha256 } of members.values()) {
      const publicKey = keys.get(keySha256)?.bytes;
      if (!publicKey) throw new CliProblem(`The folder lacks the public key of the root ${fingerprint}.`);
      verdict = await engine.verifyForPurpose({ bytes, signature: armored, publicKey, purpose });
      if (verdict === 'good') signers.set(fingerprint, { fingerprint, armored });
      if (verdict !== 'unknown_signer') break;
    }
    if (verdict !== 'good') throw new CliProblem(`${file} ${WHY_NOT[verdict]}.`);
  }
  return [...signers.values()];
}

function requireThreshold({ document, signers }: Signed<unknown>, { members, threshold, version }: RootSet): void {
  const own = new Set(members.map(({ fingerprint }) => fingerprint));
  const count = signers.filter(({ fingerprint }) => own.has(fingerprint)).length;
  if (count >= threshold) return;
  throw new CliProblem(
    `${document.file} has ${count} of the ${threshold} signatures it needs from root set ${version}.`,
  );
}

/** Stricter than a browser, which takes the first set from its build: here its own threshold has signed it too. */
async function verifyRootSets(engine: CryptoApi, { rootSets }: Ceremony, keys: Keys): Promise<Signed<RootSet>[]> {
  const signed: Signed<RootSet>[] = [];
  for (const [index, document] of rootSets.entries()) {
    const sets = rootSets.slice(Math.max(0, index - 1), index + 1).map(({ value }) => value);
    const one = { document, signers: await signersOf(engine, document, sets, { keys, purpose: 'roots.v1' }) };
    for (const set of sets) requireThreshold(one, set);
    signed.push(one);
  }
  return signed;
}

async function verifyRosterSignatures(
  engine: CryptoApi,
  { rootSets, rosters }: Ceremony,
  keys: Keys,
): Promise<Signed<Roster>[]> {
  const signed: Signed<Roster>[] = [];
  for (const document of rosters) {
    const set = rootSets[document.value.rootSetVersion - 1]?.value;
    if (!set)
      throw new CliProblem(`${document.file} names root set ${document.value.rootSetVersion}, which is not here.`);
    const purpose = 'responder-roster.v1';
    const one = { document, signers: await signersOf(engine, document, [set], { keys, purpose }) };
    requireThreshold(one, set);
    signed.push(one);
  }
  return signed;
}

/** What every browser will do with it, by the same code. */
async function askEngine(
  engine: CryptoApi,
  ceremony: Ceremony,
  keys: Keys,
  pinned: VerifiedCeremony['pinned'],
): Promise<VerifiedRoster[]> {
  const toEvidence = ({ bytes, signatures }: Document<unknown>) => ({
    bytes,
    signatures: signatures.map(({ armored }) => armored),
  });
  const raw = [...keys.values()].map(({ bytes }) => bytes);
  const verdicts: VerifiedRoster[] = [];
  for (const [index, document] of ceremony.rosters.entries()) {
    const before = ceremony.rosters[index - 1];
    const isNewest = index === ceremony.rosters.length - 1;
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
      use: isNewest ? 'seal' : 'read',
    });
    if (!verdict.ok) throw new CliProblem(`${document.file} cannot be trusted: ${PROBLEMS[verdict.problem]}.`);
    verdicts.unshift(verdict);
  }
  return verdicts;
}

/** @throws CliProblem naming the first thing that is not as it must be */
export async function verifyCeremony(engine: CryptoApi, ceremony: Ceremony): Promise<VerifiedCeremony> {
  const [first, latest] = [ceremony.rootSets[0], ceremony.rootSets.at(-1)];
  if (!first || !latest) throw new CliProblem(`${ceremony.folder} holds no root set.`);
  const keys = readKeys(ceremony);
  const pinned = { first: first.sha256, latest: latest.sha256 };
  const rootSets = await verifyRootSets(engine, ceremony, keys);
  const rosters = await verifyRosterSignatures(engine, ceremony, keys);
  return { rootSets, rosters, keys, pinned, verdicts: await askEngine(engine, ceremony, keys, pinned) };
}
