import { expectedRecipients, type Audience } from '@sos/domain';

import type { Clock } from '../../platform/platform.types.js';
import { casePolicy } from './case.policy.js';
import { keyPolicy, type KeyService } from '../keys/index.js';
import { refusedByGate } from './request-head.js';

export interface ExpectedReaders {
  /** Encryption-subkey ids that must be there. */
  readonly subkeyIds: readonly string[];
  /** Those of suspended keys: a sender who had not heard of it yet still has them. They get no grant. */
  readonly tolerated: ReadonlySet<string>;
  /** Those a sender may have had instead, not knowing of a change of keys: by the id that is expected today. */
  readonly replaced: ReadonlyMap<string, string>;
  /** Those of them that get a grant: not a key removed since the sender's roster, nor for notes of the team whom the case is about. */
  readonly granted: ReadonlySet<string>;
}

/** The audience table of the domain, turned into the subkey ids the gate compares with. */
export class ReadersService {
  constructor(
    private readonly keys: KeyService,
    private readonly clock: Clock,
  ) {}

  /** @throws REFUSED_BY_GATE when the roster is not accepted or names keys the service does not hold. */
  async expected(
    audience: Audience,
    rosterVersion: number,
    participantSubkeyIds: readonly string[],
  ): Promise<ExpectedReaders> {
    const usable = await this.keys.usableRoster(rosterVersion);
    if (!usable) throw refusedByGate('roster');
    const at = this.clock.now();
    const participants = await this.keys.keysBySubkey(participantSubkeyIds);
    const teamId = keyPolicy.teamIdOf(usable.roster);
    const found = expectedRecipients(audience, { roster: usable.roster, teamId, at, participants });
    if (!found.ok) throw refusedByGate(found.problem);
    const idOf = await this.keys.subkeyIds(found.recipients.map(({ fingerprint }) => fingerprint));
    const readers = found.recipients.map((recipient) => ({ ...recipient, subkeyId: idOf.get(recipient.fingerprint) }));
    const own = new Set(participants.map((key) => key.fingerprint));
    const granted = readers.filter(({ party, fingerprint, keySha256 }) => {
      if (party === 'member') return true;
      if (own.has(fingerprint) && !casePolicy.isOpenToParticipants(audience)) return false;
      return keyPolicy.holderOf(usable.current, fingerprint, at)?.keySha256 === keySha256;
    });
    const replaced = await this.keys.replacedLately(participantSubkeyIds);
    const isSuspended = ({ keySha256 }: { keySha256: string }): boolean => usable.suspended.has(keySha256);
    return {
      subkeyIds: readers.filter((reader) => !isSuspended(reader)).map(({ subkeyId }) => known(subkeyId)),
      tolerated: new Set(readers.filter(isSuspended).map(({ subkeyId }) => known(subkeyId))),
      replaced,
      granted: new Set([...granted.map(({ subkeyId }) => known(subkeyId)), ...replaced.values()]),
    };
  }
}

/** Exactly whom a message must be for: those expected, by the key the sender knew, and of the tolerated those it names. */
export function idsToExpect(
  { subkeyIds, tolerated, replaced }: ExpectedReaders,
  named: readonly string[],
): readonly string[] {
  const asNamed = subkeyIds.map((id) => {
    const before = replaced.get(id);
    return before !== undefined && named.includes(before) && !named.includes(id) ? before : id;
  });
  return [...asNamed, ...new Set(named.filter((id) => tolerated.has(id)))];
}

function known(subkeyId: string | undefined): string {
  if (subkeyId === undefined) throw refusedByGate('reader_key_unknown');
  return subkeyId;
}
