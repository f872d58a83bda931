import { loadSecrets, type Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { createPlatform, type FullPlatform } from '../platform/create-platform.js';
import { createGraphqlServer } from '../platform/graphql.js';
import { createServer, type ServerParts } from '../platform/http.js';
import { createLogger } from '../platform/logger.js';
import type { ComposedMail } from '../platform/mail/compose.js';
import { deliverDueMail } from '../platform/mail/delivery.js';
import { knownOperations } from '../platform/operations.js';
import type { ApiModule, Config } from '../platform/platform.types.js';
import { deviceCookie, sessionCookie } from '../platform/request-context.js';
import { loadViewer } from '../platform/session.js';
import { NO_COOKIES, type RequestContext } from '../platform/viewer.js';
import { buildApiSchema } from '../schema.js';
import type { TestAccount } from './factories.js';
import { TestClock } from './test-clock.js';
import { watchTraces, type TraceWatch } from './traces.js';

export type TestMail = ComposedMail & { readonly messageId: string };

export interface TestResult {
  /** Null when the whole operation failed. Typed by whoever asks, because tests know their query. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly code: string; readonly reason?: string; readonly path?: string }[];
}

export interface TestApi {
  readonly platform: FullPlatform;
  readonly database: Database;
  readonly clock: TestClock;
  /** The two servers, not listening: use `inject`. */
  readonly site: FastifyInstance;
  readonly app: FastifyInstance;
  /** Every line the logger wrote. */
  readonly log: readonly string[];
  /** Runs an operation as an account, or as nobody; on the app unless said. */
  run(
    query: string,
    variables?: Record<string, unknown>,
    as?: TestAccount | null,
    origin?: 'site' | 'app',
  ): Promise<TestResult>;
  /** A request to the app with an open session of this account, and the Origin a browser would send. */
  injectAs(account: TestAccount, request: InjectOptions): Promise<LightMyRequestResponse>;
  /** Delivers what is due through the modules' templates. @returns the mails that left now. */
  deliverMail(): Promise<readonly TestMail[]>;
  runJob(name: string): Promise<void>;
  /** What mutations left in the audit that the table of traces does not name. */
  strayTraces(): readonly string[];
  close(): Promise<void>;
}

export interface TestApiOptions {
  readonly modules: (platform: FullPlatform) => readonly ApiModule[];
  readonly config?: Partial<Config>;
  /** The site's; none unless said. */
  readonly errorPage?: ServerParts['errorPage'];
  /** What browsers may ask by id; none unless said. */
  readonly operations?: ServerParts['operations'];
}

const CONFIG = {
  mode: 'demo',
  siteOrigin: 'http://localhost:4000',
  appOrigin: 'http://localhost:4001',
  contactAddress: 'contact@sos.example',
  mailFrom: 'SOS <no-reply@sos.example>',
  smtpUrl: '',
} as const;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parseErrors(
  errors: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions?: Record<string, unknown>;
  }[] = [],
) {
  return errors.map(({ path: field, extensions }) => ({
    code: textOf(extensions?.['code']),
    ...(extensions?.['reason'] === undefined ? {} : { reason: textOf(extensions['reason']) }),
    ...(field ? { path: field.join('.') } : {}),
  }));
}

async function contextFor(
  platform: FullPlatform,
  account: TestAccount | null,
  origin: 'site' | 'app',
): Promise<RequestContext> {
  const proof = { sessionId: '', assurance: 'strong', isRecent: true } as const;
  const viewer = account && (await loadViewer(platform.database, account.id, proof, platform.clock.now()));
  return { requestId: 'test', viewer, origin, networkKey: 'test-network', cookies: NO_COOKIES };
}

function mailbox(platform: FullPlatform, modules: readonly ApiModule[]) {
  const templates = new Map(modules.flatMap(({ mailTemplates = {} }) => Object.entries(mailTemplates)));
  return async (): Promise<readonly TestMail[]> => {
    const sent: TestMail[] = [];
    const transport = { send: async (mail: TestMail) => void sent.push(mail), close: () => undefined };
    const { outbox, switches, clock, logger, config } = platform;
    const demo = config.mode === 'demo';
    while ((await deliverDueMail({ outbox, transport, templates, switches, clock, logger, demo })) > 0);
    return sent;
  };
}

async function startServers(
  platform: FullPlatform,
  modules: readonly ApiModule[],
  traces: TraceWatch,
  { errorPage = async () => null, operations = knownOperations([]) }: Pick<TestApiOptions, 'errorPage' | 'operations'>,
) {
  const { config, logger, contextOf } = platform;
  const schema = await buildApiSchema(modules, platform);
  traces.watch(schema);
  const graphql = await createGraphqlServer({ schema, mode: config.mode, logger });
  const shared = {
    config,
    logger,
    graphql,
    contextOf,
    operations,
    trustProxy: false,
    isReady: async () => true,
    errorPage: async () => null,
  } as const;
  const site = createServer({ ...shared, origin: 'site', errorPage });
  const app = createServer({ ...shared, origin: 'app' });
  for (const { siteRoutes, appRoutes } of modules) {
    if (siteRoutes) void site.register(async (server) => siteRoutes(server));
    if (appRoutes) void app.register(async (server) => appRoutes(server));
  }
  await Promise.all([site.ready(), app.ready()]);
  return { graphql, site, app };
}

/** What a browser sends in which this account has just signed in with everything it has. */
export async function sessionHeaders(
  { sessions, config: { appOrigin } }: FullPlatform,
  account: Pick<TestAccount, 'id'>,
): Promise<{ readonly cookie: string; readonly origin: string }> {
  const { token, deviceToken } = await sessions.open({
    accountId: account.id,
    assurance: 'strong',
    method: 'passkey',
    device: NO_COOKIES.device(),
    replaces: null,
  });
  const cookies = [`${sessionCookie(appOrigin).name}=${token}`, `${deviceCookie(appOrigin).name}=${deviceToken}`];
  return { cookie: cookies.join('; '), origin: appOrigin };
}

/** The real server over a database of its own, with a clock that tests move. Close it in afterAll. */
export async function startTestApi({ modules: choose, config: wanted, ...more }: TestApiOptions): Promise<TestApi> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'sos-test-'));
  const config: Config = { ...CONFIG, dataFolder, ...wanted };
  const database = await openTestDatabase();
  const clock = new TestClock();
  const log: string[] = [];
  const logger = createLogger({ write: (line) => void log.push(line) });
  const platform = createPlatform({ config, database, clock, logger, secrets: loadSecrets(dataFolder, 'demo') });
  const traces = watchTraces(platform.audit);
  const modules = choose(platform);
  const { graphql, site, app } = await startServers(platform, modules, traces, more);
  return {
    platform,
    database,
    clock,
    site,
    app,
    log,
    deliverMail: mailbox(platform, modules),
    strayTraces: () => traces.strays(),
    async run(query, variables = {}, as = null, origin = 'app') {
      const contextValue = await contextFor(platform, as, origin);
      const { body } = await graphql.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('unexpected incremental answer');
      return { data: body.singleResult.data ?? null, errors: parseErrors(body.singleResult.errors) };
    },
    async injectAs(account, request) {
      return app.inject({ ...request, headers: { ...(await sessionHeaders(platform, account)), ...request.headers } });
    },
    async runJob(name) {
      const job = modules.flatMap(({ jobs = [] }) => jobs).find((known) => known.name === name);
      if (!job) throw new Error(`no job ${name}`);
      await job.run();
    },
    async close() {
      await Promise.all([site.close(), app.close(), graphql.stop()]);
      await database.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
