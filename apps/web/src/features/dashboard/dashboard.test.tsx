import type { Role } from '@sos/domain';
import { screen, within } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { SignForOrganisationDocument } from './awaiting-item.generated.js';
import { DashboardScreenDocument } from './dashboard-screen.generated.js';
import { RosterDueDocument } from '../../shared/team/roster-due.generated.js';
import { appRoutes } from './dashboard.app-routes.js';

const routes = [{ path: '/app', children: appRoutes }];

const campaign = {
  __typename: 'Campaign' as const,
  id: 'c1',
  slug: 'letter',
  type: 'sign_on_letter',
  closesAt: null,
  timeZone: 'UTC',
  text: { __typename: 'CampaignText' as const, title: 'An open letter', summary: 'Summary', language: 'en' },
};
const organisation = { __typename: 'Organisation' as const, id: 'o1', name: 'Casa Común', country: 'CO' };
const news = {
  __typename: 'NewsItem' as const,
  id: 'n1',
  at: '2026-11-20T00:00:00Z',
  kind: 'reply',
  title: 'They answered',
  campaign: { __typename: 'Campaign' as const, id: 'c1', slug: 'letter' },
};
const dashboard = {
  __typename: 'Dashboard' as const,
  awaiting: [{ __typename: 'AwaitingSignature' as const, campaign, organisation, maySign: true }],
  news: [news],
};

const myCase = (id: string, status: string) => ({ __typename: 'CaseSummary' as const, id, status });
const waiting = (id: string, dueAt: string | null, mine = false) => ({ ...myCase(id, 'submitted'), dueAt, mine });
const onDesk = (id: string, status: string, isAuthor = false) => ({
  __typename: 'DeskCampaign' as const,
  id,
  status,
  isAuthor,
});

interface Parts {
  dashboard?: object;
  myCases?: object[];
  inbox?: object[];
  deskCampaigns?: object[];
}

async function show(roles: Role[], parts: Parts, more: Parameters<typeof renderRoutes>[0]['mocks'] = []) {
  const variables = {
    language: 'en',
    member: 'myCases' in parts,
    responder: 'inbox' in parts,
    desk: 'deskCampaigns' in parts,
  };
  const screenMock = {
    request: { query: DashboardScreenDocument, variables },
    result: { data: { dashboard, ...parts } },
  };
  const rendered = await renderRoutes({
    routes,
    at: '/app',
    viewer: { ...TEST_VIEWER, roles: new Set(roles) },
    mocks: [screenMock, rosterDates, ...more],
  });
  await screen.findByText('due.soft.title');
  return rendered;
}
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const rosterDates = {
  request: { query: RosterDueDocument },
  result: {
    data: {
      rosterDates: {
        __typename: 'RosterDates' as const,
        version: 1,
        renewBy: inDays(30),
        notAfter: inDays(20),
      },
    },
  },
};
const signing = (answer: object) => ({
  request: { query: SignForOrganisationDocument, variables: { input: { campaignId: 'c1', organisationId: 'o1' } } },
  ...answer,
});
const member = { myCases: [myCase('k1', 'submitted'), myCase('k2', 'in_triage')], deskCampaigns: [] };

test('a member sees their cases, what waits for their organisation, and news', async () => {
  await show(['member'], member);
  expect(await screen.findByText('cases.count')).toBeVisible();
  expect(screen.getByRole('link', { name: 'cases.report' })).toHaveAttribute('href', '/app/cases/new');
  expect(screen.getByRole('heading', { name: 'An open letter' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'They answered' })).toHaveAttribute(
    'href',
    'https://site.example/en/campaigns/letter',
  );
  expect(screen.queryByRole('heading', { name: 'inbox.heading' })).toBeNull();
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('a responder sees what waits, and what is overdue in words', async () => {
  await show(['responder'], {
    inbox: [waiting('k1', '2020-01-01T00:00:00Z', true), waiting('k2', '2999-01-01T00:00:00Z')],
  });
  expect(await screen.findByText('inbox.overdue')).toBeVisible();
  expect(screen.getByText('inbox.unacknowledged')).toBeVisible();
  expect(screen.queryByRole('heading', { name: 'cases.heading' })).toBeNull();
  expect(screen.queryByRole('heading', { name: 'awaiting.heading' })).toBeNull();
});

test('an approver is told what waits for approval, but not their own', async () => {
  await show(['approver'], {
    deskCampaigns: [onDesk('d1', 'in_review'), onDesk('d2', 'in_review', true), onDesk('d3', 'open')],
  });
  expect(await screen.findByText('desk.review')).toBeVisible();
  expect(screen.queryByRole('link', { name: 'desk.write' })).toBeNull();
});

test('a member who is no focal point sees what waits and who can sign, and no button', async () => {
  const awaiting = dashboard.awaiting.map((one) => ({ ...one, maySign: false }));
  await show(['member'], { ...member, dashboard: { ...dashboard, awaiting } });
  expect(await screen.findByText('awaiting.forFocalPoints')).toBeVisible();
  expect(screen.getByRole('link', { name: 'awaiting.read' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'awaiting.sign' })).toBeNull();
});

test('whoever does not prove again who they are has signed nothing, and is told of no failure', async () => {
  const refused = { result: { errors: [{ message: 'x', extensions: { code: 'STEP_UP_REQUIRED' } }] } };
  const { user } = await show(['member'], member, [signing(refused)]);
  await user.click(await screen.findByRole('button', { name: 'awaiting.sign' }));
  await user.click(await screen.findByRole('button', { name: 'awaiting.confirm' }));
  expect(await screen.findByRole('button', { name: 'awaiting.sign' })).toBeVisible();
  expect(screen.queryByText('awaiting.failed')).toBeNull();
});

test('an organisation signs after one question that names it', async () => {
  const success = {
    result: {
      data: { signForOrganisation: { __typename: 'SignForOrganisationSuccess', campaignId: 'c1', organisation } },
    },
  };
  const { user } = await show(['member'], member, [signing(success)]);
  expect(await screen.findByRole('link', { name: 'awaiting.read' })).toHaveAttribute(
    'href',
    'https://site.example/en/campaigns/letter',
  );
  await user.click(screen.getByRole('button', { name: 'awaiting.sign' }));
  const dialog = within(await screen.findByRole('alertdialog', { name: 'awaiting.confirmTitle' }));
  await user.click(dialog.getByRole('button', { name: 'awaiting.confirm' }));
  expect(await screen.findByText('awaiting.signed')).toBeVisible();
});

test('saying not now signs nothing', async () => {
  const { user } = await show(['member'], member);
  await user.click(await screen.findByRole('button', { name: 'awaiting.sign' }));
  const [, notNow] = within(await screen.findByRole('alertdialog')).getAllByRole('button', { name: 'awaiting.cancel' });
  await user.click(notNow as HTMLElement); // The dialog has a cross and a button of this name.
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(screen.getByRole('button', { name: 'awaiting.sign' })).toBeVisible();
});

test.each([
  [
    { result: { data: { signForOrganisation: { __typename: 'SignatureRefusedProblem', code: 'closed' } } } },
    'awaiting.refusal.closed',
  ],
  [{ error: new TypeError('Failed to fetch') }, 'awaiting.failed'],
])('a signature that was not taken says why', async (answer, words) => {
  const { user } = await show(['member'], member, [signing(answer)]);
  await user.click(await screen.findByRole('button', { name: 'awaiting.sign' }));
  await user.click(await screen.findByRole('button', { name: 'awaiting.confirm' }));
  expect(await screen.findByText(words)).toBeVisible();
});

test('a long list shows its first and keeps the rest one press away', async () => {
  const many = ['c1', 'c2', 'c3', 'c4'].map((id) => ({
    ...dashboard.awaiting[0],
    campaign: { ...campaign, id, text: { ...campaign.text, title: id } },
  }));
  await show(['member'], { ...member, dashboard: { ...dashboard, awaiting: many } });
  expect(await screen.findByText('awaiting.more')).toBeVisible();
  expect(screen.getByText('c3')).toBeVisible();
  expect(screen.getByText('c4')).not.toBeVisible();
});
