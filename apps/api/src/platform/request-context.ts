import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { AccessTokens } from './access-tokens.js';
import { AppError } from './errors.js';
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
  readonly tokens: AccessTokens;
  readonly networkKey: (address: string) => string;
}

const BEARER = /^Bearer ([!-~]{1,200})$/i;

/** A partner's token, on the app's API alone: every other route knows people only. @throws UNAUTHENTICATED for what is no token. */
function bearerOf(request: FastifyRequest): string | null {
  const { authorization } = request.headers;
  if (authorization === undefined || request.sosOrigin !== 'app' || request.routeOptions.url !== '/graphql')
    return null;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new AppError('UNAUTHENTICATED');
  return token;
}

export function createContextOf({ config, sessions, tokens, networkKey }: ContextParts): Platform['contextOf'] {
  const cookie = sessionCookie(config.appOrigin);
  const viewers = new WeakMap<FastifyRequest, Promise<Viewer | null>>();
  const find = async (request: FastifyRequest): Promise<Viewer | null> => {
    const session = cookie.read(request);
    const bearer = bearerOf(request);
    if (bearer === null) return session === null ? null : sessions.viewerOf(session);
    // Two answers to who is asking: a page could borrow one for the other.
    if (request.headers.cookie !== undefined) throw new AppError('FORBIDDEN', 'two_credentials');
    const viewer = await tokens.viewerOf(bearer);
    // Never quietly nobody: a program whose token has ended must notice.
    if (viewer === null) throw new AppError('UNAUTHENTICATED');
    return viewer;
  };
  const viewerOf = (request: FastifyRequest): Promise<Viewer | null> => {
    const viewer = viewers.get(request) ?? find(request);
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
