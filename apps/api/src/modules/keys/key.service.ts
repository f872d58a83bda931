import {
  activeHolders,
  parseRootSet,
  parseRoster,
  parseSuspension,
  standingRosters,
  SUPERSEDED_ROSTER_DAYS,
  withoutSuspended,
  type HashedRoster,
  type HolderRole,
  type KeyRef,
  type Roster,
} from '@sos/domain';

import { notFound } from '../../platform/errors.js';
import type { Clock } from '../../platform/platform.types.js';
import { inspectToEnrol, parseEnrol, parseStart } from './enrolment.js';
import type { KeyProofRequest, KeyProofs } from './key-proofs.js';
import { keyPolicy } from './key.policy.js';
import type { KeyRecord, KeyRepository, RosterRecord, ServedKey, SignedRecord } from './key.repository.js';
import type { StatementRecord, StatementRepository } from './statement.repository.js';
import type { SuccessionRecord, SuccessionRepository } from './succession.repository.js';

export interface RosterBundle {
  readonly roster: SignedRecord;
  readonly rootSets: readonly SignedRecord[];
  readonly rootKeys: readonly ServedKey[];
  readonly holderKeys: readonly ServedKey[];
  /** Newest first: the way from the roster a browser trusted last, and what old entries were sealed under. */
  readonly history: readonly SignedRecord[];
  /** Null while the roster is not in the transparency log. */
  readonly logPlace: { readonly index: number; readonly salt: Uint8Array } | null;
  /** Statements that take keys out, for the current roster and the earlier ones. */
  readonly suspensions: readonly StatementRecord[];
}

export interface RosterDates {
  readonly version: number;
  readonly renewBy: Date;
  readonly notAfter: Date;
}

export interface OwnKey extends KeyRecord {
  readonly encryptionSubkeyId: string;
  /** What the current roster says this key is for; null when it does not name it. */
  readonly holderRole: HolderRole | null;
}

export type EnrolOutcome =
  { readonly kind: 'enrolled'; readonly key: OwnKey } | { readonly kind: 'refused'; readonly code: string };

export type ProofOutcome =
  ({ readonly kind: 'asked' } & KeyProofRequest) | { readonly kind: 'refused'; readonly code: string };

/** A roster the gate may measure an entry by. */
export interface UsableRoster {
  readonly version: number;
  readonly roster: Roster;
  /** The current roster without suspended keys: one it no longer holds gets no grant, whatever roster the sender still had. */
  readonly current: Roster;
  /** By the SHA-256 of the key. Whether the sender knew already is no fault of theirs. */
  readonly suspended: ReadonlySet<string>;
}

/** A key with the id that grants to it carry. */
export interface ReaderKey extends KeyRef {
  readonly subkeyId: string;
}

/** Somebody of the team, by today's roster, to whom an entry may be opened later. */
export interface CurrentReader extends ReaderKey {
  readonly role: HolderRole;
}

const DAY_MS = 86_400_000;
/** Monthly renewals of about eight years. */
const MOST_HISTORY = 100;

/** Public keys and rosters. Nothing here is trusted by a client: the roster's signatures are. */
export class KeyService {
  constructor(
    private readonly keys: KeyRepository,
    private readonly statements: StatementRepository,
    private readonly successions: SuccessionRepository,
    private readonly clock: Clock,
    private readonly proofs: KeyProofs,
  ) {}

  async currentRoster(): Promise<RosterBundle> {
    const roster = await this.#current();
    if (!roster) throw notFound();
    const rootSets = await this.keys.findRootSets();
    const history = await this.keys.findEarlierRosters(roster.version, MOST_HISTORY);
    const roots = rootSets.flatMap(({ bytes }) => parseRootSet(bytes)?.members ?? []);
    return {
      roster,
      rootSets,
      rootKeys: await this.keys.findKeys(roots.map(({ fingerprint }) => fingerprint)),
      holderKeys: await this.keys.findKeys(
        [roster, ...history].flatMap((one) => keyPolicy.namedFingerprints(readRoster(one))),
      ),
      history,
      logPlace: await this.keys.findLogPlace(roster.sha256),
      suspensions: await this.statements.findSuspensions('effective'),
    };
  }

  /** An index, to warn in time; what counts is in the signed bytes. */
  async rosterDates(): Promise<RosterDates | null> {
    const record = await this.#current();
    if (!record) return null;
    const { version, renewBy, notAfter } = readRoster(record);
    return { version, renewBy: new Date(renewBy), notAfter: new Date(notAfter) };
  }

  /** The current roster and those it merely renews, newest first: a suspension made under one of them stands. */
  async standingRosters(): Promise<readonly HashedRoster[]> {
    const current = await this.#current();
    return current ? this.#standing(current) : [];
  }

  /** SHA-256 of the keys that are suspended under the current roster. */
  async suspendedKeys(): Promise<ReadonlySet<string>> {
    const current = await this.#current();
    return current ? this.#suspendedUnder(current) : new Set();
  }

  /** Today's. One that waited for the roster counts from the moment that names it. */
  async ownKey(accountId: string): Promise<OwnKey | null> {
    const waiting = await this.keys.findWaitingKey(accountId);
    if (waiting && (await this.#toOwnKey(waiting)).holderRole !== null)
      await this.successions.promote(waiting.fingerprint, this.clock.now());
    const key = await this.keys.findActiveKey(accountId);
    return key ? this.#toOwnKey(key) : null;
  }

  /** Keys the account had before today's, by its own signed successions. */
  async earlierKeys(accountId: string): Promise<readonly OwnKey[]> {
    const successions = await this.successions.findOfAccount(accountId);
    const earlier = successions.filter(({ from }) => from.retiredAt !== null);
    return Promise.all(earlier.map(({ from }) => this.#toOwnKey(from)));
  }

  /** Changes of keys of whoever these belong to. */
  successionsOf(subkeyIds: readonly string[]): Promise<readonly SuccessionRecord[]> {
    return this.successions.findOfKeys(subkeyIds);
  }

  /** What an outbox that was offline may still be sealed to: the key before, by the subkey id of today's. */
  replacedLately(subkeyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const since = new Date(this.clock.now().getTime() - SUPERSEDED_ROSTER_DAYS * DAY_MS);
    return this.successions.findReplacedSince(subkeyIds, since);
  }

  /** What somebody with a key of their own is to sign. */
  startProof(accountId: string, input: unknown): ProofOutcome {
    const check = inspectToEnrol(parseStart(input), this.clock.now());
    return check.ok
      ? { kind: 'asked', ...this.proofs.request(accountId, check) }
      : { kind: 'refused', code: check.code };
  }

  /** A second key is refused, never put in the place of the first: that would cut the person off from their cases. */
  async enrol(accountId: string, input: unknown): Promise<EnrolOutcome> {
    const { bytes, proof } = parseEnrol(input);
    const check = inspectToEnrol(bytes, this.clock.now());
    if (!check.ok) return { kind: 'refused', code: check.code };
    const { fingerprint, keySha256, encryptionSubkeyId } = check;
    const refusal = proof && (await this.proofs.check(accountId, { fingerprint, keySha256 }, proof));
    if (refusal) return { kind: 'refused', code: refusal };
    const sha256 = new Uint8Array(Buffer.from(keySha256, 'hex'));
    const outcome = await this.keys.enrol({ accountId, fingerprint, bytes, sha256, encryptionSubkeyId, proof });
    if (outcome.kind === 'key_in_use') return { kind: 'refused', code: 'key_in_use' };
    if (outcome.kind === 'account_has_key' && !sameBytes(outcome.key.bytes, bytes)) {
      return { kind: 'refused', code: 'already_enrolled' };
    }
    return { kind: 'enrolled', key: await this.#toOwnKey(outcome.key) };
  }

  /** @returns null when the roster is unknown, past its end, or superseded for too long. */
  async usableRoster(version: number): Promise<UsableRoster | null> {
    const now = this.clock.now();
    const [record, latest] = await Promise.all([this.keys.findRoster(version), this.#current()]);
    if (!record || !latest) return null;
    const roster = readRoster(record);
    if (!keyPolicy.hasBegun(roster, now)) return null;
    const supersededAt = await this.keys.findSuccessorTime(version, now);
    if (!keyPolicy.acceptsRoster(supersededAt, new Date(roster.notAfter), now)) return null;
    const suspended = await this.#suspendedUnder(latest);
    return { version, roster, current: withoutSuspended(readRoster(latest), suspended), suspended };
  }

  /** Who is of the team now, by the latest roster; null before there is one. */
  async currentReaders(): Promise<{
    readonly version: number;
    readonly sha256: string;
    readonly readers: readonly CurrentReader[];
  } | null> {
    const latest = await this.#current();
    if (!latest) return null;
    const roster = withoutSuspended(readRoster(latest), await this.#suspendedUnder(latest));
    const holders = activeHolders(roster, keyPolicy.teamIdOf(roster), this.clock.now());
    const idOf = await this.subkeyIds(holders.map(({ fingerprint }) => fingerprint));
    const readers = holders.flatMap(({ fingerprint, keySha256, role }) => {
      const subkeyId = idOf.get(fingerprint);
      return subkeyId === undefined || role === 'partner_desk' ? [] : [{ fingerprint, keySha256, role, subkeyId }];
    });
    return { version: roster.version, sha256: toHex(latest.sha256), readers };
  }

  /** Subkeys of whoever an earlier roster named and the latest does not hold active; null before there is a roster. */
  async leftSubkeyIds(): Promise<{ readonly rosterVersion: number; readonly subkeyIds: readonly string[] } | null> {
    const latest = await this.#current();
    if (!latest) return null;
    const earlier = await this.keys.findEarlierRosters(latest.version, MOST_HISTORY);
    const roster = readRoster(latest);
    const now = this.clock.now();
    const left = [
      ...new Set([latest, ...earlier].flatMap((one) => keyPolicy.namedFingerprints(readRoster(one)))),
    ].filter((fingerprint) => keyPolicy.hasLeft(roster, fingerprint, now));
    const moving = await this.#replacedByHolders(roster, now);
    return {
      rosterVersion: latest.version,
      subkeyIds: [...(await this.subkeyIds(left.filter((one) => !moving.has(one)))).values()],
    };
  }

  /** The encryption subkey ids of these keys, by fingerprint. */
  async subkeyIds(fingerprints: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const keys = await this.keys.findKeys(fingerprints);
    return new Map(
      keys.flatMap((key) => (key.encryptionSubkeyId ? [[key.fingerprint, key.encryptionSubkeyId] as const] : [])),
    );
  }

  async keysBySubkey(subkeyIds: readonly string[]): Promise<readonly ReaderKey[]> {
    const keys = await this.keys.findKeysBySubkey(subkeyIds);
    return keys.map(({ fingerprint, sha256, encryptionSubkeyId }) => ({
      fingerprint,
      keySha256: toHex(sha256),
      subkeyId: encryptionSubkeyId ?? '',
    }));
  }

  /** Of keys that left the roster, those whose holder is still of it with a later one: what they can read is theirs to move. */
  async #replacedByHolders(roster: Roster, now: Date): Promise<ReadonlySet<string>> {
    const nextOf = new Map((await this.successions.findAll()).map((one) => [one.fromFingerprint, one.toFingerprint]));
    const isOfTeam = (fingerprint: string | undefined, left = nextOf.size): boolean =>
      fingerprint !== undefined &&
      (keyPolicy.holderOf(roster, fingerprint, now) !== undefined ||
        (left > 0 && isOfTeam(nextOf.get(fingerprint), left - 1)));
    return new Set([...nextOf].filter(([, to]) => isOfTeam(to)).map(([from]) => from));
  }

  #current(): Promise<RosterRecord | null> {
    return this.keys.findCurrentRoster(this.clock.now());
  }

  async #standing(current: RosterRecord): Promise<readonly HashedRoster[]> {
    const earlier = await this.keys.findEarlierRosters(current.version, MOST_HISTORY);
    const byHash = new Map(earlier.map((record) => [toHex(record.sha256), record]));
    return standingRosters({ sha256: toHex(current.sha256), roster: readRoster(current) }, (sha256) => {
      const record = byHash.get(sha256);
      return record && readRoster(record);
    });
  }

  async #suspendedUnder(current: RosterRecord): Promise<ReadonlySet<string>> {
    const suspensions = await this.statements.findSuspensions('effective');
    if (suspensions.length === 0) return new Set();
    const standing = new Set((await this.#standing(current)).map(({ sha256 }) => sha256));
    const inForce = suspensions.filter(({ rosterSha256 }) => standing.has(toHex(rosterSha256)));
    return new Set(inForce.flatMap(({ bytes }) => parseSuspension(bytes)?.keySha256 ?? []));
  }

  async #toOwnKey(key: KeyRecord): Promise<OwnKey> {
    const latest = await this.#current();
    const effective = latest && withoutSuspended(readRoster(latest), await this.#suspendedUnder(latest));
    const holder = effective && keyPolicy.holderOf(effective, key.fingerprint, this.clock.now());
    const isSameKey = holder?.keySha256 === toHex(key.sha256);
    return {
      ...key,
      encryptionSubkeyId: key.encryptionSubkeyId ?? '',
      holderRole: holder && isSameKey ? holder.role : null,
    };
  }
}

function readRoster({ bytes }: RosterRecord | SignedRecord): Roster {
  const roster = parseRoster(bytes);
  if (!roster) throw new Error('a stored roster does not parse');
  return roster;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
