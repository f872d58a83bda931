import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { composeModules } from '../../composition.js';
import { openMailbox } from '../../platform/mail/mailbox.js';
import { addMailboxRoutes } from '../../platform/mail/mailbox-page.js';
import type { Pages } from '../../platform/pages.types.js';
import { addAssets, addAppDocument, redirectToApp } from '../../platform/static.js';
import type { WebBuild } from '../../platform/web-bundle.js';
import { addWellKnown } from '../../platform/well-known.js';
import { makeAccount, type TestAccount } from '../../testing/factories.js';
import { startTestApi, type TestApi } from '../../testing/start-test-api.js';

/** A secret beside the folder that is served, as a real installation has them. */
export const SECRET = 'top-secret-of-the-folder-above';

/** Pages as JSON: what an attack reached is read off what the page was given. */
const PAGES: Pages = {
  sendPage: async (_request, reply, { path: page, status, result }) =>
    reply.code(status).type('text/html; charset=utf-8').send(JSON.stringify({ page, status, result })),
  renderFrame: async (frame) => ({ status: 404, html: JSON.stringify(frame) }),
};

function builtFiles(): WebBuild {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-attacks-'));
  const clientFolder = path.join(folder, 'client');
  mkdirSync(path.join(clientFolder, 'assets'), { recursive: true });
  mkdirSync(path.join(clientFolder, '.vite'));
  writeFileSync(path.join(folder, 'operations.json'), SECRET);
  writeFileSync(path.join(folder, 'package.json'), SECRET);
  writeFileSync(path.join(clientFolder, '.vite/manifest.json'), SECRET);
  writeFileSync(path.join(clientFolder, '.env'), SECRET);
  writeFileSync(path.join(clientFolder, 'app.html'), SECRET);
  writeFileSync(path.join(clientFolder, 'icon.svg'), '<svg/>');
  writeFileSync(path.join(clientFolder, 'assets/part.js'), '// part');
  // Only files are served here, and the one document.
  return { clientFolder, appDocument: '<!doctype html><title>app</title>' } as unknown as WebBuild;
}

export interface AttackWorld {
  readonly api: TestApi;
  readonly member: TestAccount;
  readonly responder: TestAccount;
  readonly administrator: TestAccount;
  /** Ports on which both servers listen, for what no well-behaved client sends. */
  readonly ports: { readonly site: number; readonly app: number };
}

/** Everything that is served, as it is served, over one database. */
export async function startAttackWorld(): Promise<AttackWorld> {
  const web = builtFiles();
  const api = await startTestApi({
    modules: (platform) => {
      const { config, clock } = platform;
      return [
        ...composeModules(platform, PAGES).all,
        {
          resolvers: [],
          siteRoutes: (server) => {
            addAssets(server, web, [], 'site');
            addWellKnown(server, { origin: 'site', config, clock });
            addMailboxRoutes(server, openMailbox(path.join(config.dataFolder, 'mailbox')), '');
            redirectToApp(server, config.appOrigin);
            server.get('/echo', async (request) => ({
              ip: request.ip,
              host: request.host,
              protocol: request.protocol,
            }));
          },
          appRoutes: (server) => {
            addAssets(server, web, [], 'app');
            addWellKnown(server, { origin: 'app', config, clock });
            addAppDocument(server, web);
          },
        },
      ];
    },
  });
  const { database } = api;
  const [member, responder, administrator] = await Promise.all([
    makeAccount(database, { roles: ['member'], email: 'member@people.example', password: 'correct horse battery' }),
    makeAccount(database, { roles: ['responder'] }),
    makeAccount(database, { roles: ['administrator'] }),
  ]);
  const [site, app] = await Promise.all([
    api.site.listen({ port: 0, host: '127.0.0.1' }),
    api.app.listen({ port: 0, host: '127.0.0.1' }),
  ]);
  return { api, member, responder, administrator, ports: { site: portOf(site), app: portOf(app) } };
}

const portOf = (address: string): number => Number(new URL(address).port);
