/**
 * What leaves a trace that cannot be quietly edited: every act of power, and every way into an account. An entry says who did
 * what to what, and when; never content, an address or a name.
 */
export const AUDIT_EVENTS = [
  'session.signedIn',
  'session.signedOut',
  'session.revoked',
  'session.provenAgain',
  'session.factorFailed',
  'credential.added',
  'credential.removed',
  'credential.reset',
  'credential.cloneRefused',
  'account.invited',
  'account.created',
  'account.suspended',
  'account.restored',
  'account.exported',
  'account.erased',
  'membership.changed',
  'membership.ended',
  'organisation.changed',
  'proposal.made',
  'proposal.approved',
  'proposal.refused',
  'campaign.moved',
  'campaign.approved',
  'campaign.signedForOrganisation',
  'export.made',
  'case.deleted',
  'case.grantsAdded',
  'case.grantsRemoved',
  'key.enrolled',
  'key.replaced',
  'key.retired',
  'key.vouched',
  'vaultCopy.kept',
  'vaultCopy.released',
  'vaultCopy.deleted',
  'roots.published',
  'roster.published',
  'roster.suspended',
  'release.published',
  'settings.changed',
  'switch.changed',
  'token.issued',
  'token.revoked',
  'partner.changed',
  'backup.made',
  'backup.restored',
  'log.extended',
  'retention.ran',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** What an entry is about, by id alone. A case is named by a keyed hash, so that deleting it leaves no way back to it. */
export const AUDIT_SUBJECTS = [
  'account',
  'campaign',
  'case',
  'credential',
  'invitation',
  'key',
  'membership',
  'organisation',
  'partner',
  'proposal',
  'roster',
  'service',
  'session',
  'token',
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

/** Codes, counts and hashes: nothing a person wrote fits. */
export const AUDIT_FACT = /^[A-Za-z0-9_.:,-]{0,80}$/;

export interface AuditRecord {
  /** From 1, without a gap. */
  readonly sequence: number;
  /** SHA-256 (hex) of the entry before; of nothing (64 zeros) for the first. */
  readonly previous: string;
  /** ISO instant; cut to the hour where the subject is a case. */
  readonly at: string;
  readonly event: AuditEvent;
  /** Account id. Null: the service itself, or somebody who is not signed in. */
  readonly actorId: string | null;
  readonly subject: AuditSubject;
  readonly subjectId: string | null;
  readonly facts: Readonly<Record<string, string>>;
}

/** As it lies in the database, where a newer code may have written what this one does not know. */
export interface StoredAuditRecord extends Omit<AuditRecord, 'event' | 'subject'> {
  readonly event: string;
  readonly subject: string;
}

/** The words before the dot: what a reader of the log filters by. */
export const AUDIT_GROUPS = [
  'session',
  'credential',
  'account',
  'membership',
  'organisation',
  'proposal',
  'campaign',
  'export',
  'case',
  'key',
  'roots',
  'roster',
  'vaultCopy',
  'release',
  'settings',
  'switch',
  'token',
  'partner',
  'backup',
  'log',
  'retention',
] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

/** The last entry of a chain: whoever keeps it can tell later that nothing up to it was changed or cut. */
export interface AuditHead {
  readonly sequence: number;
  /** Hex. */
  readonly hash: string;
}

/** «hash@sequence», as it is written down and compared by people. */
export function spellAuditHead({ sequence, hash }: AuditHead): string {
  return `${hash}@${sequence}`;
}

export function parseAuditHead(text: string): AuditHead | null {
  const [, hash, digits] = /^([0-9a-f]{64})@([1-9][0-9]{0,9})$/.exec(text.trim()) ?? [];
  return hash === undefined || digits === undefined ? null : { sequence: Number(digits), hash };
}

export const NO_PREVIOUS_AUDIT = '0'.repeat(64);

/** The text (UTF-8) whose SHA-256 is the entry's hash. Field order is part of the format; facts are sorted by name. */
export function auditHashInput(record: StoredAuditRecord): string {
  const { sequence, previous, at, event, actorId, subject, subjectId, facts } = record;
  const sorted = Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify({ ctx: 'audit.v1', sequence, previous, at, event, actorId, subject, subjectId, facts: sorted });
}
