import 'fake-indexeddb/auto';

import { act, screen, waitFor } from '@testing-library/react';

import { deleteKeyDatabase } from '../../platform/keys/key-database.js';
import { renderRoutes } from '../../testing/render-routes.js';
import { LogAlarm } from './log-alarm.js';

const routes = [{ path: '/app', Component: LogAlarm }];
const before = globalThis.fetch;
let asked: string[];

/** A server that answers everything with this. */
function serve(status: number, body: string): void {
  asked = [];
  globalThis.fetch = async (path) => {
    if (typeof path === 'string') asked.push(path);
    return { status, text: async () => body } as Response; // the two things that are read
  };
}
beforeEach(() => deleteKeyDatabase());
afterEach(() => (globalThis.fetch = before));

test('a log that contradicts itself is said aloud, with the way to what was found', async () => {
  serve(200, 'no key, no head');
  await renderRoutes({ routes, at: '/app' });
  expect(await screen.findByRole('alert')).toHaveTextContent('log.alarm.title');
  expect(screen.getByRole('link', { name: 'log.alarm.link' })).toHaveAttribute('href', '/app/team');
});

test('one that does not answer is no alarm', async () => {
  serve(502, 'a proxy');
  await renderRoutes({ routes, at: '/app' });
  await waitFor(() => expect(asked).toEqual(['/log/key']));
  // What follows from the answer has come by the next turn.
  await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
  expect(screen.queryByRole('alert')).toBeNull();
});
