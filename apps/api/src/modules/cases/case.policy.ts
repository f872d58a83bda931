import {
  ACKNOWLEDGE_WITHIN_HOURS,
  AUDIENCE_RULES,
  type Audience,
  CASE_MOVES,
  type CaseStatus,
  severityForQueue,
  SEVERITIES,
  type Severity,
} from '@sos/domain';

/** Who the viewer is within one case, and the encryption subkey their grants are for. */
export interface CaseAccess {
  readonly party: 'member' | 'responder';
  readonly accountId: string;
  readonly encryptionSubkeyId: string;
}

export interface CaseTiming {
  readonly id: string;
  readonly status: CaseStatus;
  readonly severity: Severity | null;
  readonly openedHour: Date;
}

const HOUR_MS = 3_600_000;
/** What a case's own people may know of: everything else has neither id, nor count, nor trace in a date. */
export const OPEN_TO_PARTICIPANTS: readonly Audience[] = ['case', 'named', 'outsider'];
/** The audiences this version of the service takes; the others wait until they can be gated exactly. */
const GATED: readonly Audience[] = ['case', 'team'];

/** Record-level rules of cases: pure, no I/O. */
export const casePolicy = {
  maySee(access: CaseAccess, audience: Audience): boolean {
    return access.party === 'responder' || casePolicy.isOpenToParticipants(audience);
  },

  isOpenToParticipants(audience: Audience): boolean {
    return OPEN_TO_PARTICIPANTS.includes(audience);
  },

  mayWrite(access: CaseAccess, audience: Audience): boolean {
    const writers: readonly string[] = AUDIENCE_RULES[audience].writers;
    return GATED.includes(audience) && writers.includes(access.party);
  },

  movesFor(access: CaseAccess, status: CaseStatus): readonly CaseStatus[] {
    return access.party === 'responder' ? CASE_MOVES[status] : [];
  },

  dueAt({ status, severity, openedHour }: Omit<CaseTiming, 'id'>): Date | null {
    if (status !== 'submitted') return null;
    return new Date(openedHour.getTime() + ACKNOWLEDGE_WITHIN_HOURS[severityForQueue(severity)] * HOUR_MS);
  },

  /** Worst first, and among equals whoever has waited longest. */
  inboxOrder(one: CaseTiming, other: CaseTiming): number {
    const rank = ({ severity }: CaseTiming): number => SEVERITIES.indexOf(severityForQueue(severity));
    const waited = one.openedHour.getTime() - other.openedHour.getTime();
    // Times are whole hours: among those of one hour the order must be some order, and stay.
    return rank(one) - rank(other) || waited || (one.id < other.id ? -1 : 1);
  },
};
