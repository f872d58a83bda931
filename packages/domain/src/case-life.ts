import type { Severity } from './vocabulary.js';

export const CASE_STATUSES = [
  'submitted',
  'acknowledged',
  'in_triage',
  'needs_information',
  'verified',
  'not_verified',
  'accepted',
  'referred_out',
  'declined',
  'action_planned',
  'in_action',
  'monitoring',
  'closed',
  'reopened',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** Where a responder may move a case. */
export const CASE_MOVES: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  submitted: ['acknowledged', 'in_triage'],
  acknowledged: ['in_triage'],
  in_triage: ['needs_information', 'verified', 'not_verified', 'declined'],
  needs_information: ['in_triage'],
  verified: ['accepted', 'referred_out', 'declined'],
  not_verified: ['in_triage', 'declined'],
  accepted: ['action_planned', 'monitoring'],
  referred_out: ['monitoring', 'closed'],
  declined: ['closed'],
  action_planned: ['in_action'],
  in_action: ['monitoring'],
  monitoring: ['action_planned', 'closed'],
  closed: ['reopened'],
  reopened: ['in_triage'],
};

export function mayMoveCase(from: CaseStatus, to: CaseStatus): boolean {
  return CASE_MOVES[from].includes(to);
}

/** Hours until the team's first acknowledgement is due, by severity. A sender who hid the level is treated as high. */
export const ACKNOWLEDGE_WITHIN_HOURS: Readonly<Record<Severity, number>> = {
  critical: 2,
  high: 12,
  medium: 48,
  low: 120,
};

export function severityForQueue(severity: Severity | null): Severity {
  return severity ?? 'high';
}

/** Nothing that names a case is stored with a finer time than this. */
export function toHour(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 3_600_000) * 3_600_000);
}
