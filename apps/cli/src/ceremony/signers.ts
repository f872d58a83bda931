import { sha256Hex, type CryptoApi, type SigningPurpose } from '@sos/crypto';
import { inspectPublicKey } from '@sos/crypto/inspect';
import { suspendersOf, type KeyRef } from '@sos/domain';

import type { Ceremony, Document } from './folder.js';

/** The public keys in a folder, by the SHA-256 of their bytes. */
export type Keys = ReadonlyMap<string, { readonly fingerprint: string; readonly bytes: Uint8Array<ArrayBuffer> }>;

export function readKeys({ keys }: Ceremony): Keys {
  return new Map(
    keys.flatMap((bytes) => {
      const inspected = inspectPublicKey(bytes);
      return inspected.ok ? [[sha256Hex(bytes), { fingerprint: inspected.fingerprint, bytes }] as const] : [];
    }),
  );
}

/** Who may sign a document, and for what. */
export interface Candidates {
  readonly purpose: SigningPurpose;
  readonly keys: readonly { readonly fingerprint: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** Of those who may sign, whose public key the folder lacks. */
  readonly missing: readonly string[];
}

function toCandidates(purpose: SigningPurpose, refs: readonly KeyRef[], keys: Keys): Candidates {
  const distinct = [...new Map(refs.map((ref) => [ref.keySha256, ref])).values()];
  return {
    purpose,
    keys: distinct.flatMap(({ keySha256 }) => keys.get(keySha256) ?? []),
    missing: distinct.filter(({ keySha256 }) => !keys.has(keySha256)).map(({ fingerprint }) => fingerprint),
  };
}

/** The old roots and the new for a root set; the roots and the renewers of the one before for a roster; holders for a suspension. */
export function candidatesFor(ceremony: Ceremony, document: Document<unknown>, keys: Keys): Candidates {
  const { rootSets, rosters, suspensions } = ceremony;
  const set = rootSets.findIndex((one) => one === document);
  if (set >= 0) {
    const sets = rootSets.slice(Math.max(0, set - 1), set + 1);
    return toCandidates(
      'roots.v1',
      sets.flatMap(({ value }) => value.members),
      keys,
    );
  }
  const at = rosters.findIndex((one) => one === document);
  const roster = rosters[at];
  if (roster) {
    const roots = rootSets[roster.value.rootSetVersion - 1]?.value.members ?? [];
    const renewers = rosters[at - 1]?.value.renewers ?? [];
    return toCandidates('responder-roster.v1', [...roots, ...renewers], keys);
  }
  const suspension = suspensions.find((one) => one === document)?.value;
  const under = rosters.find(({ sha256 }) => sha256 === suspension?.rosterSha256)?.value;
  return toCandidates('suspend.v1', suspension && under ? suspendersOf(under, suspension) : [], keys);
}

export interface WhoSigned {
  readonly verdict: 'good' | 'bad' | 'wrong_purpose' | 'unknown_signer';
  readonly fingerprint?: string;
}

export async function whoSigned(
  engine: CryptoApi,
  bytes: Uint8Array,
  signature: string,
  { keys, purpose }: Candidates,
): Promise<WhoSigned> {
  for (const { fingerprint, bytes: publicKey } of keys) {
    const verdict = await engine.verifyForPurpose({ bytes, signature, publicKey, purpose });
    if (verdict !== 'unknown_signer') return { verdict, fingerprint };
  }
  return { verdict: 'unknown_signer' };
}
