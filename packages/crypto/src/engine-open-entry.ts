import {
  mayWrite,
  parseEntry,
  recipientsDifference,
  findTeam,
  isActiveHolder,
  SUPERSEDED_ROSTER_DAYS,
  type Entry,
  type KeyRef,
  type Party,
  type Roster,
  type RosterHolder,
} from '@sos/domain';
import { copyBytes, sha256Hex, type Bytes } from './bytes.js';
import { caseIdFor } from './case-id.js';
import { isGrantedBy, isVouchedFor } from './engine-grant-statement.js';
import type { HeldKey } from './engine-key-ring.js';
import { unwrapSessionKey } from './engine-literal.js';
import {
  addressedKeys,
  earlierKeysOf,
  readParticipants,
  replacementOf,
  type Participant,
} from './engine-participants.js';
import { readKeyForVerifying, toRawKey } from './engine-public-key.js';
import { isRunOut, type TrustedRoster } from './engine-roster.js';
import { inspectMessage, type InspectedMessage } from './inspect-message.js';
import { openpgp } from './openpgp-library.js';
import type { EntryFinding, EntryRefusal, OpenedEntry, OpenEntryRequest, OpenEntryResult } from './types.js';

const CLOCK_SKEW_MS = 10 * 60_000;
const SUPERSEDED_ROSTER_MS = SUPERSEDED_ROSTER_DAYS * 86_400_000;

type Refused = { readonly ok: false; readonly refusal: EntryRefusal };
type Step<T> = { readonly ok: true; readonly value: T } | Refused;

function refuse(refusal: EntryRefusal): Refused {
  return { ok: false, refusal };
}

interface Author extends KeyRef {
  readonly party: Party;
  readonly key: openpgp.Key;
  /** Set for a report: the key carried inside. */
  readonly carried?: Bytes;
  /** Set for a holder whom a later roster no longer names as this, and for a key that was replaced, by the time the entry says it was written. */
  readonly left?: Departure;
}

/** `recently`: their browser may not have known yet. */
type Departure = 'recently' | 'long_ago';

interface Judging {
  readonly request: OpenEntryRequest;
  readonly entry: Entry;
  readonly participants: readonly Participant[];
  /** The roster the entry names, where it was given. */
  readonly named: TrustedRoster | undefined;
  /** That one, or else the current one. */
  readonly roster: TrustedRoster | undefined;
  /** Those that came after it. */
  readonly later: readonly TrustedRoster[];
}

async function findSessionKey(message: InspectedMessage, held: HeldKey, date: Date): Promise<Step<Bytes>> {
  const ownIds = held.privateKey.getKeyIDs().map((id) => id.toHex());
  const grant = message.pkesks.find(({ keyId }) => ownIds.includes(keyId));
  if (!grant) return refuse('no_grant_for_key');
  const sessionKey = await unwrapSessionKey(grant.bytes, held.privateKey, date);
  return sessionKey ? { ok: true, value: sessionKey } : refuse('grant_unusable');
}

interface Opened {
  readonly inner: openpgp.Message<Uint8Array>;
  readonly content: Bytes;
}

/** Inside is one signed literal, announced by a one-pass packet: no compression, nothing nested. What follows it is read on verifying. */
function takeApart(inner: openpgp.Message<Uint8Array>): Step<Opened> {
  const { onePassSignature, literalData } = openpgp.enums.packet;
  const content: unknown = inner.getLiteralData();
  const count = (tag: openpgp.enums.packet): number => inner.packets.filterByTag(tag).length;
  if (!(content instanceof Uint8Array) || count(literalData) !== 1) return refuse('malformed_entry');
  if (count(onePassSignature) === 0) return refuse('not_signed');
  return inner.packets.length === 2
    ? { ok: true, value: { inner, content: copyBytes(content) } }
    : refuse('malformed_entry');
}

async function decrypt(seipd: Uint8Array, sessionKey: Bytes, date: Date): Promise<Step<Opened>> {
  try {
    const message = await openpgp.readMessage({ binaryMessage: copyBytes(seipd) });
    const inner = await message.decrypt(undefined, undefined, [{ data: sessionKey, algorithm: 'aes256' }], date);
    return takeApart(inner as openpgp.Message<Uint8Array>); // read from bytes, so of bytes
  } catch {
    // Also the answer to another case's grant put before this entry: its session key does not fit.
    return refuse('integrity');
  }
}

/** A report brings its author's key along. Whether that key opened this case, its id says: see placeRefusal. */
async function reportAuthor({ request, entry, participants }: Judging): Promise<Author | undefined> {
  if (entry.kind !== 'report') return undefined;
  const raw = await toRawKey(entry.body.authorKey);
  const key = raw && (await readKeyForVerifying(raw));
  if (!raw || !key) return undefined;
  const keySha256 = sha256Hex(raw);
  const author = { fingerprint: key.getFingerprint(), keySha256, party: ownParty(request), key, carried: raw };
  const known = participants.find((one) => one.keySha256 === keySha256);
  return known ? withReplacement(author, known, entry) : author;
}

function ownParty({ expected }: OpenEntryRequest): Party {
  return expected.audience === 'outsider' ? 'outsider' : 'member';
}

/** A key that was given up for another signs nothing new: whoever stole it from its owner's old device may try. */
function withReplacement(author: Author, known: Participant, entry: Entry): Author {
  const left = replacementOf(known, new Date(entry.createdAt));
  return left ? { ...author, left } : author;
}

function participantAuthor({ request, entry, participants }: Judging): Author | undefined {
  const found = participants.find(({ fingerprint }) => fingerprint === entry.author.fingerprint);
  if (!found) return undefined;
  const { fingerprint, keySha256, key } = found;
  return withReplacement({ fingerprint, keySha256, key, party: ownParty(request) }, found, entry);
}

/** A suspension acts at once: what the key signs after it says nothing of its holder any more. */
function isSuspendedAt({ roster, later }: Judging, fingerprint: string, at: Date): boolean {
  const all = [...(roster ? [roster] : []), ...later].flatMap(({ suspensions }) => suspensions.suspended);
  return all.some((one) => one.fingerprint === fingerprint && Date.parse(one.at) < at.getTime());
}

/**
 * A roster is good for months, so one that still names somebody must not outlive the next one, which does not: what counts is the
 * first later roster without them. That the entry is not older than it says, only its author's word vouches for.
 */
function departureOf(judging: Judging, { fingerprint, role }: RosterHolder): Departure | undefined {
  const { request, entry, later } = judging;
  const at = new Date(entry.createdAt);
  if (isSuspendedAt(judging, fingerprint, at)) return 'long_ago';
  const ends = later
    .filter(({ roster }) => {
      const holders = findTeam(roster, request.expected.teamId)?.holders ?? [];
      return !holders.some(
        (holder) => holder.fingerprint === fingerprint && holder.role === role && isActiveHolder(holder, at),
      );
    })
    .map(({ roster }) => Date.parse(roster.issued));
  const sinceMs = at.getTime() - Math.min(...ends);
  if (sinceMs > SUPERSEDED_ROSTER_MS) return 'long_ago';
  return sinceMs > 0 ? 'recently' : undefined;
}

/** A holder of the case's team, active when the entry says it was written. */
function holderAuthor(judging: Judging): Author | undefined {
  const { request, entry, roster } = judging;
  const holders = (roster && findTeam(roster.roster, request.expected.teamId)?.holders) ?? [];
  const found = holders.find(({ fingerprint }) => fingerprint === entry.author.fingerprint);
  const key = roster?.verificationKeys.get(entry.author.fingerprint);
  if (!found || !key || !isActiveHolder(found, new Date(entry.createdAt))) return undefined;
  const left = departureOf(judging, found);
  return { fingerprint: found.fingerprint, keySha256: found.keySha256, party: found.role, key, ...(left && { left }) };
}

async function findAuthor(judging: Judging): Promise<Step<Author>> {
  const { entry } = judging;
  const candidates =
    entry.kind === 'report' ? [await reportAuthor(judging)] : [holderAuthor(judging), participantAuthor(judging)];
  const known = candidates
    .filter((author) => author !== undefined)
    .filter(({ fingerprint }) => fingerprint === entry.author.fingerprint);
  const allowed = known.find(({ party, left }) => left !== 'long_ago' && mayWrite(party, entry.audience, entry.kind));
  if (allowed) return { ok: true, value: allowed };
  return refuse(known.length > 0 ? 'author_not_allowed' : 'author_unknown');
}

/** The time of the signature is not judged here: a writer whose clock is ahead is shown as such, not taken for a forger. */
async function isSignedBy({ inner }: Opened, { key }: Author): Promise<boolean> {
  try {
    const { signatures } = await openpgp.verify({
      message: inner,
      verificationKeys: key,
      format: 'binary',
      date: null,
    });
    const [only, ...more] = signatures;
    if (!only || more.length > 0) return false;
    await only.verified;
    return (await only.signature).packets[0]?.signatureType === openpgp.enums.signature.binary;
  } catch {
    return false;
  }
}

/** Whether the report's own key and nonce give the case's id. Anything else would let the order of serving decide whose case it is. */
function isByFounder(entry: Entry, { keySha256 }: Author): boolean {
  return entry.kind !== 'report' || caseIdFor(keySha256, entry.body.caseNonce) === entry.caseId;
}

function placeRefusal({ request: { expected }, entry }: Judging, author: Author): EntryRefusal | undefined {
  if (entry.caseId !== expected.caseId || !isByFounder(entry, author)) return 'wrong_case';
  if (entry.entryId !== expected.entryId) return 'wrong_entry';
  return entry.audience === expected.audience ? undefined : 'wrong_audience';
}

function recipientFindings({ request, entry, named, participants }: Judging, author: Author): readonly EntryFinding[] {
  if (!named) return ['roster_unknown'];
  const at = new Date(entry.createdAt);
  const context = {
    teamId: request.expected.teamId,
    at,
    participants: participants.length > 0 || !author.carried ? addressedKeys(participants, entry.recipients) : [author],
  };
  const difference = (roster: Roster): readonly string[] =>
    recipientsDifference(entry.audience, entry.recipients, { ...context, roster });
  // Whoever was suspended may have received, before it, or not: neither is a fault of the sender's.
  const differences = [
    ...(difference(named.roster).includes('extra') ? (['recipients_extra'] as const) : []),
    ...(difference(named.effective).includes('missing') ? (['recipients_missing'] as const) : []),
  ];
  return isRunOut(named.roster, at) ? ['roster_run_out', ...differences] : differences;
}

function departedFinding({ party }: Author): EntryFinding {
  return party === 'member' || party === 'outsider' ? 'old_key' : 'author_left';
}

function findingsOf(
  judging: Judging,
  author: Author,
  addressed: EntryFinding | undefined,
  now: Date,
): readonly EntryFinding[] {
  const { entry } = judging;
  const isFuture = Date.parse(entry.createdAt) > now.getTime() + CLOCK_SKEW_MS;
  return [
    ...(author.left ? [departedFinding(author)] : []),
    ...recipientFindings(judging, author),
    ...(addressed ? [addressed] : []),
    ...(isFuture ? (['from_the_future'] as const) : []),
  ];
}

/** Whoever wrote it did not name this reader: then a responder must have let them in later, and have signed that. */
async function addressedFinding(
  { request, entry }: Judging,
  entryHash: string,
  held: HeldKey,
  rosters: readonly TrustedRoster[],
  now: Date,
): Promise<EntryFinding | undefined> {
  const { keySha256 } = held.publicKey;
  if (entry.recipients.includes(keySha256)) return undefined;
  const expected = { subject: 'entry', entryHash, granteeKeySha256: keySha256 } as const;
  const { statement, successions = [] } = request;
  if (statement === undefined) return 'not_addressed_to_me';
  // One's own word that one could read it before.
  const own = await earlierKeysOf(held.publicKey, successions, now);
  if (await isGrantedBy(statement, expected, own, now)) return 'moved_by_me';
  const vouched = await isVouchedFor(statement, expected, rosters, request.expected, now);
  return vouched ? 'granted_later' : 'not_addressed_to_me';
}

async function toJudging(
  request: OpenEntryRequest,
  entry: Entry,
  rosters: readonly TrustedRoster[],
  now: Date,
): Promise<Judging> {
  const named = rosters.find(
    ({ sha256, roster }) => sha256 === entry.rosterSha256 && roster.version === entry.rosterVersion,
  );
  const roster = named ?? rosters[0];
  return {
    request,
    entry,
    participants: await readParticipants(request.participants, request.successions ?? [], now),
    named,
    roster,
    later: rosters.filter((other) => roster && other.roster.version > roster.roster.version),
  };
}

interface DecryptedEntry {
  readonly entry: Entry;
  readonly sessionKey: Bytes;
  readonly entryHash: string;
  readonly opened: Opened;
}

/** What any reader of the message can see for themselves: integrity and form. Who wrote it, and where it belongs, is not judged here. */
export async function decryptEntry(bytes: Uint8Array, held: HeldKey, now: Date): Promise<Step<DecryptedEntry>> {
  const message = inspectMessage(bytes);
  if (!message.ok) return refuse('malformed_message');
  const sessionKey = await findSessionKey(message, held, now);
  if (!sessionKey.ok) return sessionKey;
  const opened = await decrypt(message.seipd.bytes, sessionKey.value, now);
  if (!opened.ok) return opened;
  const entry = parseEntry(opened.value.content);
  if (!entry) return refuse('malformed_entry');
  const { value } = opened;
  return { ok: true, value: { entry, entryHash: message.seipd.sha256, opened: value, sessionKey: sessionKey.value } };
}

/**
 * Decrypts one entry and believes nothing the server said about it: integrity, one spelling, the author's signature and role,
 * and the case, entry and audience signed inside must all agree before a word is shown.
 */
export async function openEntry(
  request: OpenEntryRequest,
  held: HeldKey,
  rosters: readonly TrustedRoster[],
  now: Date,
): Promise<OpenEntryResult> {
  const verified = await openVerified(request, held, rosters, now);
  return verified.ok ? { ok: true, ...verified.value.opened } : verified;
}

export interface VerifiedEntry {
  readonly opened: OpenedEntry;
  /** The case's own people, with every key a succession leads to. */
  readonly participants: readonly Participant[];
  /** Of this SEIPD and no other: it has just opened it, integrity, author and place checked. */
  readonly sessionKey: Bytes;
}

/** {@link openEntry}, and the session key for whoever lets somebody else in. */
export async function openVerified(
  request: OpenEntryRequest,
  held: HeldKey,
  rosters: readonly TrustedRoster[],
  now: Date,
): Promise<Step<VerifiedEntry>> {
  const decrypted = await decryptEntry(request.message, held, now);
  if (!decrypted.ok) return decrypted;
  const { entry, entryHash, opened, sessionKey } = decrypted.value;
  const judging = await toJudging(request, entry, rosters, now);
  const author = await findAuthor(judging);
  if (!author.ok) return author;
  if (!(await isSignedBy(opened, author.value))) return refuse('bad_signature');
  const misplaced = placeRefusal(judging, author.value);
  if (misplaced) return refuse(misplaced);
  const { fingerprint, party, carried } = author.value;
  const addressed = await addressedFinding(judging, entryHash, held, rosters, now);
  return {
    ok: true,
    value: {
      sessionKey,
      participants: judging.participants,
      opened: {
        entry,
        entryHash,
        author: { fingerprint, party },
        ...(carried ? { authorKey: carried } : {}),
        findings: findingsOf(judging, author.value, addressed, now),
      },
    },
  };
}
