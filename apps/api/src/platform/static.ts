import fastifyStatic from '@fastify/static';
import { CRYPTO_WORKER_CSP, isCryptoWorker } from '@sos/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import path from 'node:path';

import { OPEN_TO_ALL } from './security-headers.js';
import { wantsDocument } from './wants-document.js';
import type { KeptBuild } from './kept-builds.js';
import type { WebBuild } from './web-bundle.js';

const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * The built files. Their names carry their content, so a browser may keep them for ever, and those of earlier builds are still there
 * for pages that were opened before a deploy.
 */
export function addAssets(
  server: FastifyInstance,
  { clientFolder }: Pick<WebBuild, 'clientFolder'>,
  earlier: readonly KeptBuild[],
  origin: 'site' | 'app',
): void {
  void server.register(fastifyStatic, {
    root: [path.join(clientFolder, 'assets'), ...earlier.map(({ assetsFolder }) => assetsFolder)],
    prefix: '/assets/',
    decorateReply: false,
    cacheControl: false,
    index: false,
    setHeaders: (reply, file) => {
      void reply.header('cache-control', IMMUTABLE);
      if (isCryptoWorker(file)) void reply.header('content-security-policy', CRYPTO_WORKER_CSP);
      // Frames on other sites are of an opaque origin, and still need our styles and fonts.
      if (origin === 'site') void reply.headers(OPEN_TO_ALL);
    },
  });
  void server.register(fastifyStatic, {
    root: clientFolder,
    prefix: '/',
    decorateReply: false,
    wildcard: false,
    index: false,
    maxAge: '1h',
    globIgnore: ['assets/**', '**/*.html', '.vite/**'],
  });
}

/** Everything under /app is one document, which finds its own way. It is a public file: nothing in it is about anybody. */
export function addAppDocument(server: FastifyInstance, { appDocument }: WebBuild): void {
  const send = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(appDocument);
  server.get('/app', send);
  server.get('/app/*', send);
  server.get('/', async (_request, reply) => reply.redirect('/app', 302));
}

/** Whoever opened an unknown address of the app gets the app, which says so in their language. */
export function appErrorPage({ appDocument }: WebBuild) {
  return async (request: FastifyRequest, status: number): Promise<string | null> =>
    status === 404 && wantsDocument(request) ? appDocument : null;
}

/** The app lives on its own origin; old and mistyped links still arrive. */
export function redirectToApp(server: FastifyInstance, appOrigin: string): void {
  const redirect = async (request: FastifyRequest, reply: FastifyReply) => {
    // A request may name a whole address: only the part behind its host is taken over.
    const { pathname, search } = new URL(request.url, appOrigin);
    return reply.redirect(`${appOrigin}${pathname}${search}`, 302);
  };
  server.get('/app', redirect);
  server.get('/app/*', redirect);
}
