/** Puts another key's bytes in the place of every responder's, as whoever owns the database could. The server must not be running. */
import { openDatabase } from '@sos/database';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: swap-key <data folder>');

const database = await openDatabase({ dataFolder: folder });
await database.executeSql(
  `UPDATE "PublicKey" SET "bytes" = (SELECT "bytes" FROM "PublicKey" WHERE "accountId" IS NULL ORDER BY "fingerprint" LIMIT 1)
   WHERE "accountId" IN (SELECT "accountId" FROM "Membership" WHERE 'responder' = ANY("roles"))`,
);
await database.close();
