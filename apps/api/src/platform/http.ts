import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { LIMITS } from '@sos/domain';
import fastify, { type ConnectionError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

import { AppError, type ErrorCode } from './errors.js';
import { isError } from './is-error.js';
import { admitOperation, type KnownOperations } from './operations.js';
import type { Config, Logger, Platform } from './platform.types.js';
import { sendPendingCookies, sessionCookie } from './request-context.js';
import { applySecurityHeaders, dataHeaders, type HeaderPolicy } from './security-headers.js';
import type { RequestContext } from './viewer.js';
import { wantsDocument } from './wants-document.js';

export interface ServerParts {
  readonly origin: 'site' | 'app';
  readonly config: Config;
  readonly logger: Logger;
  readonly graphql: ApolloServer<RequestContext>;
  readonly contextOf: Platform['contextOf'];
  /** What browsers may ask by id; in production nothing else. */
  readonly operations: KnownOperations;
  /** Whose `X-Forwarded-For` is believed: addresses or networks of our own proxies. */
  readonly trustProxy: string | false;
  /** Whether the database answers. */
  isReady(): Promise<boolean>;
  /** A page in the reader's language, for whoever asked for one; null where the origin has none. */
  errorPage(request: FastifyRequest, status: number): Promise<string | null>;
}

const STATUS: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  STEP_UP_REQUIRED: 403,
  SECOND_FACTOR_REQUIRED: 403,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  CONFLICT: 409,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  PAUSED: 503,
  REFUSED_BY_GATE: 422,
};

interface Refusal {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
}

/** Fastify's own refusals, as codes of ours; null for what we did not expect. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof AppError) {
    const { code, reason } = error;
    return { status: STATUS[code], body: reason === undefined ? { code } : { code, reason } };
  }
  if (!isError(error)) return null;
  const code = 'code' in error ? error.code : undefined;
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  // An address that cannot be read, or is longer than any of ours, leads nowhere.
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH')
    return { status: 404, body: { code: 'NOT_FOUND' } };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { status: 413, body: { code: 'TOO_LARGE' } };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { status: 415, body: { code: 'MEDIA_TYPE' } };
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || code === 'FST_ERR_CTP_INVALID_JSON_BODY')
    return { status: 400, body: { code: 'JSON' } };
  if (error instanceof SyntaxError && status === 400) return { status: 400, body: { code: 'JSON' } };
  return status < 500 ? { status, body: { code: 'INVALID_INPUT' } } : null;
}

const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Frames are opaque on purpose and say `Origin: null`; their routes take no cookies and check what they need. */
function isEmbed(request: FastifyRequest): boolean {
  return request.url.startsWith('/embed/');
}

function sameHost(origin: string, request: FastifyRequest): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.host;
}

/** @throws FORBIDDEN for a change that another origin's page asked for. */
function refuseForeignOrigin({ origin, config }: ServerParts, request: FastifyRequest): void {
  if (CHANGES_NOTHING.has(request.method)) return;
  const sender = request.headers.origin;
  if (origin === 'site') {
    if (sender === undefined || sender === config.siteOrigin || sameHost(sender, request) || isEmbed(request)) return;
  } else {
    if (sender === config.appOrigin) return;
    // No browser: a tool that brings no session can do no harm in somebody's name.
    if (sender === undefined && sessionCookie(config.appOrigin).read(request) === null) return;
  }
  throw new AppError('FORBIDDEN', 'origin');
}

/** Said twice, a proxy might believe the one and we the other. */
const SAID_ONCE = new Set(['host', 'authorization', 'origin', 'content-type']);
const MOST_HEADERS = 100;

/** @throws INVALID_INPUT for what two readers could understand in two ways, and for packed bytes: nothing is unpacked here. */
function refuseAmbiguous({ headers, raw }: FastifyRequest): void {
  const names = raw.rawHeaders.filter((_text, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = names.some((name, index) => SAID_ONCE.has(name) && names.indexOf(name) !== index);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (twice || names.length > MOST_HEADERS || encoding !== 'identity') throw new AppError('INVALID_INPUT', 'headers');
}

async function answerError(
  parts: ServerParts,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const refusal = refusalOf(error);
  if (!refusal) parts.logger.error('http.internal', error, { id: request.id });
  const { status, body } = refusal ?? { status: 500, body: { code: 'INTERNAL', id: request.id } };
  if (error instanceof AppError && error.retryAfterSeconds !== undefined)
    void reply.header('retry-after', error.retryAfterSeconds);
  const page = wantsDocument(request) ? await parts.errorPage(request, status) : null;
  void reply.code(status);
  if (page !== null) void reply.type('text/html; charset=utf-8');
  // What the framework refuses by itself passes none of our hooks.
  applySecurityHeaders(reply, policyOf(parts));
  void reply.header('x-request-id', request.id);
  await reply.send(page ?? body);
}

function policyOf({ origin, config }: ServerParts): HeaderPolicy {
  return { origin, https: (origin === 'site' ? config.siteOrigin : config.appOrigin).startsWith('https:') };
}

/** No path: addresses of pages and cases say who read what. */
function logAnswer({ logger, origin }: ServerParts, request: FastifyRequest, reply: FastifyReply): void {
  logger.info('http', { origin, id: request.id, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
}

const UNREADABLE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What came was no HTTP, or did not come in time: there is no request to answer, only a line to close. */
function closeUnreadable(parts: ServerParts, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  parts.logger.info('http.unreadable', { origin: parts.origin, code: error.code });
  const body = JSON.stringify({ code: 'INVALID_INPUT' });
  const headers = {
    ...dataHeaders(policyOf(parts)),
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = UNREADABLE[error.code] ?? '400 Bad Request';
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
  socket.destroy(error);
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route as `METHOD /path`, for the test that says who may use it. */
    sosRoutes: string[];
  }
}

function listRoutes(server: FastifyInstance): void {
  server.decorate('sosRoutes', []);
  server.addHook('onRoute', ({ method, url }) => {
    // HEAD comes by itself with every GET.
    const methods = [method].flat().filter((each) => each !== 'HEAD');
    for (const each of methods) server.sosRoutes.push(`${each} ${url}`);
  });
}

function addHooks(server: FastifyInstance, parts: ServerParts): void {
  const policy = policyOf(parts);
  server.addHook('onRequest', async (request) => {
    request.sosOrigin = parts.origin;
    refuseForeignOrigin(parts, request);
    refuseAmbiguous(request);
  });
  server.addHook('onSend', async (request, reply) => {
    applySecurityHeaders(reply, policy);
    // What a person can read out to whoever runs this, and whoever runs this finds in the log.
    void reply.header('x-request-id', request.id);
    sendPendingCookies(request, reply);
  });
  server.addHook('onResponse', async (request, reply) => logAnswer(parts, request, reply));
  server.setErrorHandler((error, request, reply) => answerError(parts, error, request, reply));
  server.setNotFoundHandler((request, reply) => answerError(parts, new AppError('NOT_FOUND'), request, reply));
}

function addOwnRoutes(server: FastifyInstance, { graphql, contextOf, operations, config, isReady }: ServerParts): void {
  server.post(
    '/graphql',
    {
      bodyLimit: LIMITS.graphqlRequest,
      preHandler: admitOperation({ mode: config.mode, operations, contextOf }),
    },
    fastifyApolloHandler(graphql, { context: (request) => contextOf(request) }),
  );
  server.get('/healthz', async (_request, reply) => {
    if (await isReady()) return { status: 'ok' };
    return reply.code(503).send({ status: 'unavailable' });
  });
}

/** One of the two servers, with what every route of it shares; the composition adds pages, files and the modules' routes. */
export function createServer(parts: ServerParts): FastifyInstance {
  const server = fastify({
    logger: false,
    trustProxy: parts.trustProxy,
    // Never a caller's own id: it would end up in our log.
    genReqId: () => randomUUID(),
    bodyLimit: LIMITS.formRequest,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    requestTimeout: 120_000,
    frameworkErrors: (error, request, reply) =>
      void answerError(parts, error, request, reply).then(() => logAnswer(parts, request, reply)),
    clientErrorHandler: (error, socket) => closeUnreadable(parts, error, socket),
  });
  // Text may not pose as JSON: a plain form of another site can send it.
  server.removeContentTypeParser('text/plain');
  server.decorateRequest('sosOrigin', parts.origin);
  server.decorateRequest('pendingCookies', null);
  listRoutes(server);
  addHooks(server, parts);
  addOwnRoutes(server, parts);
  return server;
}
