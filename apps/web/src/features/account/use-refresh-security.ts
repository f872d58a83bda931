import { useApolloClient } from '@apollo/client/react';

import { useSession } from '../../platform/session.js';
import { SecurityScreenDocument } from './security.generated.js';

/** After a change: what is on this screen, and what the session may do now. */
export function useRefreshSecurity(): () => Promise<void> {
  const client = useApolloClient();
  const { refresh } = useSession();
  return async () => {
    // The change is made, whatever becomes of this: somebody may leave, or sign out, before the answer is here.
    await Promise.allSettled([client.refetchQueries({ include: [SecurityScreenDocument] }), refresh()]);
  };
}
