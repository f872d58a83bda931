import { CombinedGraphQLErrors } from '@apollo/client';

import { errorCodeOf } from './error-code.js';

const coded = (code: unknown) => new CombinedGraphQLErrors({ errors: [{ message: 'x', extensions: { code } }] });

test('the server’s code is taken as it is, an unknown one as unknown', () => {
  expect(errorCodeOf(coded('CONFLICT'))).toBe('CONFLICT');
  expect(errorCodeOf(coded('SOMETHING_NEW'))).toBe('UNKNOWN');
  expect(errorCodeOf(coded(undefined))).toBe('UNKNOWN');
});

test('a page older than what the server still answers says so, and so does one that misses a part of itself', () => {
  expect(errorCodeOf(coded('OPERATION_UNKNOWN'))).toBe('OUTDATED');
  expect(errorCodeOf(coded('GRAPHQL_VALIDATION_FAILED'))).toBe('OUTDATED');
  const missing = new TypeError('Failed to fetch dynamically imported module: https://app.example/assets/x.js');
  expect(errorCodeOf(missing)).toBe('OUTDATED');
  const offline = jest.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  expect(errorCodeOf(missing)).toBe('OFFLINE');
  offline.mockRestore();
});

test('no answer at all is a matter of the connection', () => {
  expect(errorCodeOf(new TypeError('Failed to fetch'))).toBe('OFFLINE');
  expect(errorCodeOf(new Error('else'))).toBe('UNKNOWN');
  expect(errorCodeOf('thrown text')).toBe('UNKNOWN');
});
