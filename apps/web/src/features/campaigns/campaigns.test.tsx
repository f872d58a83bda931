import { render, screen, within } from '@testing-library/react';
import { I18nextProvider } from 'react-i18next';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { postedBy } from '../../testing/form-of.js';
import { createKeyWords, renderRoutes } from '../../testing/render-routes.js';
import { CampaignScreenDocument } from './campaign-screen.generated.js';
import { CampaignsScreenDocument } from './campaigns-screen.generated.js';
import { frames } from './campaigns.frames.js';
import { siteRoutes } from './campaigns.routes.js';

const routes = [{ path: '/', children: siteRoutes }];

const text = {
  __typename: 'CampaignText' as const,
  language: 'en',
  original: true,
  version: 3,
  hash: 'ab12',
  title: 'Keep the water public',
  summary: 'Stop the sale.',
  country: 'Almarra',
  body: 'We **ask**.',
  demands: ['Stop', 'Publish'],
  callToAction: null as string | null,
  additionalInformation: null,
  disclaimer: 'All invented.',
};
const update = (kind: string, body: string) => ({
  __typename: 'CampaignUpdate' as const,
  id: `u-${kind}`,
  number: 1,
  kind,
  title: 'News',
  body,
  language: 'en',
  publishedAt: '2026-11-20T00:00:00Z',
});
const campaign = {
  __typename: 'Campaign' as const,
  id: 'c1',
  slug: 'keep-water',
  type: 'petition',
  status: 'open',
  severity: null as string | null,
  region: 'africa',
  rights: ['land'],
  signers: ['individual', 'organisation'],
  reference: null,
  issuedBy: null,
  fictional: true,
  languages: ['en', 'es'],
  goal: 100 as number | null,
  timeZone: 'UTC',
  opensAt: '2026-11-01T00:00:00Z',
  closesAt: '2026-12-12T12:00:00Z' as string | null,
  takesSignatures: true,
  text,
  addressees: [
    {
      __typename: 'Addressee' as const,
      id: 'a1',
      office: 'Water Authority',
      channel: 'letter',
      salutation: 'Dear Director',
    },
  ],
  count: { __typename: 'SignatureCount' as const, confirmed: 42, asOf: '2026-11-22T10:00:00Z' },
  organisations: [{ __typename: 'SignatoryOrganisation' as const, id: 'o1', name: 'Casa Común', country: 'CO' }],
  updates: [] as ReturnType<typeof update>[],
};
const service = {
  __typename: 'Service' as const,
  siteOrigin: 'https://site.example',
  appOrigin: 'https://app.example',
  signingPaused: false,
  signingPausedText: [],
};

type Change = Partial<typeof campaign>;
const page = (change: Change = {}, language = 'en') => ({
  request: { query: CampaignScreenDocument, variables: { slug: 'keep-water', language } },
  result: { data: { service, campaign: { ...campaign, ...change } } },
});
const list = (
  kind: 'open' | 'archive',
  campaigns: (typeof campaign)[],
  filter: { type?: string; region?: string } = {},
) => ({
  request: {
    query: CampaignsScreenDocument,
    variables: { language: 'en', filter: { list: kind, type: null, region: null, ...filter } },
  },
  result: { data: { campaigns } },
});
const open = (
  change: Change = {},
  submission: unknown = { formToken: 't1', result: null },
  at = '/campaigns/keep-water',
) => renderRoutes({ routes, at, mocks: [page(change)], submission });

test('an open petition says what it is, until when, and takes a signature at once', async () => {
  await open();
  expect(await screen.findByRole('heading', { level: 1, name: 'Keep the water public' })).toBeVisible();
  expect(screen.getByText('page.openUntil')).toBeVisible();
  expect(screen.getByRole('button', { name: 'form.submit' })).toBeVisible();
  expect(screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)).toEqual([
    'page.signHeading',
    'page.textHeading',
    'page.demands',
    'page.addressees',
    'page.support',
    'page.updates',
    'page.share',
    'page.verified',
  ]);
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('it says that it is invented, which text is signed, and of which moment the count is exact', async () => {
  await open();
  expect(await screen.findByText('All invented.')).toBeVisible();
  expect(screen.getByText('ab12')).toBeVisible();
  expect(screen.getByText('page.asOf')).toBeVisible();
  expect(screen.getByRole('progressbar')).toHaveValue(42);
});

test('whose site led here is counted for them', async () => {
  await open({}, { formToken: 't1', result: null }, '/campaigns/keep-water?partner=radio');
  expect(postedBy(await screen.findByRole('button', { name: 'form.submit' }))).toMatchObject({
    partner: 'radio',
    textVersion: '3',
  });
});

test('a suspended campaign gives its reason, takes no signature and asks not to be shared', async () => {
  await open({
    status: 'suspended',
    takesSignatures: false,
    updates: [update('suspension', 'The families asked us to pause.')],
  });
  expect(await screen.findByText('page.statusSuspended')).toBeVisible();
  expect(screen.getAllByText('The families asked us to pause.')[0]).toBeVisible();
  expect(screen.queryByRole('button', { name: 'form.submit' })).toBeNull();
  expect(screen.queryByRole('heading', { name: 'page.share' })).toBeNull();
});

test('a closed campaign says what came of it', async () => {
  await open({ status: 'closed', takesSignatures: false, updates: [update('outcome', 'The sale was stopped.')] });
  expect(await screen.findByText('page.statusClosed')).toBeVisible();
  expect(screen.getAllByText('The sale was stopped.')[0]).toBeVisible();
});

test('an urgent appeal says by when to act, how to write, and how urgent it is in words', async () => {
  await open({ type: 'urgent_appeal', severity: 'critical', text: { ...text, callToAction: 'Be polite.' } });
  expect(await screen.findByText('page.actBefore')).toBeVisible();
  expect(screen.getByText('severity.critical')).toBeVisible();
  expect(screen.getByText('Be polite.')).toBeVisible();
});

test('a letter of organisations offers no form to people, but the way in for those who represent one', async () => {
  await open({ type: 'sign_on_letter', signers: ['organisation'] });
  expect(await screen.findByRole('link', { name: 'page.organisationsOnlyAction' })).toHaveAttribute(
    'href',
    'https://app.example/app',
  );
  expect(screen.queryByRole('button', { name: 'form.submit' })).toBeNull();
});

test('a refused form comes back on the campaign’s own page', async () => {
  const result = {
    kind: 'sign_errors',
    slug: 'keep-water',
    values: { name: 'Ana', email: 'x', country: '' },
    issues: [{ field: 'email', code: 'email_invalid' }],
  };
  await open({}, { formToken: 't2', result });
  expect(await screen.findByLabelText('form.name')).toHaveValue('Ana');
  expect(screen.getByRole('link', { name: 'errors.email_invalid' })).toBeVisible();
});

test('a reader is told when the text is not in their language, and which one is the original', async () => {
  await renderRoutes({ routes, at: '/campaigns/keep-water', language: 'es', mocks: [page({}, 'es')] });
  expect(await screen.findByText('page.missingLanguage')).toBeVisible();
  expect(screen.getByRole('link', { name: 'español' })).toHaveAttribute('href', '/es/campaigns/keep-water');
});

test('what may not wait stands first in the list, and the filter is a plain form', async () => {
  const urgent = { ...campaign, id: 'c2', slug: 'urgent', type: 'urgent_appeal', severity: 'high' };
  await renderRoutes({ routes, at: '/campaigns', mocks: [list('open', [campaign, urgent])] });
  const [first] = await screen.findAllByRole('article');
  expect(within(first as HTMLElement).getByText('severity.high')).toBeVisible(); // Found above: there are two.
  expect(screen.getByRole('form', { name: 'list.filter' })).toHaveAttribute('action', '/en/campaigns');
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('the archive keeps its filter to itself and says when nothing matches', async () => {
  await renderRoutes({
    routes,
    at: '/campaigns/archive?region=africa&type=nonsense',
    mocks: [list('archive', [], { region: 'africa' })],
  });
  expect(await screen.findByText('list.emptyArchive')).toBeVisible();
  expect(screen.getByRole('link', { name: 'list.clear' })).toHaveAttribute('href', '/en/campaigns/archive');
});

test('the frame carries the same form, names the partner, and opens our pages outside itself', async () => {
  const data = { service: { ...service, demo: false }, campaign };
  const frame = frames.campaign({
    data,
    state: { formToken: 't3', result: null },
    partnerKey: 'radio',
    partnerName: 'Radio',
    signAction: '/embed/keep-water/sign',
    codeAction: '/embed/keep-water/code',
  });
  render(<I18nextProvider i18n={await createKeyWords()}>{frame}</I18nextProvider>);
  expect(screen.getByRole('link', { name: 'frame.more' })).toHaveAttribute('target', '_blank');
  expect(screen.getByRole('button', { name: 'form.submit' })).toBeVisible();
  expect(screen.getByText('frame.via')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('while signing is paused the page says so instead of a form that leads nowhere', async () => {
  const said = { __typename: 'LanguageText' as const, language: 'en', text: 'Until Monday.' };
  const paused = {
    request: { query: CampaignScreenDocument, variables: { slug: 'keep-water', language: 'en' } },
    result: { data: { service: { ...service, signingPaused: true, signingPausedText: [said] }, campaign } },
  };
  const at = '/campaigns/keep-water';
  await renderRoutes({ routes, at, mocks: [paused], submission: { formToken: 't1', result: null } });
  expect(await screen.findByText('paused.title')).toBeVisible();
  expect(screen.getByText('Until Monday.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'form.submit' })).not.toBeInTheDocument();
  expect(screen.getByText('page.openUntil')).toBeVisible();
});

test('who pressed the button just as signing was paused keeps what they typed', async () => {
  const paused = {
    request: { query: CampaignScreenDocument, variables: { slug: 'keep-water', language: 'en' } },
    result: { data: { service: { ...service, signingPaused: true }, campaign } },
  };
  const values = { name: 'Ada', email: 'ada@people.example', country: 'CO', namePublic: false };
  const issues = [{ field: 'form', code: 'paused' }];
  const submission = { formToken: 't2', result: { kind: 'sign_errors', slug: 'keep-water', values, issues } };
  await renderRoutes({ routes, at: '/campaigns/keep-water', mocks: [paused], submission });
  expect(await screen.findByRole('alert')).toHaveTextContent('errors.paused');
  expect(screen.getByLabelText('form.name')).toHaveValue('Ada');
});
