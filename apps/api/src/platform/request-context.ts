import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Config, Platform } from './platform.types.js';
import type { Sessions } from './session.js';
import type { RequestContext, Viewer } from './viewer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Which of the two servers took the request. */
    sosOrigin: 'site' | 'app';
    /** A Set-Cookie line that goes out with the answer. */
    pendingCookie: string | null;
  }
}

export interface SessionCookie {
  readonly name: string;
  read(request: FastifyRequest): string | null;
  set(request: FastifyRequest, token: string, expiresAt: Date): void;
  clear(request: FastifyRequest): void;
}

/** `__Host-` binds the cookie to this host and to https; plain http, allowed in the demo and on .onion, cannot carry it. */
export function sessionCookie(appOrigin: string): SessionCookie {
  const secure = appOrigin.startsWith('https:');
  const name = secure ? '__Host-sos_session' : 'sos_session';
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
  return {
    name,
    read(request) {
      // The site shares localhost's cookies with the app in a demo; it must not know whose they are.
      if (request.sosOrigin !== 'app') return null;
      return parseCookie(request.headers.cookie ?? '')[name] ?? null;
    },
    set(request, token, expiresAt) {
      request.pendingCookie = stringifySetCookie({ name, value: token, ...options, expires: expiresAt });
    },
    clear(request) {
      request.pendingCookie = stringifySetCookie({ name, value: '', ...options, maxAge: 0 });
    },
  };
}

export function sendPendingCookie(request: FastifyRequest, reply: FastifyReply): void {
  if (request.pendingCookie === null || request.sosOrigin !== 'app') return;
  void reply.header('set-cookie', request.pendingCookie);
}

export interface ContextParts {
  readonly config: Pick<Config, 'appOrigin'>;
  readonly sessions: Sessions;
  readonly networkKey: (address: string) => string;
}

export function createContextOf({ config, sessions, networkKey }: ContextParts): Platform['contextOf'] {
  const cookie = sessionCookie(config.appOrigin);
  const viewers = new WeakMap<FastifyRequest, Promise<Viewer | null>>();
  const viewerOf = (request: FastifyRequest): Promise<Viewer | null> => {
    const token = cookie.read(request);
    const viewer = viewers.get(request) ?? (token === null ? Promise.resolve(null) : sessions.viewerOf(token));
    viewers.set(request, viewer);
    return viewer;
  };
  return async (request): Promise<RequestContext> => ({
    requestId: request.id,
    viewer: await viewerOf(request),
    origin: request.sosOrigin,
    networkKey: networkKey(request.ip),
    cookies: {
      setSession: (token, expiresAt) => cookie.set(request, token, expiresAt),
      clearSession: () => cookie.clear(request),
      sessionToken: () => cookie.read(request),
    },
  });
}
