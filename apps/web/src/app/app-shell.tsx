import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import { ROLES } from '@sos/domain';
import { StatusProvider } from '@sos/ui';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router-dom';

import { useCrypto } from '../platform/crypto/use-crypto.js';
import { runSignOutCleaners, SessionProvider, type Session, type Viewer } from '../platform/session.js';
import { ServiceProvider } from '../shared/service.js';
import {
  AppShellDocument,
  AppSignOutDocument,
  AppSignOutEverywhereDocument,
  type AppShellQuery,
} from './app-shell.generated.js';

/** Knows who is signed in and where the service lives, for everything below it. */
export function AppShell() {
  const { t } = useTranslation('common');
  const { data, refetch } = useSuspenseQuery(AppShellDocument);
  const session = useSessionOf(data, async () => {
    await refetch();
  });
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

function useSessionOf(data: AppShellQuery, refresh: () => Promise<void>): Session {
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
      await client.clearStore();
    },
  };
}

function toViewer({ viewer }: AppShellQuery): Viewer | null {
  if (viewer === null) return null;
  return { ...viewer, roles: new Set(ROLES.filter((role) => viewer.roles.includes(role))) };
}
