import type { Action, Assurance, DeviceKind, Role } from '@sos/domain';

/** How, and how lately, the person behind the session proved who they are. */
export interface Proof {
  readonly sessionId: string;
  readonly assurance: Assurance;
  /** Within the last minutes: enough for what cannot be undone. */
  readonly isRecent: boolean;
  /** The service asks for a second factor, and this session was opened without: it may give itself one, and little else. */
  readonly awaitsSecondFactor?: boolean;
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

/** Sets or clears the cookies of a session on the answer; only signing in and out use them. */
export interface SessionCookies {
  setSession(opened: { readonly token: string; readonly deviceToken: string; readonly expiresAt: Date }): void;
  clearSession(): void;
  sessionToken(): string | null;
  /** What this browser was given at an earlier sign-in, and what it says it is. */
  device(): { readonly token: string | null; readonly kind: DeviceKind };
}

/** For who asks without a browser: the site's own pages, and tests. */
export const NO_COOKIES: SessionCookies = {
  setSession: () => undefined,
  clearSession: () => undefined,
  sessionToken: () => null,
  device: () => ({ token: null, kind: { browser: 'other', system: 'other' } }),
};

export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer | null;
  /** Which of the two origins was asked. */
  readonly origin: 'site' | 'app';
  /** Keyed and expiring hash of the network prefix; the address itself goes no further than the edge. */
  readonly networkKey: string;
  readonly cookies: SessionCookies;
}
