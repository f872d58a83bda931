import { randomBytes } from 'node:crypto';

import { openDatabase } from '../database.js';
import { migrate, migrationsFolder } from '../migrate.js';

/** Writes rows without end and prints each id once the database has taken it. */
const database = await openDatabase({ dataFolder: process.argv[2] });
await migrate(database, migrationsFolder());
for (let number = 0; ; number += 1) {
  await database.prisma.spentToken.create({
    data: { hash: Uint8Array.from(randomBytes(32)), expiresAt: new Date(number) },
  });
  process.stdout.write(`${number}\n`);
}
