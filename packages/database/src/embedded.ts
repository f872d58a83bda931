import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

import { runsScriptsWhole } from './migration-adapter.js';

const extensions = { pg_trgm, unaccent };

/** @param source a folder, or the dump of one to open a copy of in memory; nothing for an empty database in memory. */
export async function openEmbedded(source: { folder?: string; dump?: Blob } = {}): Promise<PGlite> {
  return PGlite.create({
    extensions,
    ...(source.folder === undefined ? {} : { dataDir: source.folder }),
    ...(source.dump === undefined ? {} : { loadDataDir: source.dump }),
  });
}

/** The adapter's own shadow database has no extensions, so migrations would fail in it. */
export function embeddedAdapter(client: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const shadow = async () => embeddedAdapter(await openEmbedded()).connect();
  return runsScriptsWhole(new PrismaPGlite(client), (script) => client.exec(script), shadow);
}
