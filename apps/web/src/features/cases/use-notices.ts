import { useQuery } from '@apollo/client/react';

import { ServiceNoticesDocument, type ServiceNoticesQuery } from './service-notices.generated.js';

export interface Notices {
  readonly checking: boolean;
  /** Null where the server did not say: it refuses by itself what it does not take, and what was sealed waits. */
  readonly notices: ServiceNoticesQuery['serviceNotices'] | null;
  readonly refresh: () => Promise<void>;
}

/** What should be known before anything is begun: asked anew each time, for it changes within seconds. */
export function useNotices(): Notices {
  const { data, loading, refetch } = useQuery(ServiceNoticesDocument, { fetchPolicy: 'network-only' });
  return {
    checking: loading && !data,
    notices: data?.serviceNotices ?? null,
    refresh: async () => {
      await refetch().catch(() => undefined);
    },
  };
}
