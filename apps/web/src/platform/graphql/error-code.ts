import { CombinedGraphQLErrors } from '@apollo/client';

/** Every code the server sends, and what this side can tell apart without it. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'STEP_UP_REQUIRED',
  'SECOND_FACTOR_REQUIRED',
  'NOT_FOUND',
  'INVALID_INPUT',
  'CONFLICT',
  'TOO_LARGE',
  'RATE_LIMITED',
  'PAUSED',
  'REFUSED_BY_GATE',
  'INTERNAL',
  'OUTDATED',
  'OFFLINE',
  'UNKNOWN',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export function asErrorCode(value: unknown): ErrorCode {
  return ERROR_CODES.find((code) => code === value) ?? 'UNKNOWN';
}

/** What browsers say when a part of the app, fetched when first needed, is not there any more. */
const PART_MISSING = /dynamically imported module|importing a module script failed|unable to preload/i;

/** The server no longer knows, or no longer understands, what this build asks. */
const TOO_OLD = ['OPERATION_UNKNOWN', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

function isOutdated(error: Error): boolean {
  return PART_MISSING.test(error.message) && navigator.onLine;
}

/** What went wrong, as a code with words of its own. An error that is not the server's means that it was not reached. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (CombinedGraphQLErrors.is(error)) {
    const code = error.errors[0]?.extensions?.['code'];
    return TOO_OLD.some((known) => known === code) ? 'OUTDATED' : asErrorCode(code);
  }
  if (error instanceof Error && isOutdated(error)) return 'OUTDATED';
  // fetch rejects with a TypeError when there is no answer at all.
  if (error instanceof TypeError) return 'OFFLINE';
  return 'UNKNOWN';
}
