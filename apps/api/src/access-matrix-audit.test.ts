import 'reflect-metadata';

import { AUDIT_EVENTS, type AuditEvent } from '@sos/domain';

import { composeModules } from './composition.js';
import type { Guards } from './platform/access.js';
import { absent } from './platform/absent.js';
import type { Pages } from './platform/pages.types.js';
import type { Platform } from './platform/platform.types.js';
import { buildApiSchema } from './schema.js';

/** Why an operation leaves no entry in the audit log. */
interface NoTrace {
  readonly because: string;
}

/**
 * What each mutation leaves in the audit log: the events, or why none. A new mutation has no row, and fails: whether an act of power
 * leaves a trace is to be thought about once for each. That the entries do appear is tried in each module's own tests.
 */
const TRACES: Readonly<Record<string, readonly AuditEvent[] | NoTrace>> = {
  signIn: ['session.signedIn'],
  confirmSignIn: ['session.signedIn', 'session.factorFailed'],
  startPasskey: { because: 'only a challenge, which opens nothing until it is answered' },
  startProof: { because: 'only a challenge, which proves nothing until it is answered' },
  proveItIsMe: ['session.provenAgain', 'session.factorFailed'],
  signOut: ['session.signedOut'],
  signOutEverywhere: ['session.revoked'],
  revokeSession: ['session.revoked'],
  requestPasswordReset: { because: 'anybody may ask for any address; a trace would say that it is one of ours' },
  resetPassword: ['credential.reset'],
  changePassword: ['credential.reset'],
  startPasskeyRegistration: { because: 'only a challenge, which adds nothing until it is answered' },
  addPasskey: ['credential.added'],
  startTotp: { because: 'only a secret shown, which counts for nothing until a code confirms it' },
  addTotp: ['credential.added'],
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
  restoreAccount: ['account.restored', 'proposal.made'],
  approveProposal: ['proposal.approved', 'membership.changed'],
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
  acceptInvitation: ['account.created'],
  joinOrganisation: ['membership.changed'],
  exportMyData: ['account.exported'],
  askErasure: ['account.erased'],
  keepAccount: ['account.erased'],
  exportAudit: ['export.made'],
  saveSetting: ['settings.changed'],
  setSwitch: ['switch.changed'],
  suspendKey: ['roster.suspended'],
  vouchForKey: ['key.vouched'],
  retryMail: { because: 'puts a mail back into its queue; it goes to whom it was for in any case' },
  issueToken: ['token.issued'],
  revokeToken: ['token.revoked'],
};

test('every mutation says what it leaves in the audit log, and every row is a mutation', async () => {
  const schema = await buildApiSchema(composeModules(absent() as Platform, absent() as Pages).all, absent() as Guards);
  expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort()).toEqual(Object.keys(TRACES).sort());
});

const named = Object.entries(TRACES).flatMap(([mutation, trace]) =>
  'because' in trace ? [] : [[mutation, trace] as const],
);
const unnamed = Object.entries(TRACES).flatMap(([mutation, trace]) =>
  'because' in trace ? [[mutation, trace.because] as const] : [],
);

test.each(named)('%s leaves events there are', (_mutation, events) => {
  expect(events.length).toBeGreaterThan(0);
  expect(AUDIT_EVENTS).toEqual(expect.arrayContaining([...events]));
});

test.each(unnamed)('%s leaves none, for a reason in words', (_mutation, because) => {
  expect(because.split(' ').length).toBeGreaterThan(4);
});
