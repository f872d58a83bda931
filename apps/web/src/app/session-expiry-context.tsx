import { createContext, useContext, type ReactNode } from 'react';

import { createSessionExpiry, type SessionExpiry } from '../platform/session-expiry.js';

const ExpiryContext = createContext<SessionExpiry>(createSessionExpiry());

export function SessionExpiryProvider({ expiry, children }: { expiry: SessionExpiry; children: ReactNode }) {
  return <ExpiryContext value={expiry}>{children}</ExpiryContext>;
}

export function useSessionExpiry(): SessionExpiry {
  return useContext(ExpiryContext);
}
