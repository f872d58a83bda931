import { CombinedGraphQLErrors } from '@apollo/client';
import { screen } from '@testing-library/react';

import { renderRoutes } from '../testing/render-routes.js';
import { ErrorBoundary } from './error-boundary.js';

// React reports every error a boundary catches; here that is what is asked for.
beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

const problem: { current: Error | null } = { current: null };

function Fragile() {
  if (problem.current !== null) throw problem.current;
  return <p>fine</p>;
}

const routes = [
  {
    path: '/',
    element: (
      <ErrorBoundary resetKey="/" notFound={<p>nothing here</p>}>
        <Fragile />
      </ErrorBoundary>
    ),
  },
];

test('a record that is not there is not an error', async () => {
  problem.current = new CombinedGraphQLErrors({ errors: [{ message: 'x', extensions: { code: 'NOT_FOUND' } }] });
  await renderRoutes({ routes, at: '/' });
  expect(screen.getByText('nothing here')).toBeVisible();
});

test('a lost connection says so and can be tried again', async () => {
  problem.current = new TypeError('Failed to fetch');
  const { user } = await renderRoutes({ routes, at: '/' });
  expect(screen.getByRole('alert')).toHaveTextContent('code.OFFLINE.title');
  problem.current = null;
  await user.click(screen.getByRole('button', { name: 'retry' }));
  expect(screen.getByText('fine')).toBeVisible();
});
