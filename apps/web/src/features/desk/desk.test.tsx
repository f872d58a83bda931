import type { Role } from '@sos/domain';
import { screen, waitFor, within } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { embedLines } from './campaign-embed.js';
import { DeskCampaignScreenDocument, MoveCampaignDocument, SaveCampaignDocument } from './desk-campaign.generated.js';
import { DeskListScreenDocument } from './desk-list-screen.generated.js';
import { appRoutes } from './desk.app-routes.js';

const routes = [{ path: '/app', children: appRoutes }];
const coordinator = { ...TEST_VIEWER, roles: new Set<Role>(['coordinator']) };

const text = (language: string, title: string) => ({
  __typename: 'CampaignText' as const,
  language,
  original: language === 'en',
  version: 1,
  hash: 'ab',
  title,
  summary: 'S',
  country: 'Almarra',
  body: 'Body',
  callToAction: null,
  additionalInformation: null,
  disclaimer: null,
  demands: ['One'],
});
const move = (to: string, needsReason = false) => ({ __typename: 'CampaignMove' as const, to, needsReason });
const campaign = {
  __typename: 'DeskCampaign' as const,
  id: 'c1',
  slug: 'water',
  type: 'petition',
  status: 'draft',
  region: 'africa',
  rights: ['land'],
  signers: ['individual'],
  goal: null,
  closesAt: null,
  changedAt: '2026-11-20T00:00:00Z',
  authorName: 'Ana',
  isAuthor: true,
  textsHash: 'aa',
  moves: [move('in_review')],
  addressees: [],
  texts: [text('en', 'Water'), text('es', 'Agua')],
  count: { __typename: 'SignatureCount' as const, confirmed: 12, asOf: '2026-11-22T00:00:00Z' },
  breakdown: {
    __typename: 'SignatureBreakdown' as const,
    confirmed: 12,
    unconfirmed: 3,
    removed: 1,
    byDay: [{ __typename: 'SignatureDay' as const, day: '2026-11-21', confirmed: 12 }],
    byPartner: [{ __typename: 'SignaturePartner' as const, name: null, confirmed: 12 }],
  },
  history: [],
  approvals: [],
};
const service = { __typename: 'Service' as const, siteOrigin: 'https://site.example' };
type Change = Partial<typeof campaign>;

const opened = (change: Change = {}) => ({
  request: { query: DeskCampaignScreenDocument, variables: { id: 'c1' } },
  result: { data: { service, deskCampaign: { ...campaign, ...change } } },
});
type Mocks = NonNullable<Parameters<typeof renderRoutes>[0]['mocks']>;
const open = (change: Change, mocks: Mocks = []) =>
  renderRoutes({ routes, at: '/app/campaigns/c1', viewer: coordinator, mocks: [opened(change), ...mocks] });
async function openDraft(mocks: Mocks = []) {
  const rendered = await open({}, mocks);
  await screen.findByRole('button', { name: 'editor.save' });
  return rendered;
}
const saved = (answer: object) => ({ request: { query: SaveCampaignDocument, variables: () => true }, ...answer });
const moved = (to: string, reasons: object[] | null, answer: object) => ({
  request: { query: MoveCampaignDocument, variables: { input: { id: 'c1', to, seenHash: 'aa', reasons } } },
  ...answer,
});
const LABEL = 'editor.inLanguage';
const titles = () => screen.getAllByLabelText(LABEL).filter((field) => field.id.startsWith('field-title'));

test('a draft is written in both languages side by side, each in its own language', async () => {
  await openDraft();
  expect(titles().map((field) => [field.lang, (field as HTMLInputElement).value])).toEqual([
    ['en', 'Water'],
    ['es', 'Agua'],
  ]);
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('a refused save leads to each field and loses nothing', async () => {
  const invalid = {
    result: {
      data: {
        saveCampaign: {
          __typename: 'InvalidInputProblem',
          issues: [{ __typename: 'InputIssue', path: 'texts.1.title', code: 'too_long' }],
        },
      },
    },
  };
  const { user } = await openDraft([saved(invalid)]);
  await user.type(titles()[1] as HTMLElement, ' pública'); // The Spanish one, as above.
  await user.click(screen.getByRole('button', { name: 'editor.save' }));
  const summary = await screen.findByRole('alert');
  expect(within(summary).getByRole('link')).toHaveAttribute('href', '#field-title-es');
  expect(summary).toHaveFocus();
  expect(titles()[1]).toHaveValue('Agua pública');
  expect(titles()[1]).toBeInvalid();
});

test.each([
  [{ error: new TypeError('Failed to fetch') }, 'editor.failedTitle'],
  [
    { result: { data: { saveCampaign: { __typename: 'CampaignFrozenProblem', status: 'in_review' } } } },
    'editor.frozenTitle',
  ],
])('a save that cannot be keeps the words on the page', async (answer, words) => {
  const { user } = await openDraft([saved(answer)]);
  await user.type(titles()[0] as HTMLElement, '!'); // The English one, as above.
  await user.click(screen.getByRole('button', { name: 'editor.save' }));
  expect(await screen.findByText(words)).toBeVisible();
  expect(titles()[0]).toHaveValue('Water!');
});

test('nothing moves on while words are not saved; saving frees it', async () => {
  const success = { result: { data: { saveCampaign: { __typename: 'SaveCampaignSuccess', campaign } } } };
  const { user } = await openDraft([saved(success)]);
  await user.type(titles()[0] as HTMLElement, '!');
  expect(screen.getByRole('button', { name: 'moves.to.in_review' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'editor.save' }));
  expect(await screen.findByText('editor.saved')).toBeVisible();
  expect(screen.getByRole('button', { name: 'moves.to.in_review' })).toBeEnabled();
});

test('the preview shows the words being written, and going back finds them', async () => {
  const { user } = await openDraft();
  await user.type(titles()[0] as HTMLElement, ' now');
  await user.click(screen.getByRole('button', { name: 'editor.preview' }));
  expect(screen.getByRole('heading', { name: 'Water now' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'editor.previewBack' }));
  expect(titles()[0]).toHaveValue('Water now');
});

test('a new action gets its own address once it is saved', async () => {
  const success = { result: { data: { saveCampaign: { __typename: 'SaveCampaignSuccess', campaign } } } };
  const { user, path } = await renderRoutes({
    routes,
    at: '/app/campaigns/new',
    viewer: coordinator,
    mocks: [saved(success), opened()],
  });
  await user.type((await screen.findAllByLabelText(LABEL))[0] as HTMLElement, 'Water'); // The first of the texts is the title.
  await user.click(screen.getByRole('button', { name: 'editor.save' }));
  await waitFor(() => expect(path()).toBe('/app/campaigns/c1'));
});

test('a step is taken after it was explained, and a refusal is in words', async () => {
  const refused = {
    result: { data: { moveCampaign: { __typename: 'MoveRefusedProblem', code: 'author_cannot_approve' } } },
  };
  const { user } = await open({ status: 'in_review', moves: [move('approved')] }, [moved('approved', null, refused)]);
  await user.click(await screen.findByRole('button', { name: 'moves.to.approved' }));
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'moves.confirm' }));
  expect(await screen.findByText('refusal.author_cannot_approve')).toBeVisible();
});

test('a text that changed behind the page is not approved from it: loading shows the new one, which is then approved', async () => {
  const refused = {
    result: { data: { moveCampaign: { __typename: 'MoveRefusedProblem', code: 'text_changed_since' } } },
  };
  const done = {
    result: {
      data: {
        moveCampaign: {
          __typename: 'MoveCampaignSuccess',
          campaign: { ...campaign, textsHash: 'bb', status: 'approved', moves: [] },
        },
      },
    },
  };
  const seen = (seenHash: string, answer: object) => ({
    request: {
      query: MoveCampaignDocument,
      variables: { input: { id: 'c1', to: 'approved', seenHash, reasons: null } },
    },
    ...answer,
  });
  const review = { status: 'in_review', moves: [move('approved')] };
  const { user } = await open(review, [
    seen('aa', refused),
    opened({ ...review, textsHash: 'bb', texts: [text('en', 'Water, rewritten'), text('es', 'Agua')] }),
    seen('bb', done),
  ]);
  const approve = async () => {
    await user.click(await screen.findByRole('button', { name: 'moves.to.approved' }));
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'moves.confirm' }));
  };
  await approve();
  expect(await screen.findByText('refusal.text_changed_since')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'moves.reload' }));
  expect((await screen.findAllByRole('heading', { name: 'Water, rewritten' })).length).toBeGreaterThan(0);
  await waitFor(() => expect(screen.queryByText('refusal.text_changed_since')).toBeNull());
  await approve();
  expect(await screen.findByText('moves.done')).toBeVisible();
});

test('whoever approves is shown all that they vouch for: also to whom it goes, who signs and until when', async () => {
  const addressee = {
    __typename: 'DeskAddressee' as const,
    channel: 'letter',
    texts: [
      { __typename: 'AddresseeText' as const, language: 'en', office: 'Director', salutation: 'Dear Director' },
      { __typename: 'AddresseeText' as const, language: 'es', office: 'Dirección', salutation: null },
    ],
  };
  const addressees = [addressee] as unknown as typeof campaign.addressees; // The shared campaign has none.
  await open({ status: 'in_review', moves: [move('approved')], addressees });
  for (const words of [
    'editor.addressees',
    'Director',
    'Dirección',
    'Dear Director',
    'channel.letter',
    'signers.individual',
  ])
    expect(await screen.findByText(words)).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('suspending needs a public reason in both languages', async () => {
  const reasons = [
    { language: 'en', text: 'Risk' },
    { language: 'es', text: 'Riesgo' },
  ];
  const done = {
    result: {
      data: {
        moveCampaign: { __typename: 'MoveCampaignSuccess', campaign: { ...campaign, status: 'suspended', moves: [] } },
      },
    },
  };
  const { user } = await open({ status: 'open', moves: [move('suspended', true)] }, [
    moved('suspended', reasons, done),
  ]);
  await user.click(await screen.findByRole('button', { name: 'moves.to.suspended' }));
  const dialog = within(await screen.findByRole('alertdialog'));
  const [english, spanish] = dialog.getAllByRole('textbox');
  await user.type(english as HTMLElement, 'Risk'); // One for each language.
  await user.click(dialog.getByRole('button', { name: 'moves.confirm' }));
  expect(dialog.getByText('moves.reasonsNeeded')).toBeVisible();
  await user.type(spanish as HTMLElement, 'Riesgo');
  await user.click(dialog.getByRole('button', { name: 'moves.confirm' }));
  expect(await screen.findByText('moves.done')).toBeVisible();
});

test('an open action shows who signed when, the lines to embed, and a text that cannot be changed', async () => {
  await open({ status: 'open', moves: [] });
  expect(await screen.findByText('page.frozen')).toBeVisible();
  expect(screen.getByRole('table', { name: 'breakdown.byDay' })).toBeVisible();
  expect(screen.getByLabelText('embed.address')).toHaveValue('https://site.example/campaigns/water');
  expect(screen.queryByRole('button', { name: 'editor.save' })).toBeNull();
});

test('the lines to embed stay what they are whatever the title says', () => {
  expect(embedLines('https://site.example', 'water', 'A "b" <c>')).toBe(
    '<a class="sos-petition" href="https://site.example/campaigns/water">A &#34;b&#34; &#60;c&#62;</a>\n<script async src="https://site.example/embed.js"></script>',
  );
});

test('the list stands in the order of a campaign’s life, with how many there are', async () => {
  const row = (id: string, status: string) => {
    const { slug, type, authorName, isAuthor, changedAt, closesAt, goal, texts } = campaign;
    return {
      __typename: 'DeskCampaign' as const,
      id,
      slug,
      type,
      status,
      authorName,
      isAuthor,
      changedAt,
      closesAt,
      goal,
      count: { __typename: 'SignatureCount' as const, confirmed: 1 },
      texts,
    };
  };
  const rows = {
    request: { query: DeskListScreenDocument },
    result: { data: { deskCampaigns: [row('c3', 'open'), row('c1', 'draft'), row('c2', 'draft')] } },
  };
  await renderRoutes({ routes, at: '/app/campaigns', viewer: coordinator, mocks: [rows] });
  const [first] = await screen.findAllByRole('table');
  expect(
    within(first as HTMLElement)
      .getAllByRole('link', { name: 'Water' })
      .map((link) => link.getAttribute('href')),
  ).toEqual(['/app/campaigns/c1', '/app/campaigns/c2']);
});
