import { useApolloClient } from '@apollo/client/react';

import { useSession } from '../../platform/session.js';
import { SecurityScreenDocument } from './security.generated.js';

/** After a change: what is on this screen, and what the session may do now. */
export function useRefreshSecurity(): () => Promise<void> {
  const client = useApolloClient();
  const { refresh } = useSession();
  return async () => {
    await Promise.all([client.refetchQueries({ include: [SecurityScreenDocument] }), refresh()]);
  };
}
