import { expectedRecipients, mayWrite, type EntryKind, type KeyRef, type Party } from '@sos/domain';
import type { HeldKey } from './engine-key-ring.js';
import { currentKeys, readParticipants } from './engine-participants.js';
import { checkKey, type CheckedKey } from './engine-public-key.js';
import { isRunOut, trustedTime, type TrustedRoster } from './engine-roster.js';
import { CryptoError } from './errors.js';
import type { Destination, Reader } from './types.js';

export interface PlannedReader extends Reader {
  readonly checked: CheckedKey;
}

/** By the last key that each of them is known to have; one whose keys contradict each other is written to by nobody. */
async function checkParticipants(
  { participants, successions = [] }: Destination,
  time: Date,
): Promise<readonly CheckedKey[]> {
  const people = await readParticipants(participants, successions, time);
  if (people.some(({ disputed }) => disputed)) throw new CryptoError('READERS_UNKNOWN');
  const latest = successions.length === 0 ? participants : currentKeys(people).map(({ raw }) => raw);
  return Promise.all(
    latest.map(async (raw) => {
      const checked = await checkKey(raw, time);
      if (!checked.ok) throw new CryptoError('KEY_REFUSED');
      return checked;
    }),
  );
}

/** Refuses to go on without a roster that may be sealed with *now*: verified here, meant for it, not run out since. */
export function requireSealable(trusted: TrustedRoster, time: Date): void {
  if (trusted.use !== 'seal') throw new CryptoError('ROSTER_NOT_VERIFIED');
  if (isRunOut(trusted.roster, time)) throw new CryptoError('ROSTER_EXPIRED');
}

/** Exactly who will be able to read, with the keys that were checked: the audience table and the roster decide, nobody else. */
export async function planReaders(
  trusted: TrustedRoster,
  destination: Destination,
  deviceTime: Date,
): Promise<readonly PlannedReader[]> {
  const time = trustedTime(deviceTime, trusted);
  requireSealable(trusted, time);
  const participants = await checkParticipants(destination, time);
  const { teamId, named, partner, recoveryAgreed } = destination;
  const context = { roster: trusted.effective, teamId, at: time, participants, named, partner, recoveryAgreed };
  const expected = expectedRecipients(destination.audience, context);
  if (!expected.ok) throw new CryptoError('READERS_UNKNOWN');
  const known = [...trusted.holders.map(({ checked }) => checked), ...participants];
  const readers = expected.recipients.map((recipient) => {
    const checked = known.find(
      (key) => key.keySha256 === recipient.keySha256 && key.fingerprint === recipient.fingerprint,
    );
    // Somebody became active since the roster was verified: their key has to be checked first.
    if (!checked) throw new CryptoError('ROSTER_NOT_VERIFIED');
    return { ...recipient, encryptionSubkeyId: checked.encryptionSubkeyId, checked };
  });
  if (new Set(readers.map(({ encryptionSubkeyId }) => encryptionSubkeyId)).size !== readers.length)
    throw new CryptoError('READERS_UNKNOWN');
  return readers;
}

/** If the readers are no longer those the person saw, they see them first: nothing goes out. */
export function requireShown(readers: readonly KeyRef[], shown: readonly string[]): void {
  const seen = new Set(shown);
  if (seen.size !== readers.length || readers.some(({ keySha256 }) => !seen.has(keySha256)))
    throw new CryptoError('READERS_CHANGED');
}

/** Writers are among the readers and hold a role that may write this: anything else every reader would refuse. */
export function requireWriter(
  held: HeldKey,
  readers: readonly PlannedReader[],
  audience: Destination['audience'],
  kind: EntryKind,
): Party {
  const own = readers.find(({ keySha256 }) => keySha256 === held.publicKey.keySha256);
  if (!own) throw new CryptoError('NOT_A_READER_KEY');
  if (!mayWrite(own.party, audience, kind)) throw new CryptoError('MAY_NOT_WRITE');
  return own.party;
}
