import 'fake-indexeddb/auto';

import type { MockLink } from '@apollo/client/testing';
import { screen, waitFor, within } from '@testing-library/react';

import { deleteKeyDatabase, saveVault } from '../../platform/keys/key-database.js';
import { TeamRosterDocument } from '../../shared/team/team.generated.js';
import { VaultKeyDocument } from '../../shared/vault/vault.generated.js';
import { findAccessibilityFaults } from '../../testing/axe.js';
import { createEnginePort } from '../../testing/engine-port.js';
import { createTestHost, renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { appRoutes } from './cases.app-routes.js';
import { intakeMemory } from './intake-memory.js';
import { ServiceNoticesDocument } from './service-notices.generated.js';

const routes = [{ path: '/app', children: appRoutes }];
const FINGERPRINT = 'ab'.repeat(20);
const vault = { version: 1 as const, fingerprint: FINGERPRINT, publicKey: 'AAAA', slots: [], sealed: '' };

function vaultKey(fingerprint: string | null, custody = 'browser'): MockLink.MockedResponse {
  const myKey =
    fingerprint === null
      ? null
      : { __typename: 'EnrolledKey' as const, fingerprint, bytes: 'AAAA', inRoster: false, custody };
  return { request: { query: VaultKeyDocument }, result: { data: { myKey } }, maxUsageCount: 10 };
}

/** A list that nobody has signed. */
const unsigned = {
  version: 1,
  bytes: 'e30=',
  logPlace: null,
  history: [],
  suspensions: [],
  signatures: [],
  rootSets: [],
  rootKeys: [],
  holderKeys: [],
};
const forgedTeam: MockLink.MockedResponse = {
  request: { query: TeamRosterDocument },
  result: { data: { roster: { __typename: 'SignedRoster', ...unsigned } } },
  maxUsageCount: 20,
};

function notices(intakePaused: boolean): MockLink.MockedResponse {
  const said = { __typename: 'LanguageText' as const, language: 'en', text: 'The helpline answers all night.' };
  const serviceNotices = {
    __typename: 'ServiceNotices' as const,
    intakePaused,
    intakePausedText: intakePaused ? [said] : [],
    duty: [],
  };
  return { request: { query: ServiceNoticesDocument }, result: { data: { serviceNotices } } };
}

const noKey = vaultKey(null);

async function start(at = '/app/cases/new', mocks = [vaultKey(FINGERPRINT), forgedTeam]) {
  const rendered = await renderRoutes({
    routes,
    at,
    mocks: [notices(false), ...mocks],
    host: createTestHost(createEnginePort),
  });
  // Once the engine has judged the list nothing changes by itself any more.
  await screen.findByText(mocks.includes(noKey) ? 'new.keyFirst' : 'team.problem.malformed');
  return rendered;
}

beforeEach(async () => {
  intakeMemory.clear();
  await deleteKeyDatabase();
  await saveVault({ accountId: TEST_VIEWER.id, vault });
});

test('who has no key is told so before anything is typed', async () => {
  await deleteKeyDatabase();
  await start('/app/cases/new', [noKey, forgedTeam]);
  expect(await screen.findByText('new.keyFirst')).toBeVisible();
  expect(screen.getByRole('link', { name: 'new.helpNow' })).toHaveAttribute('href', 'https://site.example/en/help-now');
  expect(screen.queryByRole('button', { name: 'actions.continue' })).not.toBeInTheDocument();
});

test('begins with the danger and the device, and the heading has the focus', async () => {
  await start();
  expect(await screen.findByRole('heading', { level: 1, name: 'step.safety' })).toHaveFocus();
  expect(screen.getByText('new.danger')).toBeVisible();
  expect(screen.getByText('new.notSaved')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('a required answer that is missing is named, with a way to it, and focus goes there', async () => {
  const { user } = await start();
  await user.click(await screen.findByRole('button', { name: 'actions.continue' }));
  const link = await screen.findByRole('link', { name: 'question.deviceSafe.label: form.missing' });
  expect(link).toHaveAttribute('href', '#deviceSafe');
  const summary = screen.getAllByRole('alert').find((one) => within(one).queryAllByRole('link').includes(link));
  expect(summary).toHaveFocus();
  expect(screen.getByRole('heading', { level: 1, name: 'step.safety' })).toBeVisible();
});

test('going on and back keeps what was chosen', async () => {
  const { user } = await start();
  await user.click(await screen.findByLabelText('option.no'));
  expect(screen.getByText('new.unsafeTitle')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'actions.continue' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'step.urgency' })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'actions.back' }));
  expect(await screen.findByLabelText('option.no')).toBeChecked();
});

test('no address ever says more than the number of the step', async () => {
  const { user, path } = await start();
  await user.click(await screen.findByLabelText('option.yes'));
  await user.click(screen.getByRole('button', { name: 'actions.continue' }));
  expect(path()).toBe('/app/cases/new');
});

test('a team list that nobody signed stops everything: said in words, with other ways to help, and nothing to press', async () => {
  intakeMemory.change({
    values: {
      deviceSafe: 'yes',
      urgency: 'high',
      threatTypes: ['raid'],
      summary: 'what happened',
      subject: 'family',
      channel: 'platform',
    },
  });
  await start('/app/cases/new?step=10');
  expect(await screen.findByText('team.problem.malformed')).toBeVisible();
  expect(screen.getByRole('link', { name: 'team.helpNow' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'review.send' })).toBeDisabled();
  expect(screen.getByText('what happened')).toBeVisible();
  expect(screen.queryByText(/anyway/i)).not.toBeInTheDocument();
});

test('a review with a gap leads back to it', async () => {
  intakeMemory.change({ values: { deviceSafe: 'yes' } });
  const { user } = await start('/app/cases/new?step=10');
  await user.click(await screen.findByRole('button', { name: 'review.goToMissing' }));
  await waitFor(() => expect(screen.getByRole('heading', { level: 1, name: 'step.urgency' })).toHaveFocus());
});

test('while reports are stopped it says so before anything is typed, and where help is', async () => {
  const mocks = [notices(true), notices(false), vaultKey(FINGERPRINT), forgedTeam];
  const host = createTestHost(createEnginePort);
  const { user } = await renderRoutes({ routes, at: '/app/cases/new', mocks, host });
  expect(await screen.findByText('paused.title')).toBeVisible();
  expect(screen.getByText('The helpline answers all night.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'new.helpNow' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'hello@site.example' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'actions.continue' })).not.toBeInTheDocument();
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'paused.lookAgain' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'step.safety' })).toBeVisible();
  await screen.findByText('team.problem.malformed');
});

test('who has begun to write goes on writing, and is told that it will wait', async () => {
  intakeMemory.change({ values: { summary: 'Two men at the door' } });
  const mocks = [notices(true), vaultKey(FINGERPRINT), forgedTeam];
  await renderRoutes({ routes, at: '/app/cases/new', mocks, host: createTestHost(createEnginePort) });
  expect(await screen.findByText('paused.begun')).toBeVisible();
  expect(await screen.findByRole('button', { name: 'actions.continue' })).toBeVisible();
  await screen.findByText('team.problem.malformed');
});

test('whose key is in a tool of their own hears before typing that nothing can be written here', async () => {
  const mocks = [notices(false), vaultKey('cd'.repeat(20), 'own_tool')];
  await renderRoutes({ routes, at: '/app/cases/new', mocks, host: createTestHost(createEnginePort) });
  expect(await screen.findByText('ownKey.noWriting')).toBeVisible();
  expect(screen.getByText('new.danger')).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});
