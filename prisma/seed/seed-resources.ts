import { readFileSync } from 'node:fs';
import { addResources } from '@sos/database';
import { resourceListSchema, storedResource } from '@sos/domain';

import type { SeedContext } from './seed-context.js';

/** The list that `sos resources import` takes, too. */
export async function seedResources({ database, say }: Pick<SeedContext, 'database' | 'say'>): Promise<void> {
  const file = new URL('./data/resources.json', import.meta.url);
  const resources = resourceListSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  await addResources(database, resources.map(storedResource));
  say(`Resources: ${resources.length} in two languages`);
}
