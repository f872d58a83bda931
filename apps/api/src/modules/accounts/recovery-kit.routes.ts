import { isUuid } from '@sos/domain';
import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { requireAction } from '../../platform/access.js';
import { notFound } from '../../platform/errors.js';
import type { Platform } from '../../platform/platform.types.js';

async function readKit(dataFolder: string, accountId: string): Promise<Buffer> {
  if (!isUuid(accountId)) throw notFound();
  try {
    return await readFile(path.join(dataFolder, 'demo-kits', `${accountId}.asc`));
  } catch {
    throw notFound();
  }
}

/** The demo's own accounts have no person who printed a kit: each gets its locked one, and nobody else's. */
export function addDemoKitRoute(
  server: FastifyInstance,
  { config, contextOf }: Pick<Platform, 'config' | 'contextOf'>,
): void {
  if (config.mode !== 'demo') return;
  server.get('/demo/kits/mine', async (request, reply) => {
    const { viewer } = await contextOf(request);
    requireAction('keys.readRoster', viewer);
    if (!viewer) throw notFound();
    const kit = await readKit(config.dataFolder, viewer.accountId);
    return reply
      .type('application/pgp-keys')
      .header('content-disposition', 'attachment; filename="sos-recovery-kit.asc"')
      .send(kit);
  });
}
