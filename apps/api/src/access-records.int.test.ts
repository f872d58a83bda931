import 'reflect-metadata';

import { ROLES, type Role } from '@sos/domain';
import { getNamedType, isInputObjectType, type GraphQLField, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { randomUUID } from 'node:crypto';

import { startAttackWorld, type AttackWorld } from './attacks/testing/world.js';
import { composeModules } from './composition.js';
import { absent } from './platform/absent.js';
import type { Pages } from './platform/pages.types.js';
import { buildApiSchema } from './schema.js';
import { makeAccount, type TestAccount } from './testing/factories.js';
import { draftInput, draftText, save } from './testing/petitions.js';
import { sessionHeaders } from './testing/start-test-api.js';

/** Records of one organisation, and somebody of every role in another. */
interface Records {
  readonly case: string;
  readonly draft: string;
  readonly organisation: string;
  readonly membership: string;
  readonly invitation: string;
  readonly token: string;
  readonly session: string;
  readonly factor: string;
}

interface Row {
  readonly record: keyof Records;
  /** What is sent, with the id of the record in its place. */
  readonly send: (id: string) => Readonly<Record<string, unknown>>;
  /** Roles whose work is everybody's records: their own tests say what they may do there. */
  readonly everybodys?: readonly Role[];
}

const input = (fields: (id: string) => object) => (id: string) => ({ input: fields(id) });
const draft = { texts: [draftText('es'), draftText('en')] };
const profile = {
  name: 'Taken over',
  country: 'CO',
  languages: ['es'],
  regions: ['latin-america-caribbean'],
  texts: [],
  visibility: 'name',
  workingGroups: [],
};
const invited = { email: 'new@people.example', language: 'en', focalPoint: false };
const DESK: readonly Role[] = ['coordinator', 'approver', 'translator'];

/** Every operation that names a record by id. One without a row fails. */
const RECORDS: Readonly<Record<string, Row>> = {
  'Query.case': { record: 'case', send: (id) => ({ id }), everybodys: ['responder'] },
  'Query.people': {
    record: 'organisation',
    send: (id) => ({ filter: { organisationId: id } }),
    everybodys: ['administrator'],
  },
  'Query.deskCampaign': { record: 'draft', send: (id) => ({ id }), everybodys: DESK },
  'Mutation.saveCampaign': {
    record: 'draft',
    send: input((id) => ({ ...draftInput(draft), id })),
    everybodys: DESK,
  },
  'Mutation.moveCampaign': { record: 'draft', send: input((id) => ({ id, to: 'in_review' })), everybodys: DESK },
  'Mutation.signForOrganisation': {
    record: 'organisation',
    send: input((id) => ({ campaignId: randomUUID(), organisationId: id })),
  },
  'Mutation.triageCase': {
    record: 'case',
    send: input((id) => ({ caseId: id, assignToMe: true })),
    everybodys: ['responder'],
  },
  'Mutation.issueToken': {
    record: 'organisation',
    send: input((id) => ({ organisationId: id, name: 'x', scopes: ['campaigns.read'], days: 1 })),
  },
  'Mutation.retryMail': { record: 'invitation', send: (id) => ({ id }), everybodys: ['administrator'] },
  'Mutation.revokeToken': { record: 'token', send: (id) => ({ id }) },
  'Mutation.changeRoles': {
    record: 'membership',
    send: input((id) => ({ membershipId: id, roles: ['member'] })),
    everybodys: ['administrator'],
  },
  'Mutation.endMembership': {
    record: 'membership',
    send: (id) => ({ membershipId: id }),
    everybodys: ['administrator'],
  },
  'Mutation.endColleague': { record: 'membership', send: (id) => ({ membershipId: id }) },
  'Mutation.handOver': { record: 'membership', send: input((id) => ({ membershipId: id, andStop: false })) },
  'Mutation.leaveOrganisation': { record: 'organisation', send: (id) => ({ organisationId: id }) },
  'Mutation.suspendAccount': {
    record: 'membership',
    send: input((id) => ({ accountId: id, reason: 'left' })),
    everybodys: ['administrator'],
  },
  'Mutation.restoreAccount': {
    record: 'membership',
    send: input((id) => ({ accountId: id, reason: 'back' })),
    everybodys: ['administrator'],
  },
  'Mutation.approveProposal': { record: 'invitation', send: (id) => ({ id }), everybodys: ['administrator'] },
  'Mutation.refuseProposal': { record: 'invitation', send: (id) => ({ id }), everybodys: ['administrator'] },
  'Mutation.setStanding': {
    record: 'organisation',
    send: input((id) => ({ organisationId: id, standing: 'suspended' })),
    everybodys: ['administrator'],
  },
  'Mutation.saveOrganisation': {
    record: 'organisation',
    send: input((id) => ({ ...profile, id })),
    everybodys: ['administrator'],
  },
  'Mutation.invitePerson': {
    record: 'organisation',
    send: input((id) => ({ ...invited, organisationId: id, roles: ['member'] })),
    everybodys: ['administrator'],
  },
  'Mutation.inviteColleague': {
    record: 'organisation',
    send: input((id) => ({ ...invited, organisationId: id })),
  },
  'Mutation.resendInvitation': { record: 'invitation', send: (id) => ({ id }), everybodys: ['administrator'] },
  'Mutation.revokeSession': { record: 'session', send: (id) => ({ id }) },
  'Mutation.removeFactor': { record: 'factor', send: (id) => ({ id }) },
  'Mutation.revokeInvitation': { record: 'invitation', send: (id) => ({ id }), everybodys: ['administrator'] },
};

/** Who may use a route beside GraphQL: `anyone`, or roles. A new route has no row, and fails. */
const ROUTES: Readonly<Record<'site' | 'app', Readonly<Record<string, 'anyone' | 'signedIn' | readonly Role[]>>>> = {
  site: {
    'POST /graphql': 'anyone',
    'GET /healthz': 'anyone',
    'POST /campaigns/:slug/sign': 'anyone',
    'POST /:lang/campaigns/:slug/sign': 'anyone',
    'POST /signatures/code': 'anyone',
    'POST /:lang/signatures/code': 'anyone',
    'GET /signatures/confirm/:token': 'anyone',
    'POST /signatures/confirm/:token': 'anyone',
    'GET /:lang/signatures/confirm/:token': 'anyone',
    'POST /:lang/signatures/confirm/:token': 'anyone',
    'GET /signatures/withdraw/:token': 'anyone',
    'POST /signatures/withdraw/:token': 'anyone',
    'GET /:lang/signatures/withdraw/:token': 'anyone',
    'POST /:lang/signatures/withdraw/:token': 'anyone',
    'OPTIONS /embed/api/*': 'anyone',
    'GET /embed/api/challenge': 'anyone',
    'POST /embed/api/sign': 'anyone',
    'POST /embed/api/confirm': 'anyone',
    'GET /embed/api/campaigns/:slug': 'anyone',
    'GET /embed/:slug': 'anyone',
    'POST /embed/:slug/sign': 'anyone',
    'POST /embed/:slug/code': 'anyone',
    'GET /embed.js': 'anyone',
    'GET /embed/frame.js': 'anyone',
    'GET /oembed': 'anyone',
    'GET /assets/*': 'anyone',
    'GET /icon.svg': 'anyone',
    'GET /.well-known/security.txt': 'anyone',
    'GET /.well-known/change-password': 'anyone',
    'GET /robots.txt': 'anyone',
    'GET /favicon.ico': 'anyone',
    'GET /.well-known/sos-release.json': 'anyone',
    'GET /.well-known/sos-release.json.sig': 'anyone',
    'GET /.well-known/sos-release.place.json': 'anyone',
    'GET /log/checkpoint': 'anyone',
    'GET /log/key': 'anyone',
    'GET /log/leaves': 'anyone',
    'GET /log/proof/consistency': 'anyone',
    'GET /log/proof/inclusion': 'anyone',
    'GET /demo/mailbox': 'anyone',
    'GET /demo/mailbox.css': 'anyone',
    'GET /demo/mailbox.json': 'anyone',
    'GET /app': 'anyone',
    'GET /app/*': 'anyone',
    'GET /echo': 'anyone',
  },
  app: {
    'POST /graphql': 'anyone',
    'GET /healthz': 'anyone',
    'PUT /entries/:id': ['member', 'responder'],
    'POST /entries/download': ['member', 'responder'],
    'PUT /blobs/:id': ['member', 'responder'],
    'PUT /blobs/:id/chunks/:index': ['member', 'responder'],
    'GET /blobs/:id/chunks': ['member', 'responder'],
    'POST /blobs/download': ['member', 'responder'],
    'GET /log/checkpoint': 'anyone',
    'GET /log/key': 'anyone',
    'GET /log/leaves': 'anyone',
    'GET /log/proof/consistency': 'anyone',
    'GET /log/proof/inclusion': 'anyone',
    'POST /entries/grants': ['member', 'responder'],
    'POST /entries/grants/verdicts': ['member', 'responder'],
    'POST /blobs/grant': ['member', 'responder'],
    'PUT /vault-copy': ['member'],
    'POST /vault-copy/take': ['member'],
    'GET /demo/kits/mine': 'signedIn',
    'GET /assets/*': 'anyone',
    'GET /icon.svg': 'anyone',
    'GET /.well-known/security.txt': 'anyone',
    'GET /.well-known/change-password': 'anyone',
    'GET /robots.txt': 'anyone',
    'GET /favicon.ico': 'anyone',
    'GET /.well-known/sos-release.json': 'anyone',
    'GET /.well-known/sos-release.json.sig': 'anyone',
    'GET /.well-known/sos-release.place.json': 'anyone',
    'GET /app': 'anyone',
    'GET /app/*': 'anyone',
    'GET /': 'anyone',
  },
};

let world: AttackWorld;
let schema: GraphQLSchema;
let records: Records;
let strangers: Readonly<Record<Role, TestAccount>>;

beforeAll(async () => {
  world = await startAttackWorld();
  // The same modules as the servers', of which only the shape is asked here.
  const modules = composeModules(world.api.platform, absent() as Pages).all;
  schema = await buildApiSchema(modules, world.api.platform);
  records = await makeRecords(world);
  const { database } = world.api;
  const made = await Promise.all(
    ROLES.map(async (role) => [role, await makeAccount(database, { roles: [role] })] as const),
  );
  strangers = Object.fromEntries(made) as Record<Role, TestAccount>; // One for each role, just made.
});
afterAll(() => world.api.close());

async function makeRecords({ api }: AttackWorld): Promise<Records> {
  const { prisma } = api.database;
  const owner = await makeAccount(api.database, { roles: ['member', 'partner'] });
  const organisationId = owner.organisation.id;
  const now = api.clock.now();
  const later = new Date(now.getTime() + 86_400_000);
  const { id: membership } = await prisma.membership.findFirstOrThrow({ where: { accountId: owner.id } });
  const { id: caseId } = await prisma.case.create({
    data: { id: randomUUID(), ownerId: owner.id, language: 'en', openedHour: now, changedHour: now },
  });
  const { id: invitation } = await prisma.invitation.create({
    data: {
      id: randomUUID(),
      tokenHash: Buffer.alloc(32, 7),
      email: 'invited@people.example',
      language: 'en',
      organisationId,
      roles: ['member'],
      invitedById: owner.id,
      createdAt: now,
      expiresAt: later,
    },
  });
  const { id: token } = await prisma.accessToken.create({
    data: {
      membershipId: membership,
      name: 'x',
      tokenHash: Buffer.alloc(32, 9),
      scopes: [],
      createdAt: now,
      expiresAt: later,
    },
  });
  const { campaign } = (await save(api, owner, draftInput(draft))) as unknown as { campaign: { id: string } };
  const { id: factor } = await prisma.credential.create({
    data: { accountId: owner.id, kind: 'passkey', secret: '{}' },
  });
  await sessionHeaders(api.platform, owner);
  const { id: session } = await prisma.session.findFirstOrThrow({ where: { accountId: owner.id } });
  return {
    case: caseId,
    draft: campaign.id,
    organisation: organisationId,
    membership,
    invitation,
    token,
    session,
    factor,
  };
}

type RootField = readonly [name: string, kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>];

function rootFields(): RootField[] {
  const of = (kind: 'query' | 'mutation', root: ReturnType<GraphQLSchema['getQueryType']>): RootField[] =>
    Object.values(root?.getFields() ?? {}).map((field) => [`${root?.name ?? ''}.${field.name}`, kind, field]);
  return [...of('query', schema.getQueryType()), ...of('mutation', schema.getMutationType())];
}

function namesARecord(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return Object.values(named.getFields()).some((field) => namesARecord(field.type));
  return named.name === 'ID';
}

/** The code of the error, or of the problem, or the type of what came: everything that a stranger is told. */
async function answerTo([, kind, field]: RootField, variables: object, as: TestAccount): Promise<string> {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${kind} (${declared}) { answer: ${field.name}(${passed}) { __typename } }`;
  const { data, errors } = await world.api.run(query, { ...variables }, as);
  if (errors[0]) return errors[0].code;
  return (data?.['answer'] as { __typename: string } | null)?.__typename ?? 'null';
}

test('every operation that names a record has a row, and every row an operation', () => {
  const naming = rootFields().filter(([, , { args }]) => args.some(({ type }) => namesARecord(type)));
  expect(naming.map(([name]) => name).sort()).toEqual(Object.keys(RECORDS).sort());
});

test.each(ROLES)('%s reaches nobody else’s record, and cannot tell it from one that is not there', async (role) => {
  for (const root of rootFields()) {
    const [name] = root;
    const row = RECORDS[name];
    if (!row || row.everybodys?.includes(role)) continue;
    const theirs = await answerTo(root, row.send(records[row.record]), strangers[role]);
    const nobodys = await answerTo(root, row.send(randomUUID()), strangers[role]);
    expect([name, theirs]).toEqual([name, expect.stringMatching(/^(NOT_FOUND|FORBIDDEN|\w+Problem)$/)]);
    expect([name, theirs]).toEqual([name, nobodys]);
  }
});

test('nothing of it has changed for its owner', async () => {
  const { prisma } = world.api.database;
  expect(await prisma.accessToken.findUnique({ where: { id: records.token } })).toMatchObject({ revokedAt: null });
  expect(await prisma.membership.findUnique({ where: { id: records.membership } })).toMatchObject({
    until: null,
    roles: ['member', 'partner'],
  });
  expect(await prisma.invitation.findUnique({ where: { id: records.invitation } })).toMatchObject({
    status: 'pending',
    issue: 1,
  });
  expect(await prisma.campaign.findUnique({ where: { id: records.draft } })).toMatchObject({ status: 'draft' });
  expect(await prisma.case.findUnique({ where: { id: records.case } })).toMatchObject({ assigneeId: null });
  expect(await prisma.session.findUnique({ where: { id: records.session } })).toMatchObject({ revokedAt: null });
  expect(await prisma.credential.findUnique({ where: { id: records.factor } })).not.toBeNull();
});

test.each(['site', 'app'] as const)('every route of the %s has a row, and every row a route', (origin) => {
  expect([...world.api[origin].sosRoutes].sort()).toEqual(Object.keys(ROUTES[origin]).sort());
});

const PEOPLE = ['nobody', ...ROLES] as const;
test.each(PEOPLE)('%s may use the routes that the table says', async (who) => {
  for (const [route, allowed] of Object.entries(ROUTES.app)) {
    if (allowed === 'anyone') continue;
    const [method, path = ''] = route.split(' ');
    const url = path.replace(':id', randomUUID()).replace(':index', '0');
    const request = { method: method as 'GET', url, headers: { 'content-type': 'application/octet-stream' } };
    const response = await (who === 'nobody'
      ? world.api.app.inject(request)
      : world.api.injectAs(strangers[who], { ...request }));
    const may = who !== 'nobody' && (allowed === 'signedIn' || allowed.includes(who));
    expect([route, [401, 403].includes(response.statusCode)]).toEqual([route, !may]);
  }
});
