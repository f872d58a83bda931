import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import { ROLES } from '@sos/domain';
import { StatusProvider } from '@sos/ui';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router-dom';

import { useCrypto } from '../platform/crypto/use-crypto.js';
import { runSignOutCleaners, SessionProvider, type Session, type Viewer } from '../platform/session.js';
import { PageLoading } from '../shared/page-loading.js';
import { ServiceProvider } from '../shared/service.js';
import {
  AppShellDocument,
  AppSignOutDocument,
  AppSignOutEverywhereDocument,
  type AppShellQuery,
} from './app-shell.generated.js';

/** Knows who is signed in and where the service lives, for everything below it. */
export function AppShell({ beginAnew = () => window.location.reload() }: { beginAnew?: () => void }) {
  const { t } = useTranslation('common');
  const { data, refetch } = useSuspenseQuery(AppShellDocument);
  const owner = useOwner(data.viewer?.id ?? null, beginAnew);
  const session = useSessionOf(data, owner.leave, async () => {
    await refetch();
  });
  if (owner.isAnother) return <PageLoading />;
  return (
    <ServiceProvider service={data.service}>
      <SessionProvider session={session}>
        <StatusProvider label={t('app.messages')} dismissLabel={t('app.dismiss')}>
          <Outlet />
        </StatusProvider>
      </SessionProvider>
    </ServiceProvider>
  );
}

/**
 * What is open in this window, the key first of all, belongs to whoever opened it. When somebody else signs in on top of it, nothing is
 * drawn for them: the key is dropped and the window begins anew.
 */
function useOwner(viewerId: string | null, beginAnew: () => void) {
  const { lock } = useCrypto();
  const [owner, setOwner] = useState(viewerId);
  if (owner === null && viewerId !== null) setOwner(viewerId);
  const isAnother = owner !== null && viewerId !== null && viewerId !== owner;
  useEffect(() => {
    if (!isAnother) return;
    lock();
    beginAnew();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each change of person: neither function stays the same from one drawing to the next
  }, [isAnother]);
  return { isAnother, leave: () => setOwner(null) };
}

function useSessionOf(data: AppShellQuery, leave: () => void, refresh: () => Promise<void>): Session {
  const client = useApolloClient();
  const { lock } = useCrypto();
  const [signOut] = useMutation(AppSignOutDocument);
  const [signOutEverywhere] = useMutation(AppSignOutEverywhereDocument);
  const viewer = useMemo(() => toViewer(data), [data]);
  return {
    viewer,
    refresh,
    async signOut(where = 'here') {
      lock();
      await Promise.all([runSignOutCleaners(), where === 'here' ? signOut() : signOutEverywhere()]);
      // First the screens go that ask as somebody; were the store emptied under them, they would ask again as nobody.
      await refresh();
      leave();
      await client.clearStore();
    },
  };
}

function toViewer({ viewer }: AppShellQuery): Viewer | null {
  if (viewer === null) return null;
  return { ...viewer, roles: new Set(ROLES.filter((role) => viewer.roles.includes(role))) };
}
