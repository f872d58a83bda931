import { CombinedGraphQLErrors } from '@apollo/client';

import { errorCodeOf } from './error-code.js';

const coded = (code: unknown) => new CombinedGraphQLErrors({ errors: [{ message: 'x', extensions: { code } }] });

test('the server’s code is taken as it is, an unknown one as unknown', () => {
  expect(errorCodeOf(coded('CONFLICT'))).toBe('CONFLICT');
  expect(errorCodeOf(coded('SOMETHING_NEW'))).toBe('UNKNOWN');
  expect(errorCodeOf(coded(undefined))).toBe('UNKNOWN');
});

test('no answer at all is a matter of the connection', () => {
  expect(errorCodeOf(new TypeError('Failed to fetch'))).toBe('OFFLINE');
  expect(errorCodeOf(new Error('else'))).toBe('UNKNOWN');
  expect(errorCodeOf('thrown text')).toBe('UNKNOWN');
});
