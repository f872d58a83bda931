export type DatabaseProblemCode =
  | 'folder_in_use'
  | 'folder_not_usable'
  | 'database_newer'
  | 'database_behind'
  | 'database_diverged'
  | 'migration_failed'
  | 'not_reachable'
  | 'secrets_missing'
  | 'secrets_invalid'
  | 'secrets_old'
  | 'secrets_demo'
  | 'secrets_exist';

/** Something the operator can act on: `message` is one plain sentence, fit for a terminal as it is. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';

  constructor(
    readonly code: DatabaseProblemCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Not `instanceof`: an error may come from another realm (a worker, Jest's sandbox). */
function propertyOf(error: unknown, name: 'code' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

export function messageOf(error: unknown): string {
  return propertyOf(error, 'message') || String(error);
}

/** The system's code of an error (ENOSPC, EADDRINUSE, 42P01, …), or ''. */
export function codeOf(error: unknown): string {
  return propertyOf(error, 'code');
}
