import type { Role } from '@sos/domain';
import { createContext, useContext, type ReactNode } from 'react';

/** Who is signed in, as every screen behind sign-in knows them. */
export interface Viewer {
  readonly id: string;
  readonly displayName: string;
  readonly language: string;
  readonly roles: ReadonlySet<Role>;
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly country: string }[];
  /** The service asks for a second factor, and this session was opened without. */
  readonly awaitsSecondFactor: boolean;
  /** Opened, or proven since, with more than a password. */
  readonly isStrong: boolean;
}

export interface Session {
  readonly viewer: Viewer | null;
  /** Asks the server again who is signed in, after signing in. */
  readonly refresh: () => Promise<void>;
  readonly signOut: (where?: 'here' | 'everywhere') => Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionProvider above it.');
  return session;
}

/** @throws on a screen that is drawn for nobody: the app draws none of its screens without a viewer but sign-in. */
export function useViewer(): Viewer {
  const { viewer } = useSession();
  if (viewer === null) throw new Error('Nobody is signed in.');
  return viewer;
}

type Cleaner = () => void | Promise<void>;
const cleaners = new Set<Cleaner>();

/** Registers what goes when somebody signs out: stores, by name. Pinned rosters and queued ciphertext stay. */
export function onSignOut(cleaner: Cleaner): () => void {
  cleaners.add(cleaner);
  return () => cleaners.delete(cleaner);
}

/** Every cleaner runs, whatever becomes of the others. */
export async function runSignOutCleaners(): Promise<void> {
  await Promise.allSettled([...cleaners].map(async (cleaner) => cleaner()));
}
