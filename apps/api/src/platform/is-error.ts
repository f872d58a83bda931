import { types } from 'node:util';

/** An Error of any realm, and of libraries that build theirs on its prototype alone. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
