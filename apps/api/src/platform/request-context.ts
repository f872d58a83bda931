import { DEVICE_DAYS, deviceKindOf } from '@sos/domain';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { AccessTokens } from './access-tokens.js';
import { AppError } from './errors.js';
import type { Config, Platform, Sessions } from './platform.types.js';
import type { RequestContext, Viewer } from './viewer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Which of the two servers took the request. */
    sosOrigin: 'site' | 'app';
    /** Set-Cookie lines that go out with the answer, by the cookie's name. */
    pendingCookies: Map<string, string> | null;
  }
}

export interface HostCookie {
  readonly name: string;
  read(request: FastifyRequest): string | null;
  set(request: FastifyRequest, token: string, life: { readonly expires: Date } | { readonly maxAge: number }): void;
  clear(request: FastifyRequest): void;
}

/** `__Host-` binds a cookie to this host and to https; plain http, allowed in the demo and on .onion, cannot carry it. */
function hostCookie(appOrigin: string, plainName: string): HostCookie {
  const secure = appOrigin.startsWith('https:');
  const name = secure ? `__Host-${plainName}` : plainName;
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
  const send = (request: FastifyRequest, line: string): void => {
    request.pendingCookies ??= new Map();
    request.pendingCookies.set(name, line);
  };
  return {
    name,
    read(request) {
      // The site shares localhost's cookies with the app in a demo; it must not know whose they are.
      if (request.sosOrigin !== 'app') return null;
      return parseCookie(request.headers.cookie ?? '')[name] ?? null;
    },
    set: (request, value, life) => send(request, stringifySetCookie({ name, value, ...options, ...life })),
    clear: (request) => send(request, stringifySetCookie({ name, value: '', ...options, maxAge: 0 })),
  };
}

export function sessionCookie(appOrigin: string): HostCookie {
  return hostCookie(appOrigin, 'sos_session');
}

/** Stays when the session ends: it opens nothing by itself, and a session of this browser counts only together with it. */
export function deviceCookie(appOrigin: string): HostCookie {
  return hostCookie(appOrigin, 'sos_device');
}

export function sendPendingCookies(request: FastifyRequest, reply: FastifyReply): void {
  if (request.pendingCookies === null || request.sosOrigin !== 'app') return;
  void reply.header('set-cookie', [...request.pendingCookies.values()]);
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
  const session = sessionCookie(config.appOrigin);
  const device = deviceCookie(config.appOrigin);
  const viewers = new WeakMap<FastifyRequest, Promise<Viewer | null>>();
  const find = async (request: FastifyRequest): Promise<Viewer | null> => {
    const token = session.read(request);
    const bearer = bearerOf(request);
    if (bearer === null) return token === null ? null : sessions.viewerOf(token, device.read(request));
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
      setSession({ token, deviceToken, expiresAt }) {
        session.set(request, token, { expires: expiresAt });
        device.set(request, deviceToken, { maxAge: DEVICE_DAYS * 24 * 60 * 60 });
      },
      clearSession: () => session.clear(request),
      sessionToken: () => session.read(request),
      device: () => ({ token: device.read(request), kind: deviceKindOf(request.headers['user-agent'] ?? '') }),
    },
  });
}
