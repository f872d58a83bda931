import type { AuditEvent } from '@sos/domain';
import type { GraphQLSchema } from 'graphql';
import { AsyncLocalStorage } from 'node:async_hooks';

import type { Audit } from '../platform/platform.types.js';

/** Why an operation leaves no entry in the audit log. */
export interface NoTrace {
  readonly because: string;
}

/**
 * What each mutation leaves in the audit log: the events, or why none. A new mutation has no row, and fails: whether an act of power
 * leaves a trace is to be thought about once for each. Tests that ask for `strayTraces` fail when a mutation left an
 * event its row does not name.
 */
export const TRACES: Readonly<Record<string, readonly AuditEvent[] | NoTrace>> = {
  signIn: ['session.signedIn', 'session.revoked'],
  confirmSignIn: ['session.signedIn', 'session.revoked', 'session.factorFailed', 'credential.cloneRefused'],
  startPasskey: { because: 'only a challenge, which opens nothing until it is answered' },
  startProof: { because: 'only a challenge, which proves nothing until it is answered' },
  proveItIsMe: ['session.provenAgain', 'session.factorFailed', 'credential.cloneRefused'],
  signOut: ['session.signedOut'],
  signOutEverywhere: ['session.revoked'],
  revokeSession: ['session.revoked'],
  requestPasswordReset: { because: 'anybody may ask for any address; a trace would say that it is one of ours' },
  resetPassword: ['credential.reset', 'session.revoked', 'session.factorFailed', 'credential.cloneRefused'],
  changePassword: ['credential.added', 'session.revoked'],
  startPasskeyRegistration: { because: 'only a challenge, which adds nothing until it is answered' },
  addPasskey: ['credential.added', 'session.provenAgain', 'session.revoked'],
  startTotp: { because: 'only a secret shown, which counts for nothing until a code confirms it' },
  addTotp: ['credential.added', 'session.provenAgain', 'session.revoked'],
  makeRecoveryCodes: ['credential.added'],
  removeFactor: ['credential.removed'],
  saveCampaign: { because: 'a draft that nobody else sees yet; who moves and approves it is recorded' },
  moveCampaign: ['campaign.moved', 'campaign.approved'],
  signForOrganisation: ['campaign.signedForOrganisation'],
  enrolKey: ['key.enrolled'],
  startKeyProof: { because: 'only a statement to sign, which enrols nothing until it comes back signed' },
  deleteVaultCopy: ['vaultCopy.deleted'],
  triageCase: {
    because: 'everyday work on a case; a log that never forgets may not say who worked on which, and when',
  },
  changeRoles: ['membership.changed', 'proposal.made'],
  endMembership: ['membership.ended', 'proposal.made'],
  suspendAccount: ['account.suspended'],
  restoreAccount: ['account.restored'],
  approveProposal: ['proposal.approved', 'membership.changed', 'membership.ended'],
  refuseProposal: ['proposal.refused'],
  setStanding: ['organisation.changed'],
  saveOrganisation: ['organisation.changed'],
  handOver: ['membership.changed'],
  endColleague: ['membership.ended'],
  leaveOrganisation: ['membership.ended'],
  setListed: { because: 'whether one is named in the directory, which only the person themselves can say' },
  invitePerson: ['account.invited', 'proposal.made'],
  inviteColleague: ['account.invited'],
  resendInvitation: ['account.invited'],
  revokeInvitation: ['account.invited'],
  acceptInvitation: ['account.created', 'membership.changed'],
  joinOrganisation: ['membership.changed'],
  exportMyData: ['account.exported'],
  askErasure: ['account.erased'],
  keepAccount: ['account.erased'],
  exportAudit: ['export.made'],
  saveSetting: ['settings.changed'],
  setSwitch: ['switch.changed'],
  replaceKey: ['key.replaced', 'key.retired'],
  suspendKey: ['roster.suspended'],
  vouchForKey: ['key.vouched'],
  retryMail: { because: 'puts a mail back into its queue; it goes to whom it was for in any case' },
  issueToken: ['token.issued'],
  revokeToken: ['token.revoked'],
};

export interface TraceWatch {
  readonly audit: Audit;
  /** Notes under which mutation each entry is written. */
  watch(schema: GraphQLSchema): void;
  /** «mutation event» for each entry that no row of the table announces. */
  strays(): readonly string[];
}

/** Puts itself before the audit of a platform under test. */
export function watchTraces(audit: Audit): TraceWatch {
  const current = new AsyncLocalStorage<string>();
  const found = new Set<string>();
  const record = audit.record.bind(audit);
  const isNamed = (mutation: string, event: AuditEvent): boolean => {
    const row = TRACES[mutation];
    return row !== undefined && !('because' in row) && row.includes(event);
  };
  // The same object is held by what was made before: it is changed, not replaced.
  audit.record = async (entry, transaction) => {
    const mutation = current.getStore();
    if (mutation !== undefined && !isNamed(mutation, entry.event)) found.add(`${mutation} ${entry.event}`);
    await record(entry, transaction);
  };
  return {
    audit,
    watch(schema) {
      for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
        const { resolve } = field;
        if (resolve) field.resolve = (...given) => current.run(field.name, () => resolve(...given));
      }
    },
    strays: () => [...found].sort(),
  };
}
