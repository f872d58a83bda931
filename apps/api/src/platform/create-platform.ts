import type { Database, Secrets } from '@sos/database';
import path from 'node:path';

import { createAccessTokens } from './access-tokens.js';
import { createAudit } from './audit.js';
import { createFolderBlobStore } from './blobs/folder-blob-store.js';
import { createSettings, createSwitches } from './controls.js';
import { createNotices } from './mail/notices.js';
import { createOutbox, type OutboxStore } from './mail/outbox.js';
import { createNetworkKey } from './network-key.js';
import type { Clock, Config, Logger, Platform } from './platform.types.js';
import { createRateLimits } from './rate-limits.js';
import { createContextOf } from './request-context.js';
import { createSessions } from './session.js';
import { createSpentTokens } from './spent-tokens.js';
import { createVaulted } from './vaulted.js';

export interface PlatformParts {
  readonly config: Config;
  readonly database: Database;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the composition itself needs beside what the modules get. */
export interface FullPlatform extends Platform {
  readonly outbox: OutboxStore;
}

export function createPlatform({ config, database, secrets, clock, logger }: PlatformParts): FullPlatform {
  const vaulted = createVaulted(secrets);
  const audit = createAudit(database, clock);
  const sessions = createSessions({ database, clock, audit, config });
  const rateLimits = createRateLimits(database, vaulted, clock);
  const outbox = createOutbox(database, clock, new URL(config.siteOrigin).hostname);
  const tokens = createAccessTokens(database, clock, rateLimits);
  return {
    config,
    database,
    clock,
    logger,
    vaulted,
    sessions,
    audit,
    switches: createSwitches(database, clock),
    settings: createSettings(database, clock),
    rateLimits,
    spentTokens: createSpentTokens(database),
    outbox,
    notices: createNotices(database, outbox),
    blobs: createFolderBlobStore(path.join(config.dataFolder, 'blobs')),
    contextOf: createContextOf({ config, sessions, tokens, networkKey: createNetworkKey(vaulted, clock) }),
  };
}
