import { combine, split } from 'shamir-secret-sharing';
import { concatBytes, copyBytes, randomBelow, randomBytes, sha256Hex, toHex, type Bytes } from './bytes.js';
import { EFF_LARGE_WORDLIST } from './eff-large-wordlist.js';
import { bytesToWords, wordsToBytes } from './words.js';

/**
 * The key that reads for the team when nobody else can, as a secret that several people hold in parts. What is split is the
 * passphrase of the locked key: ten words, 129 bits. One part fewer than it takes says nothing about it.
 */
const PASSPHRASE_WORDS = 10;
const SECRET_BYTES = PASSPHRASE_WORDS * 2;
const FORMAT = 1;
const SET_ID_BYTES = 4;
const CHECKSUM_BYTES = 5;
/** Format, set, threshold, the part itself (with its place in the set as its last byte), checksum. */
const SHARE_BYTES = 1 + SET_ID_BYTES + 1 + (SECRET_BYTES + 1) + CHECKSUM_BYTES;
export const SHARE_WORDS = 20;
export const MOST_SHARES = 20;

const INDEX_OF: ReadonlyMap<string, number> = new Map(EFF_LARGE_WORDLIST.map((word, index) => [word, index]));

export interface RecoveryShare {
  /** Eight hex digits that all shares of one key have in common. */
  readonly setId: string;
  readonly threshold: number;
  /** Twenty words: all there is to keep. */
  readonly words: string;
}

export type ShareProblem =
  | 'not_a_share'
  /** A word is wrong, missing or in another place. */
  | 'checksum'
  | 'other_set'
  | 'repeated'
  | 'too_few'
  /** Each part is whole, and together they are no secret of ours: one of them was made up. */
  | 'wrong_share';

export type CombineResult =
  | { readonly ok: true; readonly passphrase: string }
  | { readonly ok: false; readonly problem: ShareProblem; readonly share?: number; readonly needed?: number };

function readWords(text: string): Bytes | undefined {
  const words = text.normalize('NFKC').toLowerCase().trim().split(/\s+/);
  return words.length === SHARE_WORDS ? wordsToBytes(words, SHARE_BYTES) : undefined;
}

function checksum(body: Uint8Array): Bytes {
  const hex = sha256Hex(concatBytes([new TextEncoder().encode('recovery-share.v1'), body]));
  return Uint8Array.from({ length: CHECKSUM_BYTES }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

function toSecret(passphrase: string): Bytes {
  const indexes = passphrase.split(' ').map((word) => INDEX_OF.get(word) ?? -1);
  return Uint8Array.from(indexes.flatMap((index) => [index >> 8, index & 0xff]));
}

/** Undefined where it is not ten words of the list. */
function fromSecret(secret: Uint8Array): string | undefined {
  const words = Array.from(
    { length: PASSPHRASE_WORDS },
    (_, at) => EFF_LARGE_WORDLIST[((secret[at * 2] ?? 0xff) << 8) | (secret[at * 2 + 1] ?? 0xff)],
  );
  return words.every((word) => word !== undefined) ? words.join(' ') : undefined;
}

/** Ten words at random, to lock the recovery key with before they are split. */
export function newRecoveryPassphrase(): string {
  const pick = (): string => EFF_LARGE_WORDLIST[randomBelow(EFF_LARGE_WORDLIST.length)] ?? '';
  return Array.from({ length: PASSPHRASE_WORDS }, pick).join(' ');
}

/** @throws RangeError when it is not at least 2 of at least as many, at most {@link MOST_SHARES} */
export async function splitRecovery(
  passphrase: string,
  { threshold, shares }: { readonly threshold: number; readonly shares: number },
): Promise<readonly RecoveryShare[]> {
  const isLawful = Number.isInteger(threshold) && threshold >= 2 && threshold <= shares && shares <= MOST_SHARES;
  const secret = toSecret(passphrase);
  if (!isLawful || fromSecret(secret) !== passphrase) throw new RangeError('shares');
  const setId = randomBytes(SET_ID_BYTES);
  const parts = await split(secret, shares, threshold);
  return parts.map((part) => {
    const body = concatBytes([Uint8Array.of(FORMAT), setId, Uint8Array.of(threshold), part]);
    const words = bytesToWords(concatBytes([body, checksum(body)]), SHARE_WORDS).join(' ');
    return { setId: toHex(setId), threshold, words };
  });
}

interface ReadShare {
  readonly setId: string;
  readonly threshold: number;
  readonly part: Bytes;
}

function readShare(words: string): ReadShare | 'not_a_share' | 'checksum' {
  const bytes = readWords(words);
  if (!bytes) return 'not_a_share';
  const body = bytes.subarray(0, SHARE_BYTES - CHECKSUM_BYTES);
  if (toHex(checksum(body)) !== toHex(bytes.subarray(SHARE_BYTES - CHECKSUM_BYTES))) return 'checksum';
  if (body[0] !== FORMAT) return 'not_a_share';
  const setId = toHex(body.subarray(1, 1 + SET_ID_BYTES));
  return { setId, threshold: body[1 + SET_ID_BYTES] ?? 0, part: copyBytes(body.subarray(2 + SET_ID_BYTES)) };
}

function isPlace(one: ReadShare, other: ReadShare): boolean {
  return one.part.at(-1) === other.part.at(-1);
}

/** Puts the words together again. Whatever is not certain is refused with its reason: a guess would look like a wrong passphrase. */
export async function combineRecovery(shares: readonly string[]): Promise<CombineResult> {
  const read: ReadShare[] = [];
  for (const [index, words] of shares.entries()) {
    const share = readShare(words);
    if (typeof share === 'string') return { ok: false, problem: share, share: index };
    if (read.some((other) => other.setId !== share.setId || other.threshold !== share.threshold))
      return { ok: false, problem: 'other_set', share: index };
    if (read.some((other) => isPlace(other, share))) return { ok: false, problem: 'repeated', share: index };
    read.push(share);
  }
  const needed = read[0]?.threshold ?? 2;
  if (needed < 2 || read.length < needed) return { ok: false, problem: 'too_few', needed };
  const passphrase = fromSecret(await combine(read.map(({ part }) => part)));
  return passphrase === undefined ? { ok: false, problem: 'wrong_share' } : { ok: true, passphrase };
}
