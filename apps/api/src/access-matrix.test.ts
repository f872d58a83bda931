import 'reflect-metadata';

import { ROLES, type Role } from '@sos/domain';
import type { GraphQLField, GraphQLResolveInfo, GraphQLSchema } from 'graphql';

import { composeModules } from './composition.js';
import { absent } from './platform/absent.js';
import type { Guards } from './platform/access.js';
import { AppError } from './platform/errors.js';
import type { Pages } from './platform/pages.types.js';
import type { Platform } from './platform/platform.types.js';
import { NO_COOKIES, type RequestContext, type Viewer } from './platform/viewer.js';
import { buildApiSchema } from './schema.js';

/** Said a second time, by hand: a change of who may do what must be meant twice. A new operation has no row, and fails. */
const WHO_MAY: Readonly<Record<string, 'anyone' | 'signedIn' | readonly Role[]>> = {
  'Query.service': 'anyone',
  'Query.viewer': 'anyone',
  'Query.security': 'signedIn',
  'Query.campaign': 'anyone',
  'Query.campaigns': 'anyone',
  'Query.resource': 'anyone',
  'Query.resources': 'anyone',
  'Query.serviceNotices': 'signedIn',
  'Query.settings': ['administrator'],
  'Query.serviceSwitches': ['administrator'],
  'Query.health': ['administrator'],
  'Query.dashboard': 'signedIn',
  'Query.roster': 'signedIn',
  'Query.myKey': 'signedIn',
  'Query.rosterDates': 'signedIn',
  'Query.suspensionRequests': ['responder'],
  'Query.memberKey': ['responder'],
  'Query.deskCampaign': ['member', 'coordinator', 'approver', 'translator'],
  'Query.deskCampaigns': ['member', 'coordinator', 'approver', 'translator'],
  'Query.myCases': ['member'],
  'Query.inbox': ['responder'],
  'Query.case': ['member', 'responder'],
  'Query.entriesToMove': ['member', 'responder'],
  'Query.myKeySuccessions': 'signedIn',
  'Query.missingGrants': ['member', 'responder'],
  'Query.myTokens': ['partner'],
  'Query.ownEmbedCounts': ['partner'],
  'Mutation.issueToken': ['partner'],
  'Mutation.revokeToken': ['partner'],
  'Mutation.signIn': 'anyone',
  'Mutation.startPasskey': 'anyone',
  'Mutation.confirmSignIn': 'anyone',
  'Mutation.requestPasswordReset': 'anyone',
  'Mutation.resetPassword': 'anyone',
  'Mutation.signOut': 'signedIn',
  'Mutation.startProof': 'signedIn',
  'Mutation.proveItIsMe': 'signedIn',
  'Mutation.startPasskeyRegistration': 'signedIn',
  'Mutation.addPasskey': 'signedIn',
  'Mutation.startTotp': 'signedIn',
  'Mutation.addTotp': 'signedIn',
  'Mutation.makeRecoveryCodes': 'signedIn',
  'Mutation.removeFactor': 'signedIn',
  'Mutation.changePassword': 'signedIn',
  'Mutation.revokeSession': 'signedIn',
  'Mutation.signOutEverywhere': 'signedIn',
  'Mutation.saveCampaign': ['member', 'coordinator'],
  'Mutation.moveCampaign': ['member', 'coordinator', 'approver'],
  'Mutation.signForOrganisation': ['member'],
  'Mutation.enrolKey': ['member', 'responder'],
  'Mutation.replaceKey': ['member', 'responder'],
  'Mutation.suspendKey': ['responder'],
  'Mutation.vouchForKey': ['responder'],
  'Mutation.startKeyProof': ['member', 'responder'],
  'Query.vaultCopy': ['member'],
  'Mutation.deleteVaultCopy': ['member'],
  'Mutation.triageCase': ['responder'],
  'Query.people': ['administrator'],
  'Query.proposals': ['administrator'],
  'Query.organisations': ['administrator'],
  'Query.invitations': ['administrator'],
  'Query.directory': ['member', 'responder', 'coordinator', 'approver', 'administrator'],
  'Query.myOrganisations': 'signedIn',
  'Query.invitation': 'anyone',
  'Query.myData': 'signedIn',
  'Mutation.changeRoles': ['administrator'],
  'Mutation.endMembership': ['administrator'],
  'Mutation.suspendAccount': ['administrator'],
  'Mutation.restoreAccount': ['administrator'],
  'Mutation.approveProposal': ['administrator'],
  'Mutation.refuseProposal': ['administrator'],
  'Mutation.setStanding': ['administrator'],
  'Mutation.saveOrganisation': ['member', 'administrator'],
  'Mutation.handOver': ['member'],
  'Mutation.endColleague': ['member'],
  'Mutation.leaveOrganisation': 'signedIn',
  'Mutation.setListed': 'signedIn',
  'Mutation.invitePerson': ['administrator'],
  'Mutation.inviteColleague': ['member'],
  'Mutation.resendInvitation': ['member', 'administrator'],
  'Mutation.revokeInvitation': ['member', 'administrator'],
  'Mutation.acceptInvitation': 'anyone',
  'Mutation.joinOrganisation': 'signedIn',
  'Mutation.exportMyData': 'signedIn',
  'Mutation.askErasure': 'signedIn',
  'Mutation.keepAccount': 'signedIn',
  'Mutation.saveSetting': ['administrator'],
  'Mutation.setSwitch': ['administrator'],
  'Query.auditEntries': ['administrator'],
  'Query.auditChain': ['administrator'],
  'Query.myAuditEntries': 'signedIn',
  'Mutation.exportAudit': ['administrator'],
  'Mutation.retryMail': ['administrator'],
};

/** Counting, and what an administrator stopped, are other tests' matter. */
const GUARDS: Guards = {
  rateLimits: { take: async () => null },
  switches: { isStopped: async () => false, forget: () => undefined },
};

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildApiSchema(composeModules(absent() as Platform, absent() as Pages).all, GUARDS);
});

function rootFields(): (readonly [name: string, field: GraphQLField<unknown, RequestContext>])[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((root) =>
    Object.values(root?.getFields() ?? {}).map((field) => [`${root?.name ?? ''}.${field.name}`, field] as const),
  );
}

function viewerWith(roles: readonly Role[]): Viewer {
  return {
    accountId: '00000000-0000-4000-8000-000000000000',
    displayName: '',
    language: 'en',
    roles: new Set(roles),
    proof: { sessionId: '', assurance: 'strong', isRecent: true },
    organisations: [],
  };
}

/** Null when the guard let it through, whatever happened behind it. */
async function refusal(field: GraphQLField<unknown, RequestContext>, viewer: Viewer | null): Promise<string | null> {
  const context: RequestContext = { requestId: '', viewer, origin: 'app', networkKey: '', cookies: NO_COOKIES };
  try {
    await field.resolve?.({}, {}, context, absent() as GraphQLResolveInfo);
    return null;
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? code : null;
  }
}

function expected(operation: string, viewer: Viewer | null): string | null {
  const allowed = WHO_MAY[operation];
  if (allowed === 'anyone') return null;
  if (!viewer) return 'UNAUTHENTICATED';
  if (allowed === 'signedIn' || allowed?.some((role) => viewer.roles.has(role))) return null;
  return 'FORBIDDEN';
}

test('every operation has a row, and every row an operation', () => {
  expect(
    rootFields()
      .map(([name]) => name)
      .sort(),
  ).toEqual(Object.keys(WHO_MAY).sort());
});

const PEOPLE: readonly { readonly who: string; readonly viewer: Viewer | null }[] = [
  { who: 'nobody', viewer: null },
  { who: 'an account without a role', viewer: viewerWith([]) },
  ...ROLES.map((role) => ({ who: role, viewer: viewerWith([role]) })),
];

test.each(PEOPLE)('$who may do what the table says, and nothing else', async ({ viewer }) => {
  for (const [operation, field] of rootFields()) {
    expect([operation, await refusal(field, viewer)]).toEqual([operation, expected(operation, viewer)]);
  }
});
