/** Prints every row of every table of a data folder's database as text, for searching. The server must not be running. */
import { openDatabase } from '@sos/database';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: dump-database <data folder>');

const database = await openDatabase({ dataFolder: folder });
const tables = await database.executeSql(
  `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
   WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
);
for (const { schema, name } of tables.rows) {
  const { rows } = await database.executeSql(`SELECT t::text AS line FROM "${String(schema)}"."${String(name)}" t`);
  console.log(`== ${String(schema)}.${String(name)} (${rows.length})`);
  for (const { line } of rows) console.log(String(line));
}
await database.close();
