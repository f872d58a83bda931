import { projectFolder } from '@sos/database';
import path from 'node:path';

import { createAccountsModule } from './modules/accounts/index.js';
import { createAuditModule } from './modules/audit/index.js';
import { createCampaignsModule } from './modules/campaigns/index.js';
import { createCasesModule } from './modules/cases/index.js';
import { createEmbedsModule } from './modules/embeds/index.js';
import { createHealthModule } from './modules/health/index.js';
import { createKeysModule } from './modules/keys/index.js';
import { createLogModule } from './modules/log/index.js';
import { createPeopleModule } from './modules/people/index.js';
import { createReleasesModule } from './modules/releases/index.js';
import { createResourcesModule } from './modules/resources/index.js';
import { createServiceModule } from './modules/service/index.js';
import { createSettingsModule } from './modules/settings/index.js';
import { createSignaturesModule } from './modules/signatures/index.js';
import { createTokensModule } from './modules/tokens/index.js';
import type { Pages } from './platform/pages.types.js';
import type { ApiModule, Platform } from './platform/platform.types.js';

export interface Modules {
  readonly all: readonly ApiModule[];
  /** For every page that shows the sign form. */
  formToken(): string;
}

/** Every module once, with what it needs from the others. */
export function composeModules(platform: Platform, pages: Pages): Modules {
  const campaigns = createCampaignsModule(platform);
  const signatures = createSignaturesModule(platform, { campaigns: campaigns.campaigns, pages });
  const keys = createKeysModule(platform);
  const cases = createCasesModule(platform, keys.keys);
  const log = createLogModule(platform);
  const widgetFolder = path.join(projectFolder(), 'apps/widget/dist');
  const all = [
    createServiceModule(platform),
    createSettingsModule(platform),
    createHealthModule(platform, cases.unreadableEntries),
    createAccountsModule(platform),
    createPeopleModule(platform),
    createResourcesModule(platform),
    campaigns,
    signatures,
    createEmbedsModule(platform, { campaigns: campaigns.campaigns, signatures, pages, widgetFolder }),
    keys,
    cases,
    log,
    createReleasesModule(platform, path.join(projectFolder(), 'dist/release/release-manifest.json')),
    createAuditModule(platform, log.keptHeads),
    createTokensModule(platform),
  ];
  return { all, formToken: () => signatures.formToken() };
}
