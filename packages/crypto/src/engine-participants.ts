import { parseSuccession, SUPERSEDED_ROSTER_DAYS, type KeyRef, type Succession } from '@sos/domain';
import { copyBytes, sha256Hex, type Bytes } from './bytes.js';
import { readKeyForVerifying } from './engine-public-key.js';
import { verifyForPurpose } from './engine-signature.js';
import type { openpgp } from './openpgp-library.js';
import type { SignedSuccession } from './types.js';

/** One of the case's own people, by one of their keys. */
export interface Participant extends KeyRef {
  readonly key: openpgp.Key;
  readonly raw: Bytes;
  /** The key this one came after, where it is not the first. */
  readonly predecessor?: string;
  /** Since when their next key stands in its place. */
  readonly replacedAt?: Date;
  /** It has signed itself away to two different keys: one of the two signers is not its owner. */
  readonly disputed?: true;
}

/** Long enough for an outbox that was offline while its owner changed keys elsewhere. */
const REPLACED_KEY_MS = SUPERSEDED_ROSTER_DAYS * 86_400_000;
/** A key a year for a working life; a longer chain is somebody's attempt to keep this browser busy. */
const MOST_SUCCESSIONS = 64;

/** Whether somebody had already changed keys when an entry says it was written with the old one. */
export function replacementOf({ replacedAt }: Participant, at: Date): 'recently' | 'long_ago' | undefined {
  const sinceMs = replacedAt === undefined ? 0 : at.getTime() - replacedAt.getTime();
  if (sinceMs > REPLACED_KEY_MS) return 'long_ago';
  return sinceMs > 0 ? 'recently' : undefined;
}

async function readOne(raw: Uint8Array): Promise<Participant | undefined> {
  const key = await readKeyForVerifying(raw);
  return key && { key, raw: copyBytes(raw), fingerprint: key.getFingerprint(), keySha256: sha256Hex(raw) };
}

function isSame(one: KeyRef, other: KeyRef): boolean {
  return one.fingerprint === other.fingerprint && one.keySha256 === other.keySha256;
}

interface Candidate {
  readonly said: Succession;
  readonly document: SignedSuccession;
}

/** Both keys must have signed these very bytes; a third signature beside them is nobody's concern. */
async function isSignedByBoth(
  { bytes, signatures }: SignedSuccession,
  keys: readonly openpgp.Key[],
  time: Date,
): Promise<boolean> {
  for (const key of keys) {
    const verdicts = await Promise.all(
      signatures.map((signature) => verifyForPurpose({ bytes, signature }, key, 'succession.v1', time)),
    );
    if (!verdicts.includes('good')) return false;
  }
  return true;
}

type Follower = { readonly next: Participant; readonly at: Date };

/**
 * Who comes after this key. Two good statements that name different keys cancel each other out: whoever has stolen the key can sign
 * one as well as its owner, and only the people themselves can say over another channel whose is whose.
 */
async function successorOf(
  participant: Participant,
  candidates: readonly Candidate[],
  time: Date,
): Promise<Follower | 'disputed' | undefined> {
  const good: Follower[] = [];
  for (const { said, document } of candidates.filter((one) => isSame(one.said.from, participant))) {
    const next = await readOne(document.toKey);
    if (!next || !isSame(said.to, next)) continue;
    if (await isSignedByBoth(document, [participant.key, next.key], time)) good.push({ next, at: new Date(said.at) });
  }
  const [first] = good;
  if (!first) return undefined;
  return good.every(({ next }) => isSame(next, first.next)) ? first : 'disputed';
}

function readCandidates(successions: readonly SignedSuccession[]): readonly Candidate[] {
  return successions.slice(0, MOST_SUCCESSIONS).flatMap((document) => {
    const said = parseSuccession(document.bytes);
    return said ? [{ said, document }] : [];
  });
}

async function chainFrom(
  raw: Uint8Array,
  candidates: readonly Candidate[],
  time: Date,
): Promise<readonly Participant[]> {
  const chain: Participant[] = [];
  let current = await readOne(raw);
  while (current) {
    const found: Participant = current;
    const follows = await successorOf(found, candidates, time);
    if (follows === undefined || follows === 'disputed')
      return [...chain, follows === undefined ? found : { ...found, disputed: true }];
    chain.push({ ...found, replacedAt: follows.at });
    // A circle of successions ends where it began.
    if (chain.some((known) => isSame(known, follows.next))) return chain;
    current = { ...follows.next, predecessor: found.keySha256 };
  }
  return chain;
}

/**
 * The case's own people with every key of theirs that a signed succession leads to, oldest first. The server only hands the statements
 * over: one that does not lead on from a key the case already knows leads nowhere.
 */
export async function readParticipants(
  rawKeys: readonly Uint8Array[],
  successions: readonly SignedSuccession[],
  time: Date,
): Promise<readonly Participant[]> {
  const candidates = readCandidates(successions);
  const chains = await Promise.all(rawKeys.map((raw) => chainFrom(raw, candidates, time)));
  return chains.flat();
}

/** The keys that are written to: of each person the last. */
export function currentKeys(participants: readonly Participant[]): readonly Participant[] {
  return participants.filter(({ replacedAt }) => replacedAt === undefined);
}

/** This person's keys up to this one, the latest first. */
export function chainOf(participants: readonly Participant[], last: Participant): readonly Participant[] {
  const chain: Participant[] = [];
  for (let link: Participant | undefined = last; link && !chain.includes(link);) {
    chain.push(link);
    const before: string | undefined = link.predecessor;
    link = participants.find(({ keySha256 }) => keySha256 === before);
  }
  return chain;
}

/** Of somebody who changed keys, the one the sender knew of: they may have been offline when it was replaced. */
export function addressedKeys(participants: readonly Participant[], recipients: readonly string[]): readonly KeyRef[] {
  return currentKeys(participants).map(
    (current) => chainOf(participants, current).find(({ keySha256 }) => recipients.includes(keySha256)) ?? current,
  );
}

/** Every key that a chain of successions leads from to this one, with the one itself last. */
export async function earlierKeysOf(
  own: KeyRef,
  successions: readonly SignedSuccession[],
  time: Date,
): Promise<readonly Participant[]> {
  const candidates = readCandidates(successions);
  for (const { document } of candidates) {
    const chain = await chainFrom(document.fromKey, candidates, time);
    const place = chain.findIndex((one) => isSame(one, own));
    // The first key of a chain is nobody's successor: begin where nothing leads to it.
    const isFirst = !candidates.some(({ said }) => chain[0] !== undefined && isSame(said.to, chain[0]));
    if (place > 0 && isFirst) return chain.slice(0, place + 1);
  }
  return [];
}

/** The last key of whoever held this one, where signed successions lead to another. */
export async function latestKeyOf(
  raw: Uint8Array,
  successions: readonly SignedSuccession[],
  time: Date,
): Promise<Participant | undefined> {
  const last = (await chainFrom(raw, readCandidates(successions), time)).at(-1);
  return last === undefined || last.disputed || last.predecessor === undefined ? undefined : last;
}
