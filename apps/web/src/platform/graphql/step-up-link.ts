import type { ApolloLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { from, mergeMap, throwError } from 'rxjs';

import { errorCodeOf } from './error-code.js';

/**
 * An operation that asks for a fresh proof of identity waits for it, and is sent again as it was: whoever called it notices nothing,
 * and nothing that was typed is lost. Declined, it ends with the server's refusal.
 */
export function createStepUpLink(ask: () => Promise<boolean>): ApolloLink {
  return new ErrorLink(({ error, operation, forward }) => {
    if (errorCodeOf(error) !== 'STEP_UP_REQUIRED') return undefined;
    return from(ask()).pipe(mergeMap((proven) => (proven ? forward(operation) : throwError(() => error))));
  });
}
