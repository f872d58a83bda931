import { makeAccount, type TestAccount } from '../../testing/factories.js';
import {
  draftInput,
  draftText,
  makeDesk,
  move,
  moveWith,
  openPetition,
  save,
  seenBy,
  startPetitionApi,
  type Desk,
  type PetitionApi,
} from '../../testing/petitions.js';

let petition: PetitionApi;
let desk: Desk;
const REASONS = [
  { language: 'en', text: 'A mistake in the text.' },
  { language: 'es', text: 'Un error en el texto.' },
];
const PUBLIC = `query ($slug: String!, $language: String!) { campaign(slug: $slug, language: $language) {
  slug status takesSignatures languages text { language title version } updates { kind body } issuedBy count { confirmed } organisations { name } } }`;
const LIST = `query ($list: String!, $right: String) { campaigns(filter: { list: $list, right: $right }, language: "en") { slug status text { title } } }`;

beforeAll(async () => {
  petition = await startPetitionApi();
  desk = await makeDesk(petition.api);
});
afterAll(() => petition.api.close());

async function draft(changes: Record<string, unknown> = {}, as: TestAccount = desk.author): Promise<string> {
  const answer = (await save(petition.api, as, draftInput(changes))) as unknown as { campaign: { id: string } };
  return answer.campaign.id;
}

async function inReview(): Promise<string> {
  const id = await draft();
  expect(await move(petition.api, desk.author, id, 'in_review')).toBe('in_review');
  return id;
}

describe('two people', () => {
  test('the author may not approve, whatever roles they hold', async () => {
    const author = await makeAccount(petition.api.database, { roles: ['member', 'approver', 'coordinator'] });
    const id = await draft({}, author);
    expect(await move(petition.api, author, id, 'in_review')).toBe('in_review');
    expect(await move(petition.api, author, id, 'approved')).toBe('author_cannot_approve');
    expect(await move(petition.api, author, id, 'open')).toBe('not_allowed_from_here');
  });

  test('a coordinator who rewrote and submitted somebody else’s draft may not approve it', async () => {
    const both = await makeAccount(petition.api.database, { roles: ['coordinator', 'approver'] });
    const id = await draft();
    expect(await save(petition.api, both, draftInput({ id }))).toMatchObject({ __typename: 'SaveCampaignSuccess' });
    expect(await move(petition.api, both, id, 'in_review')).toBe('in_review');
    expect(await move(petition.api, both, id, 'approved')).toBe('author_cannot_approve');
    expect(await move(petition.api, desk.approver, id, 'approved')).toBe('approved');
  });

  test.each([
    ['a member', ['member'], 'not_your_role'],
    ['a coordinator', ['coordinator'], 'not_your_role'],
    ['another approver', ['approver'], 'approved'],
  ] as const)('%s who tries to approve gets %s → %s', async (_who, roles, expected) => {
    const id = await inReview();
    const person = await makeAccount(petition.api.database, { roles });
    const seen =
      expected === 'not_your_role' && (roles as readonly string[]).includes('member') ? 'NOT_FOUND' : expected;
    expect(await move(petition.api, person, id, 'approved')).toBe(seen);
  });

  test('what was approved is what opens: another text needs another approval', async () => {
    const { api } = petition;
    const id = await inReview();
    await move(api, desk.approver, id, 'approved');
    // Behind the application's back, as a slip or an intruder in the database would.
    await api.database.prisma.campaignText.updateMany({
      where: { campaignId: id, language: 'en' },
      data: { body: 'Something else.' },
    });
    expect(await move(api, desk.coordinator, id, 'open')).toBe('not_approved');
  });

  test('a rewritten text gets a new version and loses the approval', async () => {
    const { api } = petition;
    const id = await inReview();
    await move(api, desk.approver, id, 'approved');
    expect(await move(api, desk.author, id, 'draft')).toBe('draft');
    const saved = (await save(
      api,
      desk.author,
      draftInput({ id, texts: [draftText('es', { body: 'Otro.' }), draftText('en')] }),
    )) as unknown as { campaign: { texts: { version: number }[] } };
    expect(saved.campaign.texts.map(({ version }) => version)).toEqual([2, 2]);
    expect(await move(api, desk.author, id, 'in_review')).toBe('in_review');
    expect(await move(api, desk.approver, id, 'approved')).toBe('approved');
    expect(await move(api, desk.coordinator, id, 'open')).toBe('open');
  });

  test('of two people who move at once one succeeds', async () => {
    const id = await inReview();
    const outcomes = await Promise.all([
      move(petition.api, desk.approver, id, 'approved'),
      move(petition.api, desk.author, id, 'draft'),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'approved' || outcome === 'draft')).not.toHaveLength(0);
    const transitions = await petition.api.database.prisma.campaignTransition.findMany({
      where: { campaignId: id, from: 'in_review' },
    });
    expect(transitions.length).toBeLessThanOrEqual(outcomes[1] === 'draft' && outcomes[0] === 'approved' ? 2 : 1);
  });
});

describe('what is approved is what was read', () => {
  test('a text rewritten behind an open page is not approved from that page, nor opened', async () => {
    const { api } = petition;
    const id = await inReview();
    const read = await seenBy(api, desk.approver, id);
    // The page stays open while a coordinator takes it back, rewrites it and submits it again.
    await move(api, desk.coordinator, id, 'draft');
    await save(api, desk.coordinator, draftInput({ id, texts: [draftText('es'), draftText('en', { body: 'Evil.' })] }));
    await move(api, desk.coordinator, id, 'in_review');
    expect(await moveWith(api, desk.approver, { id, to: 'approved', seenHash: read })).toBe('text_changed_since');
    const { status } = await api.database.prisma.campaign.findUniqueOrThrow({ where: { id } });
    expect(status).toBe('in_review');
    expect(await move(api, desk.approver, id, 'approved')).toBe('approved');
    expect(await moveWith(api, desk.coordinator, { id, to: 'open', seenHash: read })).toBe('text_changed_since');
    expect(await move(api, desk.coordinator, id, 'open')).toBe('open');
  });

  test('whoever does not say what they read neither approves nor opens; other steps may be taken', async () => {
    const { api } = petition;
    const id = await draft();
    expect(await moveWith(api, desk.author, { id, to: 'in_review' })).toBe('in_review');
    expect(await moveWith(api, desk.approver, { id, to: 'approved' })).toBe('text_changed_since');
    await move(api, desk.approver, id, 'approved');
    expect(await moveWith(api, desk.coordinator, { id, to: 'open' })).toBe('text_changed_since');
    await move(api, desk.coordinator, id, 'open');
    expect(await moveWith(api, desk.coordinator, { id, to: 'closed' })).toBe('closed');
  });

  test('an author does not submit what somebody else has put in place of their draft', async () => {
    const { api } = petition;
    const id = await draft();
    const seenHash = await seenBy(api, desk.author, id);
    await save(api, desk.coordinator, draftInput({ id, goal: 5 }));
    expect(await moveWith(api, desk.author, { id, to: 'in_review', seenHash })).toBe('text_changed_since');
  });

  test.each([
    ['the addressees', { addressees: [] }],
    ['who signs', { signers: ['individual'] }],
    ['the type', { type: 'urgent_appeal' }],
    ['the goal', { goal: 500 }],
    ['a call to action', { texts: [draftText('es'), draftText('en', { callToAction: 'Write.' })] }],
  ])('%s is part of what was read', async (_what, change) => {
    const { api } = petition;
    const id = await draft();
    const before = await seenBy(api, desk.author, id);
    await save(api, desk.author, draftInput({ id, ...change }));
    expect(await seenBy(api, desk.author, id)).not.toBe(before);
    await save(api, desk.author, draftInput({ id }));
    expect(await seenBy(api, desk.author, id)).toBe(before);
  });

  test('an addressee changed behind the application’s back needs another approval', async () => {
    const { api } = petition;
    const id = await inReview();
    await move(api, desk.approver, id, 'approved');
    await api.database.prisma.addresseeText.updateMany({
      where: { addressee: { campaignId: id }, language: 'en' },
      data: { office: 'Somebody else' },
    });
    expect(await move(api, desk.coordinator, id, 'open')).toBe('not_approved');
  });

  test('it is compared under the lock under which it moves', async () => {
    const { api } = petition;
    const id = await inReview();
    const seenHash = await seenBy(api, desk.approver, id);
    const rewrite = async () => {
      await move(api, desk.coordinator, id, 'draft');
      await save(api, desk.coordinator, draftInput({ id, goal: 7 }));
      await move(api, desk.coordinator, id, 'in_review');
    };
    await Promise.all([rewrite(), moveWith(api, desk.approver, { id, to: 'approved', seenHash })]);
    const { goal, approvals } = await api.database.prisma.campaign.findUniqueOrThrow({
      where: { id },
      include: { approvals: true },
    });
    // Whichever came first, nothing but the text that was read is approved.
    const hashes = approvals.map(({ textsHash }) => Buffer.from(textsHash).toString('hex'));
    expect(hashes.filter((hash) => hash !== seenHash)).toEqual([]);
    expect([7, null]).toContain(goal);
  });
});

describe('the text', () => {
  test('is frozen outside draft', async () => {
    const { api } = petition;
    const { id } = await openPetition(api, desk);
    expect(await save(api, desk.author, draftInput({ id }))).toEqual({
      __typename: 'CampaignFrozenProblem',
      status: 'open',
    });
  });

  test('must be whole in every language before review', async () => {
    const id = await draft({ texts: [draftText('es')] });
    expect(await move(petition.api, desk.author, id, 'in_review')).toBe('text_incomplete');
    const uneven = await draft({ texts: [draftText('es'), draftText('en', { body: '' })] });
    expect(await move(petition.api, desk.author, uneven, 'in_review')).toBe('text_incomplete');
  });

  test('refuses markup, long titles, unknown words and past dates, each by its path', async () => {
    const answer = await save(
      petition.api,
      desk.author,
      draftInput({
        region: 'atlantis',
        texts: [
          draftText('es', { body: 'Hola <script>alert(1)</script>' }),
          draftText('en', { title: 'x'.repeat(161) }),
        ],
      }),
    );
    expect(answer).toEqual({
      __typename: 'InvalidInputProblem',
      issues: expect.arrayContaining([
        { path: 'region', code: 'unknown_value' },
        { path: 'texts.0.body', code: 'no_html' },
        { path: 'texts.1.title', code: 'too_long' },
      ]),
    });
    const past = await save(
      petition.api,
      desk.author,
      draftInput({ closesAt: '2020-01-01T00:00:00.000Z', signers: [] }),
    );
    expect(past).toMatchObject({
      issues: [
        { path: 'signers', code: 'missing' },
        { path: 'closesAt', code: 'in_the_past' },
      ],
    });
  });

  test('takes its address from the original’s title, and shares it with no other', async () => {
    const one = (await save(
      petition.api,
      desk.author,
      draftInput({ texts: [draftText('es', { title: 'Agua única' })] }),
    )) as unknown as { campaign: { slug: string } };
    const other = (await save(
      petition.api,
      desk.author,
      draftInput({ texts: [draftText('es', { title: 'Agua única' })] }),
    )) as unknown as { campaign: { slug: string } };
    expect([one.campaign.slug, other.campaign.slug]).toEqual(['agua-unica', 'agua-unica-2']);
  });

  test.each(['Archive', 'API'])('«%s» is a title, and not the address of one of our own pages', async (title) => {
    const { campaign } = (await save(
      petition.api,
      desk.author,
      draftInput({ texts: [draftText('es', { title })] }),
    )) as unknown as { campaign: { slug: string } };
    expect(campaign.slug).toBe(`${title.toLowerCase()}-2`);
  });
});

describe('the desk', () => {
  test('shows a member nothing of others', async () => {
    const id = await draft();
    const stranger = await makeAccount(petition.api.database, { roles: ['member'] });
    const query = `query ($id: ID!) { deskCampaign(id: $id) { id } }`;
    expect((await petition.api.run(query, { id }, stranger)).errors[0]?.code).toBe('NOT_FOUND');
    expect((await petition.api.run(query, { id }, desk.approver)).errors[0]?.code).toBe('NOT_FOUND');
    expect((await petition.api.run(query, { id }, null)).errors[0]?.code).toBe('UNAUTHENTICATED');
    expect((await petition.api.run(query, { id }, desk.coordinator)).data).toEqual({ deskCampaign: { id } });
  });

  test('names the moves of whoever looks', async () => {
    const id = await inReview();
    const query = `query ($id: ID!) { deskCampaign(id: $id) { moves { to needsReason } breakdown { confirmed unconfirmed } count { confirmed } } }`;
    expect((await petition.api.run(query, { id }, desk.approver)).data).toMatchObject({
      deskCampaign: {
        moves: [
          { to: 'draft', needsReason: false },
          { to: 'approved', needsReason: false },
        ],
      },
    });
    expect((await petition.api.run(query, { id }, desk.author)).data).toMatchObject({
      deskCampaign: { moves: [{ to: 'draft' }], breakdown: { confirmed: 0, unconfirmed: 0 } },
    });
  });
});

describe('the public', () => {
  test('sees nothing before opening', async () => {
    const id = await inReview();
    const { slug } = await petition.api.database.prisma.campaign.findUniqueOrThrow({ where: { id } });
    expect((await petition.api.run(PUBLIC, { slug, language: 'en' }, null, 'site')).errors[0]?.code).toBe('NOT_FOUND');
  });

  test('reads the wanted language, and the original first in the list', async () => {
    const { slug } = await openPetition(petition.api, desk);
    const { data } = await petition.api.run(PUBLIC, { slug, language: 'en' }, null, 'site');
    expect(data).toMatchObject({
      campaign: {
        status: 'open',
        takesSignatures: true,
        languages: ['es', 'en'],
        text: { language: 'en', version: 1 },
        count: { confirmed: 0 },
        organisations: [],
      },
    });
    const { errors } = await petition.api.run(PUBLIC, { slug, language: 'xx' }, null, 'site');
    expect(errors[0]?.code).toBe('INVALID_INPUT');
  });

  test('reads why an action was suspended', async () => {
    const { api } = petition;
    const { id, slug } = await openPetition(api, desk);
    expect(await move(api, desk.coordinator, id, 'suspended')).toBe('reason_required');
    expect(await move(api, desk.coordinator, id, 'suspended', REASONS.slice(0, 1))).toBe('reason_required');
    expect(await move(api, desk.coordinator, id, 'suspended', REASONS)).toBe('suspended');
    const { data } = await api.run(PUBLIC, { slug, language: 'es' }, null, 'site');
    expect(data).toMatchObject({
      campaign: {
        status: 'suspended',
        takesSignatures: false,
        updates: [{ kind: 'suspension', body: 'Un error en el texto.' }],
      },
    });
  });

  test('finds open and closed actions apart, filtered', async () => {
    const { api } = petition;
    const open = await openPetition(api, desk, { rights: ['culture'] });
    const closed = await openPetition(api, desk, { rights: ['culture'] });
    await move(api, desk.coordinator, closed.id, 'closed');
    const listed = async (list: string) => (await api.run(LIST, { list, right: 'culture' }, null, 'site')).data;
    expect(await listed('open')).toMatchObject({ campaigns: [{ slug: open.slug }] });
    expect(await listed('archive')).toMatchObject({ campaigns: [{ slug: closed.slug, status: 'closed' }] });
    expect((await api.run(LIST, { list: 'open', right: 'nonsense' }, null, 'site')).errors[0]?.code).toBe(
      'INVALID_INPUT',
    );
  });
});

test('a campaign closes by itself when its date passes, and the history says that no person did it', async () => {
  const { api } = petition;
  const closesAt = new Date(api.clock.now().getTime() + 60_000).toISOString();
  const { id } = await openPetition(api, desk, { closesAt });
  await api.runJob('campaigns.close');
  expect((await api.database.prisma.campaign.findUniqueOrThrow({ where: { id } })).status).toBe('open');
  api.clock.advance(60_000);
  await api.runJob('campaigns.close');
  const query = `query ($id: ID!) { deskCampaign(id: $id) { status history { from to actorName } } }`;
  const { data } = await api.run(query, { id }, desk.coordinator);
  expect(data).toMatchObject({
    deskCampaign: { status: 'closed', history: [{}, {}, {}, { from: 'open', to: 'closed', actorName: 'SOS' }] },
  });
});

test('the dashboard lists what waits for my organisation until it has signed, and the news', async () => {
  const { api } = petition;
  const { id, slug } = await openPetition(api, desk);
  const member = await makeAccount(api.database, { roles: ['member'], focalPoint: true });
  const colleague = await makeAccount(api.database, { roles: ['member'], organisation: member.organisation });
  const query = `{ dashboard(language: "en") { awaiting { maySign campaign { id slug } organisation { id } } news { kind title campaign { slug } } } }`;
  const waiting = async (account = member) =>
    (
      (await api.run(query, {}, account)).data as {
        dashboard: { awaiting: { maySign: boolean; campaign: { slug: string } }[] };
      }
    ).dashboard.awaiting.flatMap(({ maySign, campaign }) => (campaign.slug === slug ? [maySign] : []));
  expect([await waiting(), await waiting(colleague)]).toEqual([[true], [false]]);
  const sign = `mutation ($input: SignForOrganisationInput!) { signForOrganisation(input: $input) { __typename ... on SignForOrganisationSuccess { organisation { name } } ... on SignatureRefusedProblem { code } } }`;
  const signFor = (organisationId: string, account = member) =>
    api.run(sign, { input: { campaignId: id, organisationId } }, account);
  expect((await signFor(member.organisation.id, colleague)).errors[0]?.code).toBe('NOT_FOUND');
  expect((await signFor(desk.author.organisation.id)).errors[0]?.code).toBe('NOT_FOUND');
  expect((await signFor(member.organisation.id)).data).toMatchObject({
    signForOrganisation: { __typename: 'SignForOrganisationSuccess' },
  });
  expect((await signFor(member.organisation.id)).data).toMatchObject({
    signForOrganisation: { __typename: 'SignForOrganisationSuccess' },
  });
  expect(await waiting()).toEqual([]);
  // Who signed for it is known, once.
  const event = 'campaign.signedForOrganisation';
  expect(await api.database.prisma.auditEntry.findMany({ where: { event, subjectId: id } })).toMatchObject([
    { actorId: member.id, subject: 'campaign', facts: { organisation: member.organisation.id } },
  ]);
  await api.runJob('signatures.roll-up');
  const { data } = await api.run(PUBLIC, { slug, language: 'en' }, null, 'site');
  expect(data).toMatchObject({
    campaign: { count: { confirmed: 1 }, organisations: [{ name: member.organisation.name }] },
  });
});
