import { createEngine } from '@sos/crypto/engine';
import type { Database, Secrets } from '@sos/database';

import { seedOrganisations, seedPeople } from './seed-accounts.js';
import { seedCampaigns } from './seed-campaigns.js';
import type { SeedContext } from './seed-context.js';
import { seedRelease } from './seed-release.js';
import { seedResources } from './seed-resources.js';
import { seedRootSet, seedRoster } from './seed-roster.js';
import { DEMO_PARTNER_KEY } from './seed-signatures.js';

async function seedPartner({ database }: SeedContext, organisations: ReadonlyMap<string, string>): Promise<void> {
  const organisationId = organisations.get('almarra-solidarity-news');
  if (organisationId === undefined) throw new Error('the partner’s organisation is missing');
  const data = {
    key: DEMO_PARTNER_KEY,
    name: 'Almarra Solidarity News (fictional)',
    origins: ['http://localhost:*', 'http://127.0.0.1:*'],
    organisationId,
  };
  await database.prisma.partner.createMany({ data: [data], skipDuplicates: true });
}

export interface DemoOptions {
  readonly database: Database;
  readonly dataFolder: string;
  readonly secrets: Secrets;
  readonly now?: Date;
  readonly say?: (line: string) => void;
}

/** Fills an empty demo and completes one that was cut short. What people have done in it since is left as it is. */
export async function seedDemo({
  database,
  dataFolder,
  secrets,
  now = new Date(),
  say = () => undefined,
}: DemoOptions): Promise<void> {
  const context: SeedContext = { database, dataFolder, secrets, engine: createEngine({ now: () => now }), now, say };
  const organisations = await seedOrganisations(context);
  const people = await seedPeople(context, organisations);
  await seedRootSet(context);
  await seedRoster(context, people);
  await seedRelease(context);
  await seedPartner(context, organisations);
  await seedResources(context);
  await seedCampaigns(context, { people, organisations });
  await context.engine.lockAll();
}
