import type { Action, Assurance, Role } from '@sos/domain';

/** How, and how lately, the person behind the session proved who they are. */
export interface Proof {
  readonly sessionId: string;
  readonly assurance: Assurance;
  /** Within the last minutes: enough for what cannot be undone. */
  readonly isRecent: boolean;
}

/** Whoever is asking. On the site's origin always nobody: its API never reads a cookie. */
export interface Viewer {
  readonly accountId: string;
  readonly displayName: string;
  readonly language: string;
  readonly roles: ReadonlySet<Role>;
  readonly proof: Proof;
  /** A partner's token: these actions and no others, whatever its owner's roles allow. Absent for a person. */
  readonly scopes?: ReadonlySet<Action>;
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly country: string }[];
}

export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer | null;
  /** Which of the two origins was asked. */
  readonly origin: 'site' | 'app';
  /** Keyed and expiring hash of the network prefix; the address itself goes no further than the edge. */
  readonly networkKey: string;
  /** Sets or clears the session cookie on the answer; only sign-in and sign-out use it. */
  readonly cookies: {
    setSession(token: string, expiresAt: Date): void;
    clearSession(): void;
    sessionToken(): string | null;
  };
}
