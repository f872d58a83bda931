import type { Pages } from '../../platform/pages.types.js';
import type { ApiModule, Platform } from '../../platform/platform.types.js';
import type { CampaignService } from '../campaigns/index.js';
import { createBatcher } from './batcher.js';
import { confirmationMail } from './confirmation.mail.js';
import { ConfirmationService } from './confirmation.service.js';
import { CountService } from './count.service.js';
import { addEmbedApi } from './embed-api.routes.js';
import { OrganisationSigningService } from './organisation-signing.service.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';
import { SignService } from './sign.service.js';
import { SignatureRepository, type NewSignature } from './signature.repository.js';
import { CampaignSignaturesResolver, DeskSignaturesResolver, SignatureLoaders } from './signature.resolver.js';
import { addSignatureRoutes } from './signature.routes.js';
import { TallyRepository } from './tally.repository.js';

export type { CountService } from './count.service.js';
export type { ConfirmationService } from './confirmation.service.js';
export { addFormParser, pageAfterSigning } from './signature.routes.js';
export { parseCodeForm } from './sign-input.js';
export type { SignService } from './sign.service.js';

export interface SignaturesModule extends ApiModule {
  readonly signing: SignService;
  readonly confirmation: ConfirmationService;
  readonly counts: CountService;
  /** For every page that shows the form. */
  formToken(): string;
}

/** The right-hand side of a Message-ID, from «Name <user@host>». */
function domainOf(mailFrom: string): string {
  return /@([^>\s]+)>?\s*$/.exec(mailFrom)?.[1] ?? 'localhost';
}

export function createSignaturesModule(
  platform: Platform,
  { campaigns, pages }: { readonly campaigns: CampaignService; readonly pages: Pages },
): SignaturesModule {
  const { database, vaulted, rateLimits, spentTokens, switches, settings, clock, logger, config, contextOf, audit } =
    platform;
  const signatures = new SignatureRepository(database);
  const write = createBatcher<NewSignature>((rows) => signatures.insertAll(rows));
  const signing = new SignService({
    campaigns,
    signatures,
    write,
    vaulted,
    rateLimits,
    spentTokens,
    switches,
    clock,
    logger,
    mailDomain: domainOf(config.mailFrom),
  });
  const confirmation = new ConfirmationService({ campaigns, signatures, vaulted, rateLimits, switches, clock });
  const counts = new CountService(new TallyRepository(database), clock, logger);
  const organisations = new OrganisationSigningService({ ...platform, campaigns, signatures });
  const retention = new RetentionService(new RetentionRepository(database, audit), settings, clock, logger);
  const loaders = new SignatureLoaders(counts, organisations);
  return {
    signing,
    confirmation,
    counts,
    formToken: () => signing.formToken(),
    resolvers: [
      [CampaignSignaturesResolver, new CampaignSignaturesResolver(loaders, organisations)],
      [DeskSignaturesResolver, new DeskSignaturesResolver(loaders, counts)],
    ],
    siteRoutes: (server) => {
      addSignatureRoutes(server, { signing, confirmation, pages, contextOf });
      addEmbedApi(server, {
        signing,
        confirmation,
        counts,
        campaigns,
        switches,
        contextOf,
        siteOrigin: config.siteOrigin,
      });
    },
    mailTemplates: { 'signature.confirm': confirmationMail({ config, campaigns, signatures, vaulted, clock }) },
    jobs: [
      { name: 'signatures.roll-up', every: { milliseconds: 1_000 }, atStart: true, run: () => counts.rollUp() },
      {
        name: 'signatures.codes',
        every: { cron: '17 * * * *' },
        run: () => signatures.deleteExpiredCodes(clock.now()),
      },
      { name: 'signatures.retention', every: { cron: '41 3 * * *' }, run: () => retention.eraseDue() },
    ],
  };
}
