import type { Role } from '@sos/domain';
import { screen, waitFor, within } from '@testing-library/react';

import { findAccessibilityFaults } from '../../testing/axe.js';
import { renderRoutes, TEST_VIEWER } from '../../testing/render-routes.js';
import { startOfDay } from './audit-filter.js';
import { AuditChainDocument, AuditScreenDocument, ExportAuditDocument } from './audit-screen.generated.js';
import { appRoutes } from './audit.app-routes.js';
import { MyAuditScreenDocument } from './my-audit-screen.generated.js';

const routes = [{ path: '/app', children: appRoutes }];
const viewer = { ...TEST_VIEWER, roles: new Set<Role>(['administrator']) };
const NOTHING = { group: null, actor: null, subject: null, from: null, to: null };

const entry = (sequence: number, change: object = {}) => ({
  __typename: 'AuditEntry' as const,
  sequence,
  at: '2026-11-25T10:42:00Z',
  event: 'campaign.moved',
  actorId: 'a1',
  actorName: 'Mo',
  subject: 'campaign',
  subjectId: 'c1',
  subjectName: null,
  facts: [{ __typename: 'AuditFact' as const, name: 'to', value: 'open' }],
  ...change,
});
const page = (entries: object[], next: number | null = null) => ({ __typename: 'AuditPage' as const, entries, next });
const listed = (variables: object, answer: object) => ({
  request: { query: AuditScreenDocument, variables: { filter: NOTHING, before: null, ...variables } },
  result: { data: { auditEntries: answer } },
});
const chain = (findings: number) => ({
  request: { query: AuditChainDocument },
  result: {
    data: {
      auditChain: {
        __typename: 'AuditChain' as const,
        head: { __typename: 'AuditHead' as const, sequence: 7, hash: 'ab'.repeat(32) },
        check: { __typename: 'AuditCheck' as const, at: '2026-11-25T10:51:00Z', sequence: 7, findings },
      },
    },
  },
});
type Mocks = NonNullable<Parameters<typeof renderRoutes>[0]['mocks']>;
async function open(mocks: Mocks, findings = 0) {
  const rendered = await renderRoutes({ routes, at: '/app/audit', viewer, mocks: [chain(findings), ...mocks] });
  await screen.findByRole('heading', { name: 'screen.title' });
  return rendered;
}
const rows = async () => (await screen.findAllByRole('row')).slice(1);

test('each entry says when, who, what and about what; a case and a lost account without a name', async () => {
  const answer = page([
    entry(3, { event: 'case.deleted', subject: 'case', subjectId: null, facts: [] }),
    entry(2, { actorId: 'v1', subject: 'account', subjectName: 'Rosa' }),
    entry(1, { actorId: 'gone', actorName: null, event: 'not.known-yet', subject: 'thing' }),
  ]);
  await open([listed({}, answer)]);
  const texts = (await rows()).map((row) => row.textContent);
  expect(texts[0]).toContain('event.case.deletedsubject.case');
  expect(texts[1]).toContain('who.you');
  expect(texts[1]).toContain('subject.account: Rosa');
  expect(texts[2]).toContain('who.formergone');
  expect(texts[2]).toContain('not.known-yet');
  expect(screen.getByLabelText('chain.head')).toHaveValue(`${'ab'.repeat(32)}@7`);
  expect(await findAccessibilityFaults()).toEqual([]);
});

test('a chain that does not hold is the first thing said', async () => {
  await open([listed({}, page([]))], 3);
  expect(screen.getByText('chain.brokenTitle')).toBeVisible();
  expect(await screen.findByText('screen.none')).toBeVisible();
});

test('filters, and goes on to older entries and back', async () => {
  const filter = {
    ...NOTHING,
    group: 'key',
    actor: 'mo',
    from: startOfDay('2026-11-01'),
    to: startOfDay('2026-11-02', 1),
  };
  const { user } = await open([
    listed({}, page([entry(9)])),
    listed({ filter }, page([entry(8)], 8)),
    listed({ filter, before: 8 }, page([entry(5), entry(4)])),
    listed({ filter }, page([entry(8)], 8)),
  ]);
  await user.selectOptions(screen.getByLabelText('filter.group'), 'key');
  await user.type(screen.getByLabelText('filter.actor'), ' mo ');
  await user.type(screen.getByLabelText('filter.from'), '2026-11-01');
  await user.type(screen.getByLabelText('filter.to'), '2026-11-02');
  await user.click(screen.getByRole('button', { name: 'filter.apply' }));
  await user.click(await screen.findByRole('button', { name: 'screen.older' }));
  await waitFor(async () => expect(await rows()).toHaveLength(2));
  await user.click(screen.getByRole('button', { name: 'screen.newest' }));
  await waitFor(async () => expect(await rows()).toHaveLength(1));
});

test('a day is meant where the reader is, and nonsense is no day', () => {
  expect(startOfDay('2026-11-30', 1)).toBe(new Date(2026, 11, 1).toISOString());
  expect(startOfDay('')).toBeNull();
});

test('an export is saved as a file; one that is too large is refused with the numbers', async () => {
  const saved: Blob[] = [];
  URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
  URL.revokeObjectURL = () => undefined;
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  const asked = (exportAudit: object) => ({
    request: { query: ExportAuditDocument, variables: { filter: NOTHING } },
    result: { data: { exportAudit } },
  });
  const { user } = await open([
    listed({}, page([entry(1)])),
    asked({ __typename: 'AuditExport', csv: '"number"\r\n', rows: 0 }),
    asked({ __typename: 'AuditExportTooLargeProblem', rows: 30_000, most: 20_000 }),
  ]);
  await user.click(screen.getByRole('button', { name: 'export.button' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  await user.click(await screen.findByRole('button', { name: 'export.button' }));
  expect(within(await screen.findByRole('alert')).getByText('export.tooLargeTitle')).toBeVisible();
});

test('everybody reads what happened in their own account', async () => {
  const mocks = [
    {
      request: { query: MyAuditScreenDocument, variables: { before: null } },
      result: { data: { myAuditEntries: page([entry(4, { actorId: 'v1', event: 'session.signedIn' })]) } },
    },
  ];
  await renderRoutes({ routes, at: '/app/account/history', mocks });
  expect((await screen.findAllByRole('row'))[1]?.textContent).toContain('who.youevent.session.signedIn');
  expect(await findAccessibilityFaults()).toEqual([]);
});
