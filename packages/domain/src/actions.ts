import type { Role } from './roles.js';

type Allowed = 'anyone' | 'signedIn' | readonly Role[];

/**
 * Every action of the system and who may do it. `@Access` names one on each root field; record-level
 * rules (mine, my organisation's) come on top, in each module's policy. No role reads a case: keys do.
 */
export const ACTIONS = {
  'service.read': 'anyone',
  'service.readNotices': 'signedIn',
  'session.signIn': 'anyone',
  'session.read': 'anyone',
  'session.signOut': 'signedIn',
  'session.recover': 'anyone',
  'session.prove': 'signedIn',
  'session.list': 'signedIn',
  'session.revoke': 'signedIn',
  'credentials.read': 'signedIn',
  'credentials.add': 'signedIn',
  'credentials.change': 'signedIn',
  'dashboard.read': 'signedIn',
  'campaigns.read': 'anyone',
  'campaigns.readDesk': ['member', 'coordinator', 'approver', 'translator'],
  'campaigns.write': ['member', 'coordinator'],
  'campaigns.move': ['member', 'coordinator', 'approver'],
  'campaigns.signForOrganisation': ['member'],
  'embeds.readOwnCounts': ['partner'],
  'tokens.read': ['partner'],
  'tokens.issue': ['partner'],
  'tokens.revoke': ['partner'],
  'resources.read': 'anyone',
  'keys.readRoster': 'signedIn',
  'keys.enrol': ['member', 'responder'],
  'keys.replace': ['member', 'responder'],
  'keys.readSuspensions': ['responder'],
  'keys.suspend': ['responder'],
  'keys.readMemberKey': ['responder'],
  'keys.vouch': ['responder'],
  'keys.readVaultCopy': ['member'],
  'keys.keepVaultCopy': ['member'],
  'keys.takeVaultCopy': ['member'],
  'keys.deleteVaultCopy': ['member'],
  'cases.submit': ['member'],
  'cases.readMine': ['member'],
  'cases.readInbox': ['responder'],
  'cases.read': ['member', 'responder'],
  'cases.write': ['member', 'responder'],
  'cases.triage': ['responder'],
  'cases.letIn': ['member', 'responder'],
  'cases.judgeGrants': ['member', 'responder'],
  'people.administer': ['administrator'],
  'people.decide': ['administrator'],
  'people.invite': ['administrator'],
  'organisations.invite': ['member'],
  'organisations.withdrawInvitation': ['member', 'administrator'],
  'organisations.edit': ['member', 'administrator'],
  'organisations.endMembership': ['member'],
  'organisations.handOver': ['member'],
  'organisations.readMine': 'signedIn',
  'organisations.leave': 'signedIn',
  'directory.read': ['member', 'responder', 'coordinator', 'approver', 'administrator'],
  'directory.list': 'signedIn',
  'invitations.read': 'anyone',
  'invitations.accept': 'anyone',
  'invitations.join': 'signedIn',
  'account.readData': 'signedIn',
  'account.export': 'signedIn',
  'account.erase': 'signedIn',
  'account.keep': 'signedIn',
  'settings.read': ['administrator'],
  'settings.write': ['administrator'],
  'switches.write': ['administrator'],
  'health.read': ['administrator'],
  'health.retryMail': ['administrator'],
  'audit.read': ['administrator'],
  'audit.export': ['administrator'],
  'audit.readMine': 'signedIn',
} as const satisfies Record<string, Allowed>;
export type Action = keyof typeof ACTIONS;

/** @param roles null for a visitor who is not signed in. */
export function mayDo(action: Action, roles: ReadonlySet<Role> | null): boolean {
  const allowed: Allowed = ACTIONS[action];
  if (allowed === 'anyone') return true;
  if (roles === null) return false;
  if (allowed === 'signedIn') return true;
  return allowed.some((role) => roles.has(role));
}
