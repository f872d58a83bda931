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

async function shownWords(): Promise<readonly string[]> {
  const list = await screen.findByRole('list', {}, { timeout: 20_000 });
  return within(list)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
}

async function makeKey(user: UserEvent): Promise<readonly string[]> {
  await user.click(await screen.findByRole('button', { name: 'first.make' }));
  return shownWords();
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

test('a first key: six words and the kit’s seven, two of each repeated, and only then kept and registered', async () => {
  const refused = enrolAnswer({ __typename: 'KeyRefusedProblem', code: 'key_in_use' });
  const { user, host } = await start(refused);
  const words = await makeKey(user);
  expect(words).toHaveLength(6);
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'words.next' }));
  await typeBack(user, ['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
  expect(screen.getAllByRole('link', { name: 'confirm.wrong' })).toHaveLength(2);
  await typeBack(user, words);
  await screen.findByRole('button', { name: 'kit.download' }, { timeout: 20_000 });
  const kitWords = await shownWords();
  expect(kitWords).toHaveLength(7);
  expect(kitWords).not.toEqual(expect.arrayContaining([...words]));
  expect(screen.getByRole('button', { name: 'kit.next' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'kit.download' }));
  await user.click(screen.getByRole('button', { name: 'kit.next' }));
  await typeBack(user, kitWords);
  expect(await readVault(TEST_VIEWER.id)).toBeUndefined();
  await user.click(await screen.findByRole('button', { name: 'register.keepHere' }));
  await user.click(await screen.findByRole('button', { name: 'register.send' }));
  expect(await screen.findByText('register.refusal.key_in_use')).toBeVisible();
  expect(host.state().status).toBe('unlocked');
  const record = JSON.stringify(await readVault(TEST_VIEWER.id));
  for (const word of [...words, ...kitWords]) expect(record).not.toContain(` ${word} `);
});

test('words of one’s own are judged by guessing time, in words and politely; weak ones go no further', async () => {
  const { user } = await start();
  await makeKey(user);
  await user.click(screen.getByRole('button', { name: 'words.own' }));
  const [first, second] = [screen.getByLabelText('own.field'), screen.getByLabelText('own.again')];
  await user.type(first, 'mi perro se llama rocky');
  expect(await screen.findByText('own.notEnough', {}, { timeout: 20_000 })).toBeVisible();
  expect(screen.getByRole('status')).toHaveTextContent('own.time');
  await user.click(screen.getByRole('button', { name: 'confirm.next' }));
  expect(await screen.findByText('own.weak')).toBeVisible();
  expect(first).toHaveFocus();
  await user.clear(first);
  await user.type(first, 'siete faroles rotos bajo la lluvia');
  await user.type(second, 'siete faroles rotos');
  await user.click(screen.getByRole('button', { name: 'confirm.next' }));
  expect(await screen.findByText('own.differ')).toBeVisible();
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.type(second, ' bajo la lluvia');
  await user.click(screen.getByRole('button', { name: 'confirm.next' }));
  expect(await screen.findByRole('button', { name: 'kit.download' }, { timeout: 20_000 })).toBeVisible();
});

test('a browser that keeps nothing says so before a key is made, and loses nothing when keeping fails', async () => {
  const open = jest.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('none left', 'QuotaExceededError');
  });
  const { user } = await start();
  expect(await screen.findByText('storage.refused')).toBeVisible();
  const words = await makeKey(user);
  await user.click(screen.getByRole('button', { name: 'words.next' }));
  await typeBack(user, words);
  await user.click(await screen.findByRole('button', { name: 'kit.download' }, { timeout: 20_000 }));
  const kitWords = await shownWords();
  await user.click(screen.getByRole('button', { name: 'kit.next' }));
  await typeBack(user, kitWords);
  await user.click(await screen.findByRole('button', { name: 'register.keepHere' }));
  expect(await screen.findByText('problem.storage')).toBeVisible();
  open.mockRestore();
  await user.click(screen.getByRole('button', { name: 'register.keepHere' }));
  expect(await screen.findByRole('button', { name: 'register.send' })).toBeVisible();
});
