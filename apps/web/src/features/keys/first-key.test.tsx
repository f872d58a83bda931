import 'fake-indexeddb/auto';

import type { MockLink } from '@apollo/client/testing';
import { screen, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

import { deleteKeyDatabase, readVault } from '../../platform/keys/key-database.js';
import { VaultKeyDocument } from '../../shared/vault/vault.generated.js';
import { findAccessibilityFaults } from '../../testing/axe.js';
import { createEnginePort } from '../../testing/engine-port.js';
import { createTestHost, renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { EnrolKeyDocument } from './first-key.generated.js';
import { appRoutes } from './keys.app-routes.js';

const routes = [{ path: '/app', children: appRoutes }];
const noKey: MockLink.MockedResponse = {
  request: { query: VaultKeyDocument },
  result: { data: { myKey: null } },
  maxUsageCount: 10,
};

function enrolAnswer(enrolKey: object): MockLink.MockedResponse {
  return { request: { query: EnrolKeyDocument, variables: () => true }, result: { data: { enrolKey } } };
}

async function start(...mocks: MockLink.MockedResponse[]) {
  const host = createTestHost(createEnginePort);
  const rendered = await renderRoutes({ routes, at: '/app/vault', mocks: [noKey, ...mocks], host });
  return { ...rendered, host };
}

async function makeKey(user: UserEvent): Promise<readonly string[]> {
  await user.click(await screen.findByRole('button', { name: 'first.make' }));
  const list = await screen.findByRole('list', {}, { timeout: 20_000 });
  return within(list)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
}

async function typeBack(user: UserEvent, words: readonly string[]): Promise<void> {
  for (const field of screen.getAllByRole('textbox')) {
    const place = Number(/\d+$/.exec(field.id)?.[0]);
    await user.clear(field);
    await user.type(field, words[place] ?? '');
  }
  await user.click(screen.getByRole('button', { name: 'confirm.next' }));
}

beforeEach(async () => {
  await deleteKeyDatabase();
  URL.createObjectURL = () => 'blob:kit';
  URL.revokeObjectURL = () => undefined;
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
});

test('a first key: six words, two of them repeated, the kit taken along, and only then kept and registered', async () => {
  const refused = enrolAnswer({ __typename: 'KeyRefusedProblem', code: 'key_in_use' });
  const { user, host } = await start(refused);
  const words = await makeKey(user);
  expect(words).toHaveLength(6);
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'words.next' }));
  await typeBack(user, ['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
  expect(screen.getAllByRole('link', { name: 'confirm.wrong' })).toHaveLength(2);
  await typeBack(user, words);
  expect(screen.getByRole('button', { name: 'kit.next' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'kit.download' }));
  await user.click(screen.getByRole('button', { name: 'kit.next' }));
  expect(await readVault(TEST_VIEWER.id)).toBeUndefined();
  await user.click(screen.getByRole('button', { name: 'register.keepHere' }));
  await user.click(await screen.findByRole('button', { name: 'register.send' }));
  expect(await screen.findByText('register.refusal.key_in_use')).toBeVisible();
  expect(host.state().status).toBe('unlocked');
  const record = await readVault(TEST_VIEWER.id);
  expect(JSON.stringify(record)).not.toContain(words[0] ?? '?');
});
