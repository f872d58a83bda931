import {
  assertMigrated,
  loadSecrets,
  lockFolder,
  makePrivateFolder,
  migrationsFolder,
  openDatabase,
  projectFolder,
  type Database,
} from '@sos/database';
import type { FastifyInstance } from 'fastify';
import path from 'node:path';
import type { DestinationStream } from 'pino';

import { composeModules } from './composition.js';
import { systemClock } from './platform/clock.js';
import { assertNone, configurationReasons, databaseReasons, toConfig } from './platform/config.js';
import { createPlatform, type FullPlatform } from './platform/create-platform.js';
import type { Settings } from './platform/env.js';
import { recordErrors } from './platform/error-record.js';
import { createExecute } from './platform/execute.js';
import { createGraphqlServer } from './platform/graphql.js';
import { buildOf, startHeartbeat } from './platform/heartbeat.js';
import { createServer } from './platform/http.js';
import { startJobs } from './platform/jobs.js';
import { keepBuild } from './platform/kept-builds.js';
import { createLogger } from './platform/logger.js';
import { startCatchAll } from './platform/mail/catch-all.js';
import { deliveryJob } from './platform/mail/delivery.js';
import { openMailbox, type Mailbox } from './platform/mail/mailbox.js';
import { addMailboxRoutes } from './platform/mail/mailbox-page.js';
import { createSmtpTransport } from './platform/mail/transport.js';
import { assertRuns, knownOperations } from './platform/operations.js';
import type { ApiModule, Logger } from './platform/platform.types.js';
import { purgeJobs } from './platform/purge.js';
import { createSitePages, type SitePages } from './platform/site-pages.js';
import { addAppDocument, addAssets, appErrorPage, redirectToApp } from './platform/static.js';
import { loadWebBuild, type WebBuild } from './platform/web-bundle.js';
import { addSitemap, addWellKnown } from './platform/well-known.js';
import { buildApiSchema } from './schema.js';

export interface RunningService {
  /** Takes nothing new, finishes what is begun, and closes everything. */
  stop(): Promise<void>;
}

/** What was opened, to be closed in the opposite order. */
class Closers {
  private readonly closers: (() => Promise<void>)[] = [];

  add(close: () => Promise<void>): void {
    this.closers.unshift(close);
  }

  async closeAll(): Promise<void> {
    for (const close of this.closers.splice(0)) await close();
  }
}

const READY_WITHIN_MS = 3000;

/** Whether the database answers in time. */
async function answers(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), READY_WITHIN_MS)));
  const asked = database.sql`SELECT 1 AS one`.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([asked, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function openPrepared(settings: Settings, closers: Closers): Promise<Database> {
  const { databaseUrl, dataFolder, mode, siteOrigin } = settings;
  makePrivateFolder(dataFolder);
  if (databaseUrl === undefined) {
    const lock = await lockFolder(dataFolder, `process ${process.pid} at ${siteOrigin}`);
    closers.add(() => lock.release());
  }
  const database = await openDatabase({ url: databaseUrl, dataFolder });
  closers.add(() => database.close());
  await assertMigrated(database, migrationsFolder());
  assertNone(await databaseReasons(database, mode));
  return database;
}

interface Mail {
  readonly smtpUrl: string;
  /** Null when mail leaves for the world. */
  readonly mailbox: Mailbox | null;
}

/** Production was refused long before this when it named no mail server. */
async function openMail({ smtpUrl, dataFolder }: Settings, logger: Logger, closers: Closers): Promise<Mail> {
  if (smtpUrl !== undefined) return { smtpUrl, mailbox: null };
  const mailbox = openMailbox(path.join(dataFolder, 'mailbox'));
  const catchAll = await startCatchAll(mailbox, systemClock, logger);
  closers.add(() => catchAll.close());
  return { smtpUrl: catchAll.smtpUrl, mailbox };
}

function addModuleRoutes(server: FastifyInstance, routes: readonly ApiModule['siteRoutes'][]): void {
  // Each in a context of its own: a module's hooks and parsers are not its neighbour's.
  for (const add of routes) if (add) void server.register(async (scoped) => add(scoped));
}

interface Parts {
  readonly settings: Settings;
  readonly platform: FullPlatform;
  readonly modules: readonly ApiModule[];
  readonly mail: Mail;
  readonly web: WebBuild;
  readonly pages: SitePages;
}

function styleSheet({ manifest }: WebBuild): string {
  const file = manifest['style.css']?.file;
  return file === undefined ? '' : `<link rel="stylesheet" href="/${file}">`;
}

async function listen(
  server: FastifyInstance,
  port: number,
  host: string | undefined,
  closers: Closers,
): Promise<void> {
  closers.add(() => server.close());
  await server.listen({ port, host: host ?? 'localhost' });
}

async function startServers(parts: Parts, formToken: () => string, closers: Closers): Promise<void> {
  const { settings, platform, modules, mail, web, pages } = parts;
  const { config, logger, contextOf, database, clock } = platform;
  const schema = await buildApiSchema(modules, platform);
  const graphql = await createGraphqlServer({ schema, mode: config.mode, logger });
  closers.add(() => graphql.stop());
  const execute = createExecute(schema, config.mode, logger);
  pages.connect({ execute, formToken });
  const earlier = keepBuild(path.join(settings.dataFolder, 'builds'), web, clock.now());
  assertRuns(schema, web.operations);
  const shared = {
    config,
    logger,
    graphql,
    contextOf,
    operations: knownOperations([web.operations, ...earlier.map(({ operations }) => operations)]),
    trustProxy: settings.trustProxy,
    isReady: () => answers(database),
  };

  const site = createServer({
    ...shared,
    origin: 'site',
    errorPage: (request, status) => pages.errorPage(request, status),
  });
  addAssets(site, web, earlier, 'site');
  addWellKnown(site, { origin: 'site', config, clock });
  addSitemap(site, config, clock, execute);
  redirectToApp(site, config.appOrigin);
  if (config.mode === 'demo' && mail.mailbox) addMailboxRoutes(site, mail.mailbox, styleSheet(web));
  addModuleRoutes(
    site,
    modules.map(({ siteRoutes }) => siteRoutes),
  );
  pages.addRoutes(site);

  const app = createServer({ ...shared, origin: 'app', errorPage: appErrorPage(web) });
  addAssets(app, web, earlier, 'app');
  addWellKnown(app, { origin: 'app', config, clock });
  addAppDocument(app, web);
  addModuleRoutes(
    app,
    modules.map(({ appRoutes }) => appRoutes),
  );

  await listen(app, settings.port + 1, settings.host, closers);
  await listen(site, settings.port, settings.host, closers);
}

async function startWork({ platform, modules }: Parts, closers: Closers): Promise<void> {
  const { config, database, clock, logger, outbox, switches, settings } = platform;
  const transport = createSmtpTransport(config.smtpUrl, config.mailFrom);
  closers.add(async () => transport.close());
  const templates = new Map(modules.flatMap(({ mailTemplates = {} }) => Object.entries(mailTemplates)));
  const delivery = deliveryJob({ outbox, transport, templates, switches, clock, logger, demo: config.mode === 'demo' });
  const jobs = [...modules.flatMap(({ jobs: own = [] }) => own), ...purgeJobs(database, clock, settings), delivery];
  const runner = await startJobs(database, logger, jobs);
  closers.add(() => runner.stop());
}

async function startBeating(
  { database, clock, logger }: FullPlatform,
  { role }: Settings,
  closers: Closers,
): Promise<void> {
  const build = buildOf(path.join(projectFolder(), 'apps/api/dist/main.js'));
  const heart = await startHeartbeat(database, clock, logger, { role, build });
  closers.add(() => heart.stop());
}

async function start(settings: Settings, logger: Logger, closers: Closers): Promise<void> {
  assertNone(configurationReasons(settings));
  const web = await loadWebBuild(path.join(projectFolder(), 'apps/web/dist'));
  const database = await openPrepared(settings, closers);
  const secrets = loadSecrets(settings.dataFolder, settings.mode, settings.secretsFile);
  const mail = await openMail(settings, logger, closers);
  const config = toConfig(settings, mail.smtpUrl);
  const recording = recordErrors(logger, database, systemClock);
  const platform = createPlatform({ config, database, secrets, clock: systemClock, logger: recording });
  const pages = createSitePages({ web, config, logger, settings: platform.settings });
  const { all: modules, formToken } = composeModules(platform, pages);
  const parts: Parts = { settings, platform, modules, mail, web, pages };
  await startBeating(platform, settings, closers);
  if (settings.role !== 'web') await startWork(parts, closers);
  if (settings.role !== 'worker') await startServers(parts, formToken, closers);
  logger.info('service.started', { mode: settings.mode, role: settings.role, database: database.kind });
}

/** From settings to a service that answers. What was opened before a failure is closed again. */
export async function runService(settings: Settings, log?: DestinationStream): Promise<RunningService> {
  const closers = new Closers();
  const logger = createLogger(log);
  try {
    await start(settings, logger, closers);
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
  return {
    async stop() {
      logger.info('service.stopping');
      await closers.closeAll();
    },
  };
}
