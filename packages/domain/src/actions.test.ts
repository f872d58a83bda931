import { ACTIONS, mayDo, type Action } from './actions.js';
import { ROLES, type Role } from './roles.js';

const actions = Object.keys(ACTIONS) as Action[];
const allowed = (role: Role | null) =>
  actions.filter((action) => mayDo(action, role === null ? null : new Set([role])));

const VISITOR = [
  'service.read',
  'session.signIn',
  'session.read',
  'campaigns.read',
  'resources.read',
  'invitations.read',
  'invitations.accept',
  'session.recover',
];
const SIGNED_IN = [
  ...VISITOR,
  'service.readNotices',
  'session.signOut',
  'dashboard.read',
  'keys.readRoster',
  'organisations.readMine',
  'organisations.leave',
  'directory.list',
  'invitations.join',
  'account.readData',
  'account.export',
  'account.erase',
  'account.keep',
  'session.prove',
  'session.list',
  'session.revoke',
  'credentials.read',
  'credentials.add',
  'credentials.change',
  'audit.readMine',
];

/** Written out by hand, so that a slip in the table is a red line here. */
const EXPECTED: Readonly<Record<Role, readonly string[]>> = {
  member: [
    'campaigns.readDesk',
    'campaigns.write',
    'campaigns.move',
    'campaigns.signForOrganisation',
    'keys.enrol',
    'keys.replace',
    'keys.readVaultCopy',
    'keys.keepVaultCopy',
    'keys.takeVaultCopy',
    'keys.deleteVaultCopy',
    'cases.submit',
    'cases.readMine',
    'cases.read',
    'cases.write',
    'cases.letIn',
    'cases.judgeGrants',
    'organisations.invite',
    'organisations.withdrawInvitation',
    'organisations.edit',
    'organisations.endMembership',
    'organisations.handOver',
    'directory.read',
  ],
  responder: [
    'keys.enrol',
    'keys.replace',
    'keys.readSuspensions',
    'keys.suspend',
    'keys.readMemberKey',
    'keys.vouch',
    'cases.readInbox',
    'cases.read',
    'cases.write',
    'cases.triage',
    'cases.letIn',
    'cases.judgeGrants',
    'directory.read',
  ],
  coordinator: ['campaigns.readDesk', 'campaigns.write', 'campaigns.move', 'directory.read'],
  approver: ['campaigns.readDesk', 'campaigns.move', 'directory.read'],
  translator: ['campaigns.readDesk'],
  partner: ['embeds.readOwnCounts', 'tokens.read', 'tokens.issue', 'tokens.revoke'],
  administrator: [
    'people.administer',
    'people.decide',
    'people.invite',
    'organisations.withdrawInvitation',
    'organisations.edit',
    'directory.read',
    'settings.read',
    'settings.write',
    'switches.write',
    'health.read',
    'health.retryMail',
    'audit.read',
    'audit.export',
  ],
};

test('a visitor reads what is public and can sign in, nothing else', () => {
  expect(allowed(null).sort()).toEqual([...VISITOR].sort());
});

test.each(ROLES)('%s may do exactly what the matrix says', (role) => {
  expect(allowed(role).sort()).toEqual([...SIGNED_IN, ...EXPECTED[role]].sort());
});

test('an administrator reaches nothing of a case', () => {
  expect(allowed('administrator').filter((action) => action.startsWith('cases.'))).toEqual([]);
});

test('an account without any role is only signed in', () => {
  expect(actions.filter((action) => mayDo(action, new Set())).sort()).toEqual([...SIGNED_IN].sort());
});
