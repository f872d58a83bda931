import { dutiesApart, ROLES, type Role } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import type { TestAccount } from '../../testing/factories.js';
import { sessionHeaders } from '../../testing/start-test-api.js';
import { makeOrganisation, openPeopleWorld, type PeopleWorld } from './testing/people-world.js';

const DAY = 86_400_000;
const PASSWORD = 'nine lanterns over the harbour';

let world: PeopleWorld;
let one: TestAccount;
let two: TestAccount;
let three: TestAccount;
beforeAll(async () => {
  world = await openPeopleWorld();
  one = await world.make({ roles: ['administrator'], displayName: 'One' });
  two = await world.make({ roles: ['administrator'], displayName: 'Two' });
  three = await world.make({ roles: ['administrator'], displayName: 'Three' });
});
afterAll(() => world.api.close());

const audits = (event: string) =>
  world.api.database.prisma.auditEntry.findMany({ where: { event }, orderBy: { sequence: 'asc' } });
const invitation = (more: object = {}) => ({
  email: `${randomUUID()}@people.example`,
  language: 'en',
  roles: ['member'],
  focalPoint: false,
  ...more,
});
const mailed = async () => (await world.api.deliverMail()).map(({ to, subject }) => [to, subject]);
const acceptance = (token: string, more: object = {}) => ({
  token,
  displayName: 'Newcomer',
  language: 'en',
  password: PASSWORD,
  ...more,
});

describe('roles', () => {
  it('one administrator gives what reaches nobody’s power, and the account has it at its next request', async () => {
    const ana = await world.make({ roles: ['member'] });
    const membershipId = await world.membershipOf(ana);
    expect(await world.act(one, 'changeRoles', { membershipId, roles: ['member', 'translator'] })).toBe('PeopleDone');
    expect(await world.rolesOf(ana)).toEqual(['member', 'translator']);
    expect(await world.act(one, 'changeRoles', { membershipId, roles: ['translator', 'member'] })).toBe(
      'nothing_changes',
    );
    expect((await audits('membership.changed')).at(-1)).toMatchObject({
      actorId: one.id,
      subjectId: membershipId,
      facts: { before: 'member', after: 'member,translator', account: ana.id },
    });
  });

  it('a role that reaches rosters or exports waits for a second administrator who is not concerned', async () => {
    const ana = await world.make({ roles: ['member'] });
    const membershipId = await world.membershipOf(ana);
    expect(await world.act(one, 'changeRoles', { membershipId, roles: ['coordinator'] })).toBe('PeopleProposed');
    expect(await world.rolesOf(ana)).toEqual(['member']);
    const id = await world.openProposal();
    expect(await world.act(two, 'changeRoles', { membershipId, roles: ['approver'] })).toBe('already_proposed');
    expect(await world.act(one, 'approveProposal', { id })).toBe('proposer_decides');
    expect(await world.act(ana, 'approveProposal', { id })).toBe('FORBIDDEN');
    expect(await world.act(two, 'approveProposal', { id })).toBe('PeopleDone');
    expect(await world.rolesOf(ana)).toEqual(['coordinator']);
    expect(await world.act(three, 'approveProposal', { id })).toBe('proposal_over');
    expect((await audits('proposal.approved')).at(-1)).toMatchObject({ actorId: two.id, subjectId: id });
  });

  it('taking such a role away needs two as well, and the person concerned decides nothing', async () => {
    const membershipId = await world.membershipOf(three);
    expect(await world.act(one, 'endMembership', { membershipId })).toBe('PeopleProposed');
    const id = await world.openProposal();
    expect(await world.act(three, 'approveProposal', { id })).toBe('concerned_decides');
    expect(await world.act(three, 'refuseProposal', { id })).toBe('concerned_decides');
    const { proposals } = await world.ask<{ proposals: { id: string; mayDecide: boolean }[] }>(
      three,
      '{ proposals { id mayDecide } }',
    );
    expect(proposals.find((proposal) => proposal.id === id)?.mayDecide).toBe(false);
    expect(await world.act(two, 'refuseProposal', { id })).toBe('PeopleDone');
    expect(await world.rolesOf(three)).toEqual(['administrator']);
  });

  it('a proposal runs out after seven days, and one whose roles changed meanwhile is over', async () => {
    const ana = await world.make({ roles: ['member'] });
    const membershipId = await world.membershipOf(ana);
    await world.act(one, 'changeRoles', { membershipId, roles: ['approver'] });
    const late = await world.openProposal();
    world.api.clock.advance(7 * DAY);
    expect(await world.act(two, 'approveProposal', { id: late })).toBe('proposal_over');
    await world.act(one, 'changeRoles', { membershipId, roles: ['approver'] });
    const id = await world.openProposal();
    await world.act(one, 'changeRoles', { membershipId, roles: ['member', 'translator'] });
    expect(await world.act(two, 'approveProposal', { id })).toBe('proposal_over');
    expect(await world.rolesOf(ana)).toEqual(['member', 'translator']);
    expect(await world.act(one, 'refuseProposal', { id })).toBe('PeopleDone');
  });

  it('nobody shapes their own power, and what parts is refused over all memberships', async () => {
    expect(
      await world.act(one, 'changeRoles', { membershipId: await world.membershipOf(one), roles: ['member'] }),
    ).toBe('own_roles');
    const ana = await world.make({ roles: ['approver'] });
    const membershipId = await world.membershipOf(ana);
    expect(await world.act(one, 'changeRoles', { membershipId, roles: ['approver', 'responder'] })).toBe('roles_apart');
    expect(await world.act(one, 'changeRoles', { membershipId, roles: [] })).toBe('roles_missing');
    expect(await world.act(one, 'changeRoles', { membershipId, roles: ['king'] })).toBe('INVALID_INPUT');
    const elsewhere = await makeOrganisation(world.api.database);
    const invited = { ...invitation({ email: ana.email }), organisationId: elsewhere.id };
    expect(await world.act(one, 'invitePerson', { ...invited, roles: ['partner'] })).toBe('roles_apart');
    expect(await world.act(one, 'changeRoles', { membershipId: randomUUID(), roles: ['member'] })).toBe('NOT_FOUND');
  });

  it('the database itself keeps apart exactly what the domain keeps apart', async () => {
    const { prisma } = world.api.database;
    const { id: accountId, organisation } = await world.make({ roles: ['member'] });
    const other = await makeOrganisation(world.api.database);
    const pairs = ROLES.flatMap((first) => ROLES.map((second) => [first, second] as const));
    for (const [first, second] of pairs) {
      const refused = await prisma
        .$transaction(async (tx) => {
          await tx.membership.updateMany({
            where: { accountId, organisationId: organisation.id },
            data: { roles: [first] },
          });
          await tx.membership.create({ data: { accountId, organisationId: other.id, roles: [second] } });
          throw new Error('allowed');
        })
        .catch((error: unknown) => String(error) !== 'Error: allowed');
      expect([first, second, refused]).toEqual([first, second, dutiesApart([first, second]) !== null]);
    }
  });
});

describe('suspending', () => {
  it('ends every session at once, by one administrator, with a reason; giving back opens none', async () => {
    const ana = await world.make({ roles: ['member'], password: PASSWORD });
    await sessionHeaders(world.api.platform, ana);
    expect(await world.act(one, 'suspendAccount', { accountId: ana.id, reason: 'because' })).toBe('INVALID_INPUT');
    expect(await world.act(one, 'suspendAccount', { accountId: ana.id, reason: 'takeover_suspected' })).toBe(
      'PeopleDone',
    );
    expect(await world.api.database.prisma.session.count({ where: { accountId: ana.id } })).toBe(0);
    expect(await world.rolesOf(ana)).toEqual([]);
    expect(await world.act(one, 'restoreAccount', { accountId: ana.id, reason: 'other' })).toBe('PeopleDone');
    expect(await world.rolesOf(ana)).toEqual(['member']);
    expect((await audits('account.suspended')).at(-1)?.facts).toEqual({ reason: 'takeover_suspected' });
  });

  it('is refused to everybody else, and without a recent proof of identity', async () => {
    const ana = await world.make({ roles: ['member'], focalPoint: true });
    const input = { accountId: three.id, reason: 'other' };
    expect(await world.act(ana, 'suspendAccount', input)).toBe('FORBIDDEN');
    expect(await world.act(null, 'suspendAccount', input)).toBe('UNAUTHENTICATED');
    const headers = await sessionHeaders(world.api.platform, one);
    world.api.clock.advance(11 * 60_000);
    const answer = await world.api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers,
      payload: {
        query: `mutation { suspendAccount(input: { accountId: "${three.id}", reason: "other" }) { __typename } }`,
      },
    });
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'STEP_UP_REQUIRED' } }] });
  });
});

test('a session alone lets nobody in, puts nobody out and renames nothing: it proves again who is there', async () => {
  const focal = await world.make({ roles: ['member'], focalPoint: true });
  const headers = await sessionHeaders(world.api.platform, focal);
  world.api.clock.advance(11 * 60_000);
  const id = randomUUID();
  const invited = `email: "x@people.example", language: "en", organisationId: "${id}", focalPoint: true`;
  const profile = `id: "${id}", name: "x", country: "CO", regions: [], workingGroups: [], languages: [], visibility: "name", texts: []`;
  const ending = [`revokeInvitation(id: "${id}")`, `endColleague(membershipId: "${id}")`, `revokeSession(id: "${id}")`];
  for (const act of [`inviteColleague(input: { ${invited} })`, `saveOrganisation(input: { ${profile} })`, ...ending]) {
    const payload = { query: `mutation { ${act} { __typename } }` };
    const answer = await world.api.app.inject({ method: 'POST', url: '/graphql', headers, payload });
    expect([act, answer.body]).toEqual([act, expect.stringContaining('STEP_UP_REQUIRED')]);
  }
});

describe('administrators', () => {
  it('two who suspend each other at the same time: one of them remains', async () => {
    const lone = await openPeopleWorld();
    const [left, right] = [
      await lone.make({ roles: ['administrator'] }),
      await lone.make({ roles: ['administrator'] }),
    ];
    const outcomes = await Promise.all([
      lone.act(left, 'suspendAccount', { accountId: right.id, reason: 'other' }),
      lone.act(right, 'suspendAccount', { accountId: left.id, reason: 'other' }),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'PeopleDone')).toHaveLength(1);
    expect(await lone.api.database.prisma.account.count({ where: { status: 'active' } })).toBe(1);
    const last = outcomes[0] === 'PeopleDone' ? left : right;
    await expectLastStays(lone, last);
    await lone.api.close();
  });

  async function expectLastStays(lone: PeopleWorld, last: TestAccount) {
    const { prisma } = lone.api.database;
    const organisationId = last.organisation.id;
    expect(await lone.act(last, 'leaveOrganisation', { organisationId })).toBe('last_administrator');
    expect(await lone.act(last, 'setStanding', { organisationId, standing: 'suspended' })).toBe('last_administrator');
    expect(await lone.act(last, 'askErasure', {})).toBe('last_administrator');
    // Nor does the database let anybody else's code do it.
    const where = { accountId: last.id };
    await expect(prisma.membership.updateMany({ where, data: { roles: ['member'] } })).rejects.toThrow(/administrator/);
    await expect(prisma.membership.updateMany({ where, data: { until: new Date() } })).rejects.toThrow(/administrator/);
    await expect(prisma.account.update({ where: { id: last.id }, data: { status: 'suspended' } })).rejects.toThrow(
      /administrator/,
    );
    await expect(prisma.account.delete({ where: { id: last.id } })).rejects.toThrow(/administrator/);
    await expect(
      prisma.organisation.update({ where: { id: organisationId }, data: { standing: 'suspended' } }),
    ).rejects.toThrow(/administrator/);
  }

  it('two who leave at the same time: one of them remains', async () => {
    const lone = await openPeopleWorld();
    const both = [await lone.make({ roles: ['administrator'] }), await lone.make({ roles: ['administrator'] })];
    const outcomes = await Promise.all(
      both.map((account) => lone.act(account, 'leaveOrganisation', { organisationId: account.organisation.id })),
    );
    expect([...outcomes].sort()).toEqual(['PeopleDone', 'last_administrator']);
    await lone.api.close();
  });
});

describe('invitations', () => {
  it('by an administrator: a mail with a link, an account, a membership, and never a second time', async () => {
    const organisation = await makeOrganisation(world.api.database, { name: 'Casa Común' });
    const focal = await world.make({ roles: ['member'], focalPoint: true, organisation });
    const wanted = invitation({ organisationId: organisation.id, language: 'es', focalPoint: true });
    expect(await world.act(one, 'invitePerson', wanted)).toBe('PeopleDone');
    expect(await world.act(one, 'invitePerson', wanted)).toBe('already_invited');
    const token = await world.linkFor(wanted.email);
    const read =
      'query ($token: String!) { invitation(token: $token) { ... on OpenInvitation { organisationName email hasAccount focalPoint } ... on PeopleRefusedProblem { code } } }';
    expect(await world.ask(null, read, { token })).toEqual({
      invitation: { organisationName: 'Casa Común', email: wanted.email, hasAccount: false, focalPoint: true },
    });
    expect(await world.act(null, 'acceptInvitation', acceptance(token, { password: 'short' }))).toBe('bad_password');
    expect(await world.act(null, 'acceptInvitation', acceptance(token, { displayName: 'A\u202eB' }))).toBe('bad_name');
    for (const displayName of ['Ana www.evil.example', 'ana@evil.example', 'http://evil'])
      expect(await world.act(null, 'acceptInvitation', acceptance(token, { displayName }))).toBe('name_with_link');
    const twice = await Promise.all([1, 2].map(() => world.act(null, 'acceptInvitation', acceptance(token))));
    expect([...twice].sort()).toEqual(['PeopleDone', 'invitation_used']);
    expect(await mailed()).toEqual([[focal.email, 'Something changed in your organisation']]);
    expect(await world.ask(null, read, { token })).toEqual({ invitation: { code: 'invitation_used' } });
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
    const signedIn = await world.api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { origin: world.api.platform.config.appOrigin },
      payload: { query: signIn, variables: { input: { email: wanted.email, password: PASSWORD } } },
    });
    expect(signedIn.json()).toMatchObject({ data: { signIn: { __typename: 'SignInSuccess' } } });
    expect(await world.api.database.prisma.publicKey.count()).toBe(0);
    expect((await audits('account.created')).at(-1)?.subject).toBe('account');
  });

  it('the secret is stored nowhere and written to no log', async () => {
    const wanted = invitation({ organisationId: one.organisation.id, roles: ['translator'] });
    await world.act(one, 'invitePerson', wanted);
    const token = await world.linkFor(wanted.email);
    expect(token).toHaveLength(43);
    const { prisma } = world.api.database;
    const dump = JSON.stringify([
      await prisma.invitation.findMany(),
      await prisma.outbox.findMany(),
      await prisma.auditEntry.findMany(),
    ]);
    expect(dump).not.toContain(token);
    expect(dump).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    expect(world.api.log.join('\n')).not.toContain(token);
    expect(JSON.stringify(await prisma.auditEntry.findMany())).not.toContain('@');
  });

  it('run out, taken back, sent again, or for nobody: each is closed, and its holder is told why', async () => {
    const organisationId = one.organisation.id;
    const late = invitation({ organisationId });
    await world.act(one, 'invitePerson', late);
    const lateLink = await world.linkFor(late.email);
    world.api.clock.advance(7 * DAY);
    expect(await world.act(null, 'acceptInvitation', acceptance(lateLink))).toBe('invitation_expired');
    const { id } = await world.api.database.prisma.invitation.findFirstOrThrow({ where: { email: late.email } });
    expect(await world.act(one, 'resendInvitation', { id })).toBe('PeopleDone');
    const fresh = await world.linkFor(late.email);
    expect(await world.act(null, 'acceptInvitation', acceptance(lateLink))).toBe('invitation_revoked');
    expect(await world.act(one, 'revokeInvitation', { id })).toBe('PeopleDone');
    expect(await world.act(null, 'acceptInvitation', acceptance(fresh))).toBe('invitation_revoked');
    expect(await world.act(one, 'revokeInvitation', { id })).toBe('nothing_changes');
    for (const token of ['', 'x'.repeat(43), '../../etc'])
      expect(await world.act(null, 'acceptInvitation', acceptance(token))).toBe('invitation_revoked');
    world.api.clock.advance(31 * DAY);
    await world.api.runJob('people.invitations');
    expect(await world.api.database.prisma.invitation.count({ where: { email: late.email } })).toBe(0);
  });

  it('for an address that has an account: its owner joins, signed in, and nobody else does', async () => {
    const ana = await world.make({ roles: ['member'] });
    const bo = await world.make({ roles: ['member'] });
    const organisation = await makeOrganisation(world.api.database);
    const wanted = invitation({ email: ana.email.toUpperCase(), organisationId: organisation.id });
    expect(await world.act(one, 'invitePerson', wanted)).toBe('PeopleDone');
    const token = await world.linkFor(ana.email);
    expect(await world.act(null, 'acceptInvitation', acceptance(token))).toBe('invitation_has_account');
    expect(await world.act(bo, 'joinOrganisation', { token })).toBe('invitation_for_another');
    expect(await world.act(null, 'joinOrganisation', { token })).toBe('UNAUTHENTICATED');
    expect(await world.act(ana, 'joinOrganisation', { token })).toBe('PeopleDone');
    expect(await world.act(ana, 'joinOrganisation', { token })).toBe('invitation_used');
    expect(await world.act(one, 'invitePerson', wanted)).toBe('already_member');
  });

  it('with power: no mail leaves before a second administrator has said yes', async () => {
    const wanted = invitation({ organisationId: one.organisation.id, roles: ['responder'] });
    expect(await world.act(one, 'invitePerson', wanted)).toBe('PeopleProposed');
    expect(await world.linkFor(wanted.email)).toBe('');
    expect(await world.act(two, 'approveProposal', { id: await world.openProposal() })).toBe('PeopleDone');
    const token = await world.linkFor(wanted.email);
    expect(await world.act(null, 'acceptInvitation', acceptance(token))).toBe('PeopleDone');

    // That approval holds for its week: nobody makes it longer, and no focal point sends it.
    const late = invitation({ organisationId: one.organisation.id, roles: ['coordinator'] });
    await world.act(one, 'invitePerson', late);
    await world.act(two, 'approveProposal', { id: await world.openProposal() });
    const { id } = await world.api.database.prisma.invitation.findFirstOrThrow({ where: { email: late.email } });
    const focal = await world.make({ roles: ['member'], focalPoint: true, organisation: one.organisation });
    expect(await world.act(focal, 'resendInvitation', { id })).toBe('not_yours_to_grant');
    world.api.clock.advance(6 * DAY);
    expect(await world.act(one, 'resendInvitation', { id })).toBe('PeopleDone');
    const lateLink = await world.linkFor(late.email);
    world.api.clock.advance(DAY);
    expect(await world.act(null, 'acceptInvitation', acceptance(lateLink))).toBe('invitation_expired');
    expect(await world.act(one, 'resendInvitation', { id })).toBe('approval_over');

    const unwanted = invitation({ organisationId: one.organisation.id, roles: ['administrator'] });
    await world.act(one, 'invitePerson', unwanted);
    expect(await world.act(two, 'refuseProposal', { id: await world.openProposal() })).toBe('PeopleDone');
    expect(await world.linkFor(unwanted.email)).toBe('');
  });

  it('by a focal point: colleagues, as members, into their own organisation and no other', async () => {
    const focal = await world.make({ roles: ['member'], focalPoint: true });
    const plain = await world.make({ roles: ['member'], organisation: focal.organisation });
    const organisationId = focal.organisation.id;
    const wanted = invitation({ organisationId });
    expect(await world.act(plain, 'inviteColleague', wanted)).toBe('FORBIDDEN');
    expect(await world.act(focal, 'inviteColleague', { ...wanted, organisationId: one.organisation.id })).toBe(
      'NOT_FOUND',
    );
    for (const role of ROLES.filter((known) => known !== 'member'))
      expect([role, await world.act(focal, 'inviteColleague', { ...wanted, roles: [role] })]).toEqual([
        role,
        'not_yours_to_grant',
      ]);
    expect(await world.act(focal, 'inviteColleague', { ...wanted, email: 'no address' })).toBe('bad_address');
    // An address with an account is answered like any other.
    expect(await world.act(focal, 'inviteColleague', { ...wanted, email: two.email })).toBe('PeopleDone');
    expect(await world.act(focal, 'inviteColleague', wanted)).toBe('PeopleDone');
    const { id } = await world.api.database.prisma.invitation.findFirstOrThrow({ where: { email: wanted.email } });
    const stranger = await world.make({ roles: ['member'], focalPoint: true });
    expect(await world.act(stranger, 'revokeInvitation', { id })).toBe('NOT_FOUND');
    expect(await world.act(focal, 'revokeInvitation', { id })).toBe('PeopleDone');
    const more = await Promise.all(
      Array.from({ length: 24 }, () => world.act(focal, 'inviteColleague', invitation({ organisationId }))),
    );
    expect(more).toContain('RATE_LIMITED');
  });
});

describe('organisations', () => {
  const named = () => makeOrganisation(world.api.database, { name: 'Casa Común' });
  const profile = (more: object = {}) => ({
    name: 'Casa Común',
    country: 'CO',
    regions: ['latin-america-caribbean', 'africa'],
    workingGroups: ['environment-climate'],
    languages: ['es', 'en'],
    website: 'https://casa.example/',
    contactEmail: 'hola@casa.example',
    visibility: 'name',
    texts: [{ language: 'es', about: 'Trabajamos por el agua.' }],
    ...more,
  });
  const directory = `{ directory { id name regions contact { country website contactEmail workingGroups people texts { about } } } }`;
  interface Listed {
    readonly directory: { readonly id: string; readonly contact: { readonly people: string[] } | null }[];
  }

  it('show to others exactly as much as they choose, and their people as each of them chooses', async () => {
    const organisation = await named();
    const focal = await world.make({ roles: ['member'], focalPoint: true, displayName: 'Listed', organisation });
    await world.make({ roles: ['member'], organisation: focal.organisation, displayName: 'Unlisted' });
    const { id } = focal.organisation;
    const seen = async () => (await world.ask<Listed>(one, directory)).directory.find((entry) => entry.id === id);
    expect(await world.act(focal, 'saveOrganisation', profile({ id, visibility: 'hidden' }))).toBe('PeopleDone');
    expect(await seen()).toBeUndefined();
    await world.act(focal, 'saveOrganisation', profile({ id }));
    expect(await seen()).toEqual({
      id,
      name: 'Casa Común',
      regions: ['africa', 'latin-america-caribbean'],
      contact: null,
    });
    const byGroup = '{ directory(filter: { workingGroup: "environment-climate" }) { id } }';
    expect((await world.ask<Listed>(one, byGroup)).directory).toEqual([]);
    await world.act(focal, 'saveOrganisation', profile({ id, visibility: 'contact' }));
    expect(await world.act(focal, 'setListed', { listed: true })).toBe('PeopleDone');
    expect((await seen())?.contact).toMatchObject({ contactEmail: 'hola@casa.example', people: ['Listed'] });
    await world.act(one, 'setStanding', { organisationId: id, standing: 'suspended' });
    expect(await seen()).toBeUndefined();
    const outsider = await world.make({ roles: ['partner'] });
    expect((await world.api.run(directory, {}, outsider)).errors[0]?.code).toBe('FORBIDDEN');
  });

  it('are edited by their own focal points and administrators; their standing by administrators alone', async () => {
    const focal = await world.make({ roles: ['member'], focalPoint: true, organisation: await named() });
    const plain = await world.make({ roles: ['member'], organisation: focal.organisation });
    const stranger = await world.make({ roles: ['member'], focalPoint: true });
    const { id } = focal.organisation;
    expect(await world.act(stranger, 'saveOrganisation', profile({ id }))).toBe('NOT_FOUND');
    expect(await world.act(plain, 'saveOrganisation', profile({ id }))).toBe('FORBIDDEN');
    expect(await world.act(focal, 'saveOrganisation', profile())).toBe('FORBIDDEN');
    expect(await world.act(one, 'saveOrganisation', profile())).toBe('PeopleDone');
    expect(await world.act(focal, 'setStanding', { organisationId: id, standing: 'member' })).toBe('FORBIDDEN');
    for (const [wrong, code] of [
      [{ website: 'javascript:alert(1)' }, 'bad_website'],
      [{ website: 'http://casa.example' }, 'bad_website'],
      [{ name: '  ' }, 'bad_name'],
      // It stands under what the organisation has signed.
      [{ name: 'Another Organisation' }, 'name_not_yours'],
      [{ name: 'https://evil.example' }, 'name_with_link'],
      [{ contactEmail: 'x' }, 'bad_address'],
      [{ texts: [{ language: 'en', about: 'x'.repeat(2_001) }] }, 'about_too_long'],
      [{ regions: ['atlantis'] }, 'INVALID_INPUT'],
    ] as const)
      expect(await world.act(focal, 'saveOrganisation', profile({ id, ...wrong }))).toBe(code);
    expect(await world.act(focal, 'saveOrganisation', profile({ id, country: 'PE' }))).toBe('PeopleDone');
    expect(await world.act(one, 'saveOrganisation', profile({ id, name: 'Casa Nueva' }))).toBe('PeopleDone');
    expect((await audits('organisation.changed')).at(-1)?.facts).toEqual({ what: 'name' });
    expect(await world.act(one, 'setStanding', { organisationId: id, standing: 'suspended' })).toBe('PeopleDone');
    // A suspended organisation gives its people no role any more.
    expect(await world.rolesOf(focal)).toEqual([]);
  });
});

describe('leaving and hand-over', () => {
  it('the last focal point stays until a colleague speaks for the organisation', async () => {
    const focal = await world.make({ roles: ['member'], focalPoint: true });
    const colleague = await world.make({ roles: ['member'], organisation: focal.organisation });
    const stranger = await world.make({ roles: ['member'] });
    const organisationId = focal.organisation.id;
    const membershipId = await world.membershipOf(colleague);
    expect(await world.act(focal, 'leaveOrganisation', { organisationId })).toBe('last_focal_point');
    expect(await world.act(one, 'endMembership', { membershipId: await world.membershipOf(focal) })).toBe(
      'last_focal_point',
    );
    expect(await world.act(colleague, 'endColleague', { membershipId: await world.membershipOf(focal) })).toBe(
      'FORBIDDEN',
    );
    expect(await world.act(focal, 'askErasure', {})).toBe('last_focal_point');
    const elsewhere = { membershipId: await world.membershipOf(stranger), andStop: true };
    expect(await world.act(focal, 'handOver', elsewhere)).toBe('NOT_FOUND');
    await world.api.deliverMail();
    expect(await world.act(focal, 'handOver', { membershipId, andStop: true })).toBe('PeopleDone');
    // Whoever spoke for it until now hears of it, also where somebody else used their session.
    expect(await mailed()).toEqual([[focal.email, 'Something changed in your organisation']]);
    expect(await world.act(focal, 'handOver', { membershipId, andStop: true })).toBe('FORBIDDEN');
    expect(await world.act(focal, 'leaveOrganisation', { organisationId })).toBe('PeopleDone');
    // Its powers end with it, in a session that stays open.
    expect(await world.rolesOf(focal)).toEqual([]);
    expect(await world.act(focal, 'leaveOrganisation', { organisationId })).toBe('NOT_FOUND');
    const { myOrganisations } = await world.ask<{ myOrganisations: { focalPoint: boolean }[] }>(
      colleague,
      '{ myOrganisations { focalPoint colleagues { displayName } } }',
    );
    expect(myOrganisations).toMatchObject([{ focalPoint: true, colleagues: [{ displayName: colleague.displayName }] }]);
  });

  it('a focal point ends a member’s membership, and nobody’s who is more than that', async () => {
    const focal = await world.make({ roles: ['member'], focalPoint: true });
    const { organisation } = focal;
    const colleague = await world.make({ roles: ['member'], organisation, language: 'es' });
    const coordinator = await world.make({ roles: ['member', 'coordinator'], organisation });
    expect(await world.act(focal, 'endColleague', { membershipId: await world.membershipOf(coordinator) })).toBe(
      'not_yours_to_grant',
    );
    await world.api.deliverMail();
    expect(await world.act(focal, 'endColleague', { membershipId: await world.membershipOf(colleague) })).toBe(
      'PeopleDone',
    );
    expect(await world.rolesOf(colleague)).toEqual([]);
    expect(await mailed()).toEqual([[colleague.email, 'Algo cambió en tu cuenta']]);
  });
});

describe('own data', () => {
  it('holds what is known about the account, and no secret that opens anything', async () => {
    const ana = await world.make({ roles: ['member'], password: PASSWORD });
    const { prisma } = world.api.database;
    await sessionHeaders(world.api.platform, ana);
    const caseId = randomUUID();
    const hour = new Date('2026-12-01T10:00:00Z');
    await prisma.case.create({
      data: {
        id: caseId,
        ownerId: ana.id,
        assigneeId: two.id,
        language: 'en',
        openedHour: hour,
        changedHour: new Date('2026-12-01T13:00:00Z'),
      },
    });
    const membershipId = await world.membershipOf(ana);
    await world.act(one, 'changeRoles', { membershipId, roles: ['coordinator'] });
    await world.act(two, 'refuseProposal', { id: await world.openProposal() });
    expect(await world.act(one, 'changeRoles', { membershipId, roles: ['approver'] })).toBe('PeopleProposed');
    await world.act(ana, 'setListed', { listed: true });
    const { exportMyData } = await world.ask<{ exportMyData: { content: string } }>(
      ana,
      'mutation { exportMyData { content } }',
    );
    const content: unknown = JSON.parse(exportMyData.content);
    expect(content).toMatchObject({
      account: { id: ana.id, email: ana.email, listed: true },
      memberships: [{ roles: ['member'], organisation: { name: ana.organisation.name } }],
      credentials: [{ kind: 'password' }],
      sessions: [{ assurance: 'strong', device: { browser: 'other', system: 'other' } }],
      // Nothing of what the team does, and when.
      cases: [{ id: caseId, severity: null, status: 'submitted', language: 'en', openedHour: hour.toISOString() }],
      assignedCases: [],
      // An open one would warn whom it concerns.
      proposals: [{ status: 'refused' }],
    });
    expect(exportMyData.content).not.toMatch(/assigneeId|changedHour/);
    expect(exportMyData.content).not.toMatch(/argon2|tokenHash|secret/);
    expect((await audits('account.exported')).at(-1)?.actorId).toBe(ana.id);
  });

  it('goes seven days after its owner asked, unless they think better of it', async () => {
    const ana = await world.make({ roles: ['member'], password: PASSWORD });
    const bo = await world.make({ roles: ['member'] });
    const { prisma } = world.api.database;
    await prisma.publicKey.create({
      data: { fingerprint: 'f'.repeat(40), bytes: Uint8Array.of(1), sha256: Uint8Array.of(2), accountId: ana.id },
    });
    await world.api.deliverMail();
    expect(await world.act(ana, 'askErasure', {})).toBe('PeopleDone');
    expect(await world.act(ana, 'askErasure', {})).toBe('already_asked');
    expect(await mailed()).toEqual([[ana.email, 'Your account is to be deleted']]);
    expect(await world.act(bo, 'askErasure', {})).toBe('PeopleDone');
    expect(await world.act(bo, 'keepAccount', {})).toBe('PeopleDone');
    world.api.clock.advance(7 * DAY - 1);
    await world.api.runJob('people.erasures');
    expect(await prisma.account.count({ where: { id: { in: [ana.id, bo.id] } } })).toBe(2);
    world.api.clock.advance(1);
    await world.api.runJob('people.erasures');
    expect(await prisma.account.findMany({ where: { id: { in: [ana.id, bo.id] } } })).toMatchObject([{ id: bo.id }]);
    expect(await prisma.credential.count({ where: { accountId: ana.id } })).toBe(0);
    // What they signed in cases stays checkable.
    expect(await prisma.publicKey.findUniqueOrThrow({ where: { fingerprint: 'f'.repeat(40) } })).toMatchObject({
      accountId: null,
    });
    expect((await audits('account.erased')).map(({ facts }) => facts)).toContainEqual({ step: 'done' });
  });

  it('of somebody who has become the last of their kind stays until they are not', async () => {
    const focal = await world.make({ roles: ['member'], focalPoint: true });
    const other = await world.make({ roles: ['member'], focalPoint: true, organisation: focal.organisation });
    expect(await world.act(focal, 'askErasure', {})).toBe('PeopleDone');
    expect(await world.act(other, 'leaveOrganisation', { organisationId: focal.organisation.id })).toBe('PeopleDone');
    world.api.clock.advance(8 * DAY);
    await world.api.runJob('people.erasures');
    expect(await world.api.database.prisma.account.count({ where: { id: focal.id } })).toBe(1);
  });
});

test('the list of people is for administrators, and finds by name, role and state', async () => {
  const ana = await world.make({ roles: ['translator'], displayName: 'Zenobia' });
  const list =
    'query ($filter: PeopleFilterInput) { people(filter: $filter) { total people { id memberships { roles } } } }';
  const found = await world.ask<{ people: { people: { id: string }[] } }>(one, list, {
    filter: { search: 'zenob', role: 'translator' },
  });
  expect(found.people.people).toEqual([{ id: ana.id, memberships: [{ roles: ['translator' satisfies Role] }] }]);
  expect((await world.api.run(list, {}, ana)).errors[0]?.code).toBe('FORBIDDEN');
});

test('what all these mutations left in the audit is what the table of traces says', () => {
  expect(world.api.strayTraces()).toEqual([]);
});
