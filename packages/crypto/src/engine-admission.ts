import { AUDIENCE_RULES, mayReceiveLater, type Entry } from '@sos/domain';
import type { HeldKey } from './engine-key-ring.js';
import type { VerifiedEntry } from './engine-open-entry.js';
import { chainOf, currentKeys, latestKeyOf, readParticipants, type Participant } from './engine-participants.js';
import { checkKey } from './engine-public-key.js';
import type { PlannedReader } from './engine-readers.js';
import { trustedTime, type TrustedHolder, type TrustedRoster } from './engine-roster.js';
import { CryptoError } from './errors.js';
import type { RewrapRequest } from './types.js';

/** In whose name grants are made. */
export interface GrantWriter {
  /** Of the team, by the roster: lets in newcomers, and makes again what does not open. */
  readonly isResponder: boolean;
  /** Of the case's own people: makes again what does not open for somebody the entry was written to. */
  readonly isOwnPerson: boolean;
  /** Their own next key, to which they move what they can read. */
  readonly nextKey: Participant | undefined;
}

/** Every client would doubt the grants of anybody else. */
export async function requireWriterOfGrants(
  { expected, participants, successions = [] }: RewrapRequest,
  { publicKey }: HeldKey,
  trusted: TrustedRoster,
  now: Date,
): Promise<GrantWriter> {
  const own = trusted.holders.find(({ keySha256 }) => keySha256 === publicKey.keySha256);
  const people = await readParticipants(participants, successions, now);
  const writer = {
    isResponder: own?.teamId === expected.teamId && own.role === 'responder',
    isOwnPerson: people.some(({ keySha256 }) => keySha256 === publicKey.keySha256),
    nextKey: await latestKeyOf(publicKey.publicKey, successions, now),
  };
  if (!writer.isResponder && !writer.isOwnPerson && !writer.nextKey) throw new CryptoError('MAY_NOT_WRITE');
  return writer;
}

export interface Admitting {
  readonly request: RewrapRequest;
  readonly held: HeldKey;
  readonly trusted: TrustedRoster;
  readonly writer: GrantWriter;
  readonly verified: VerifiedEntry;
  readonly now: Date;
}

/** A holder the signed audience lets read, or one of the first recipients whose grant does not open. */
function isHolderAdmitted({ request, writer, verified, held }: Admitting, holder: TrustedHolder): boolean {
  const { entry } = verified.opened;
  if (holder.teamId !== request.expected.teamId) return false;
  const isFirstRecipient = entry.recipients.includes(holder.keySha256);
  if (writer.isResponder) return isFirstRecipient || mayReceiveLater(entry.audience, holder.role);
  if (writer.isOwnPerson && isFirstRecipient) return true;
  return isMove(writer, holder) && mayKeep(entry, held, holder);
}

function isMove({ nextKey }: GrantWriter, key: { readonly keySha256: string }): boolean {
  return nextKey?.keySha256 === key.keySha256;
}

/** A new key opens what the old one was meant to open: as one of the first recipients, or as anybody of the team may. */
function mayKeep(entry: Entry, { publicKey }: HeldKey, { role }: TrustedHolder): boolean {
  return entry.recipients.includes(publicKey.keySha256) || mayReceiveLater(entry.audience, role);
}

/** One of the case's own people, by the key they have now, where the entry was written to them under this key or one before it. */
function isPersonAdmitted({ writer, verified, held }: Admitting, person: Participant): boolean {
  const { opened, participants } = verified;
  const { audience, recipients } = opened.entry;
  const chain = chainOf(participants, person);
  const wasAddressed = chain.some(({ keySha256 }) => recipients.includes(keySha256));
  const isSamePerson = chain.some(({ keySha256 }) => keySha256 === held.publicKey.keySha256);
  return (
    AUDIENCE_RULES[audience].participants &&
    wasAddressed &&
    person.disputed === undefined &&
    (writer.isResponder || isSamePerson)
  );
}

async function toReader(
  person: Participant,
  audience: Entry['audience'],
  time: Date,
): Promise<PlannedReader | undefined> {
  const checked = await checkKey(person.raw, time);
  if (!checked.ok) return undefined;
  const { fingerprint, keySha256 } = person;
  const party = audience === 'outsider' ? 'outsider' : 'member';
  return { fingerprint, keySha256, party, encryptionSubkeyId: checked.encryptionSubkeyId, checked };
}

/**
 * Everybody asked for, or nobody: by the audience and the recipients signed inside the entry, and by the roster and the successions
 * verified here. What the caller asks for decides nothing.
 */
export async function admit(admitting: Admitting): Promise<readonly PlannedReader[] | undefined> {
  const { request, trusted, verified, now } = admitting;
  const { grantees } = request;
  const holders = trusted.holders
    .filter((holder) => grantees.includes(holder.fingerprint) && isHolderAdmitted(admitting, holder))
    .map((holder): PlannedReader => ({ ...holder, party: holder.role }));
  const people = currentKeys(verified.participants).filter(
    (person) => grantees.includes(person.fingerprint) && isPersonAdmitted(admitting, person),
  );
  const { audience } = verified.opened.entry;
  const readers = await Promise.all(people.map((person) => toReader(person, audience, trustedTime(now, trusted))));
  const admitted = [...holders, ...readers.filter((reader) => reader !== undefined)];
  const isEverybody =
    grantees.length > 0 && new Set(grantees).size === new Set(admitted.map(({ fingerprint }) => fingerprint)).size;
  return isEverybody ? admitted : undefined;
}
