import { parseRootSet, type RootSet } from '@sos/domain';
import { sha256Hex } from './bytes.js';
import { readKeyForVerifying } from './engine-public-key.js';
import { verifyForPurpose, type SignatureVerdict } from './engine-signature.js';
import type { openpgp } from './openpgp-library.js';
import type { RosterEvidence, RosterProblem, SignedBytes, SigningPurpose } from './types.js';

interface RootKey {
  readonly keySha256: string;
  readonly key: openpgp.Key;
}

export type RootKeys = ReadonlyMap<string, RootKey>;

export type RootChain =
  { readonly ok: true; readonly sets: readonly RootSet[] } | { readonly ok: false; readonly problem: RosterProblem };

export async function readRootKeys(rawKeys: readonly Uint8Array[]): Promise<RootKeys> {
  const keys = new Map<string, RootKey>();
  for (const raw of rawKeys) {
    const key = await readKeyForVerifying(raw);
    if (key) keys.set(key.getFingerprint(), { key, keySha256: sha256Hex(raw) });
  }
  return keys;
}

interface Judged {
  readonly verdict: SignatureVerdict;
  readonly fingerprint?: string;
}

/** Which member of the set made this signature, if any did and for this purpose. */
async function judgeSignature(
  signed: { readonly bytes: Uint8Array; readonly signature: string | Uint8Array },
  set: RootSet,
  keys: RootKeys,
  purpose: SigningPurpose,
  date: Date,
): Promise<Judged> {
  for (const { fingerprint, keySha256 } of set.members) {
    const root = keys.get(fingerprint);
    // A root whose served bytes are not the ones the set names does not count as that root.
    if (root?.keySha256 !== keySha256) continue;
    const verdict = await verifyForPurpose(signed, root.key, purpose, date);
    if (verdict !== 'unknown_signer') return { verdict, fingerprint };
  }
  return { verdict: 'unknown_signer' };
}

export interface ThresholdVerdict {
  /** Undefined when enough distinct members of the set signed; otherwise the most telling reason why not. */
  readonly problem: RosterProblem | undefined;
  readonly signers: readonly string[];
}

export async function judgeThreshold(
  document: SignedBytes,
  set: RootSet,
  keys: RootKeys,
  purpose: SigningPurpose,
  date: Date,
): Promise<ThresholdVerdict> {
  const signers = new Set<string>();
  const verdicts = new Set<SignatureVerdict>();
  for (const signature of document.signatures) {
    const { verdict, fingerprint } = await judgeSignature(
      { bytes: document.bytes, signature },
      set,
      keys,
      purpose,
      date,
    );
    verdicts.add(verdict);
    if (verdict === 'good' && fingerprint !== undefined) signers.add(fingerprint);
  }
  return { problem: signers.size >= set.threshold ? undefined : problemOf(verdicts), signers: [...signers] };
}

function problemOf(verdicts: ReadonlySet<SignatureVerdict>): RosterProblem {
  if (verdicts.has('wrong_purpose')) return 'wrong_purpose';
  return verdicts.has('unknown_signer') ? 'unknown_root' : 'not_enough_signatures';
}

/** Each next set carries the threshold of the old *and* of the new: nobody can be made a root against the roots. */
async function linkProblem(
  document: SignedBytes,
  old: RootSet,
  next: RootSet,
  keys: RootKeys,
  date: Date,
): Promise<RosterProblem | undefined> {
  if (next.version !== old.version + 1) return 'broken_chain';
  const byOld = await judgeThreshold(document, old, keys, 'roots.v1', date);
  return byOld.problem ?? (await judgeThreshold(document, next, keys, 'roots.v1', date)).problem;
}

/** Follows the chain from the pinned first set to the newest, through the latest one this build knows. */
export async function verifyRootChain(evidence: RosterEvidence, keys: RootKeys, date: Date): Promise<RootChain> {
  const hashes = evidence.rootSets.map(({ bytes }) => sha256Hex(bytes));
  if (hashes[0] !== evidence.pinned.first || !hashes.includes(evidence.pinned.latest))
    return { ok: false, problem: 'broken_chain' };
  const sets: RootSet[] = [];
  for (const document of evidence.rootSets) {
    const next = parseRootSet(document.bytes);
    if (!next) return { ok: false, problem: 'malformed' };
    const old = sets.at(-1);
    const problem = old && (await linkProblem(document, old, next, keys, date));
    if (problem) return { ok: false, problem };
    sets.push(next);
  }
  return { ok: true, sets };
}
