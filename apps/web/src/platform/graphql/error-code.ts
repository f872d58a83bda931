import { CombinedGraphQLErrors } from '@apollo/client';

/** Every code the server sends, and the three this side can tell apart without it. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'STEP_UP_REQUIRED',
  'NOT_FOUND',
  'INVALID_INPUT',
  'CONFLICT',
  'TOO_LARGE',
  'RATE_LIMITED',
  'REFUSED_BY_GATE',
  'INTERNAL',
  'OFFLINE',
  'UNKNOWN',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export function asErrorCode(value: unknown): ErrorCode {
  return ERROR_CODES.find((code) => code === value) ?? 'UNKNOWN';
}

/** What went wrong, as a code with words of its own. An error that is not the server's means that it was not reached. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (CombinedGraphQLErrors.is(error)) return asErrorCode(error.errors[0]?.extensions?.['code']);
  // fetch rejects with a TypeError when there is no answer at all.
  if (error instanceof TypeError) return 'OFFLINE';
  return 'UNKNOWN';
}
