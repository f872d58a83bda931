import 'fake-indexeddb/auto';

import { screen } from '@testing-library/react';

import { TeamRosterDocument } from '../../shared/team/team.generated.js';
import { findAccessibilityFaults } from '../../testing/axe.js';
import { createEnginePort } from '../../testing/engine-port.js';
import { createTestHost, renderRoutes } from '../../testing/render-routes.js';
import { CaseThreadDocument } from './case-thread.generated.js';
import { OwnToolThread } from './own-tool-thread.js';

const entry = (position: number, granted: boolean, chunkCount: number | null) => ({
  __typename: 'EntryMeta' as const,
  id: `e${position}`,
  position,
  audience: 'case',
  rosterVersion: 1,
  storedHour: '2026-11-25T10:00:00.000Z',
  authorName: null,
  authorIsTeam: false,
  hash: 'aa',
  size: 4096,
  granted,
  grantStatement: null,
  blob: chunkCount === null ? null : { __typename: 'BlobMeta' as const, id: 'b1', chunkCount, complete: true },
});
const thread = {
  __typename: 'CaseThread' as const,
  moves: [],
  summary: {
    __typename: 'CaseSummary' as const,
    id: 'c1',
    status: 'new',
    severity: 'high',
    language: 'en',
    openedHour: '2026-11-25T10:00:00.000Z',
    changedHour: '2026-11-25T10:00:00.000Z',
    dueAt: null,
    mine: false,
    assignee: null,
  },
  entries: [entry(1, true, null), entry(2, true, 2), entry(3, false, null)],
};

/** Signed by nobody. */
const roster = {
  __typename: 'SignedRoster' as const,
  version: 1,
  bytes: 'e30=',
  history: [],
  suspensions: [],
  signatures: [],
  rootSets: [],
  rootKeys: [],
  holderKeys: [],
};

test('every message and every piece of a file is saved under a name that sorts, with the commands that open it', async () => {
  const asked: unknown[] = [];
  const saved: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (path, request) => {
    // The public log is another room's: here it answers nobody.
    if (typeof path === 'string' && path.startsWith('/log/')) return new Response(null, { status: 503 });
    asked.push([path, typeof request?.body === 'string' && JSON.parse(request.body)]);
    return new Response(Uint8Array.of(1));
  });
  URL.createObjectURL = () => 'blob:x';
  URL.revokeObjectURL = () => undefined;
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  const { user } = await renderRoutes({
    routes: [{ path: '/', element: <OwnToolThread caseId="c1" /> }],
    at: '/',
    mocks: [
      { request: { query: CaseThreadDocument, variables: { id: 'c1' } }, result: { data: { case: thread } } },
      { request: { query: TeamRosterDocument }, result: { data: { roster } }, maxUsageCount: 9 },
    ],
    host: createTestHost(createEnginePort),
  });
  // Without a list that verifies there are no keys of the team to save, and the reason is said.
  await screen.findByRole('alert');
  expect(screen.getByText('gpg -d entry-1.pgp')).toBeVisible();
  expect(screen.getByText(/entry-2-file-\*\.pgp/)).toBeVisible();
  expect(screen.getByText('ownKey.noGrant')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'ownKey.saveTeam' })).toBeNull();
  expect(await findAccessibilityFaults()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'ownKey.saveAll' }));
  expect(saved).toEqual(['entry-2.pgp', 'entry-2-file-0001.pgp', 'entry-2-file-0002.pgp']);
  expect(asked).toEqual([
    ['/entries/download', { entryId: 'e2' }],
    ['/blobs/download', { blobId: 'b1', index: 0 }],
    ['/blobs/download', { blobId: 'b1', index: 1 }],
  ]);
  jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no line'));
  await user.click(screen.getByRole('button', { name: 'pgp.save' }));
  expect(await screen.findByText('ownKey.failed')).toBeVisible();
});
