import { ApolloClient, ApolloLink, gql, InMemoryCache, Observable } from '@apollo/client';

import { errorCodeOf } from './error-code.js';
import { createStepUpLink } from './step-up-link.js';

const SAVE = gql`
  mutation Save($text: String!) {
    save(text: $text)
  }
`;

/** A server that refuses until somebody has shown who they are. */
function startServer() {
  const seen: unknown[] = [];
  const server = { proven: false, seen };
  const link = new ApolloLink(({ variables }) => {
    seen.push(variables);
    const refusal = { errors: [{ message: 'no', extensions: { code: 'STEP_UP_REQUIRED' } }] };
    return new Observable((observer) => {
      observer.next(server.proven ? { data: { save: true } } : refusal);
      observer.complete();
    });
  });
  return { server, link };
}

function clientOver(link: ApolloLink, ask: () => Promise<boolean>): ApolloClient {
  return new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.from([createStepUpLink(ask), link]) });
}

test('an operation that was refused goes out again as it was, once the person has shown who they are', async () => {
  const { server, link } = startServer();
  const client = clientOver(link, async () => (server.proven = true));
  const { data } = await client.mutate({ mutation: SAVE, variables: { text: 'typed' } });
  expect(data).toEqual({ save: true });
  expect(server.seen).toEqual([{ text: 'typed' }, { text: 'typed' }]);
});

test('whoever declines gets the refusal, and nothing is sent twice', async () => {
  const { server, link } = startServer();
  const client = clientOver(link, async () => false);
  const error: unknown = await client.mutate({ mutation: SAVE, variables: { text: 'typed' } }).catch((e: unknown) => e);
  expect(errorCodeOf(error)).toBe('STEP_UP_REQUIRED');
  expect(server.seen).toHaveLength(1);
});

test('a proof that is not enough ends in the refusal instead of asking for ever', async () => {
  const { server, link } = startServer();
  const ask = jest.fn(async () => true);
  const error: unknown = await clientOver(link, ask)
    .mutate({ mutation: SAVE, variables: { text: 'typed' } })
    .catch((e: unknown) => e);
  expect(errorCodeOf(error)).toBe('STEP_UP_REQUIRED');
  expect([ask.mock.calls.length, server.seen.length]).toEqual([1, 2]);
});
