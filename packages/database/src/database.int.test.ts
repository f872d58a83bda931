import type { Database } from './database.js';
import { openDatabase } from './database.js';
import { checkProduction } from './production-checks.js';
import { openTestDatabase } from './testing.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const onServer = Boolean(process.env['SOS_TEST_DATABASE_URL']);

describe('the database', () => {
  it('runs several statements without values, and gives their rows together', async () => {
    const { rows } = await database.executeSql('BEGIN; SELECT 1 AS n; SELECT 2 AS n; COMMIT;');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('passes values as parameters, never as text', async () => {
    const nasty = `'; DROP TABLE "Account"; --`;
    expect(await database.sql`SELECT ${nasty}::text AS a, ${2}::int + ${3}::int AS b`).toEqual([{ a: nasty, b: 5 }]);
  });

  it('counts the rows a statement wrote', async () => {
    const hash = new Uint8Array([1]);
    const insert = () =>
      database.executeSql('INSERT INTO "SpentToken" VALUES ($1, now()) ON CONFLICT DO NOTHING', [hash]);
    expect((await insert()).rowCount).toBe(1);
    expect((await insert()).rowCount).toBe(0);
  });

  it('keeps raw statements out of a transaction that is open', async () => {
    const outside: Promise<unknown>[] = [];
    const rolledBack = database.prisma.$transaction(async (tx) => {
      await tx.rateLimit.create({ data: { key: new Uint8Array([1]), count: 1, expiresAt: new Date() } });
      outside.push(database.executeSql('INSERT INTO "RateLimit" VALUES ($1, 1, now())', [new Uint8Array([2])]));
      throw new Error('roll back');
    });
    await expect(rolledBack).rejects.toThrow('roll back');
    await Promise.all(outside);
    const rows = await database.prisma.rateLimit.findMany();
    expect(rows.map(({ key }) => [...key])).toEqual([[2]]);
  });

  it('names a second row with the same key', async () => {
    const data = { hash: new Uint8Array([9]), expiresAt: new Date() };
    await database.prisma.spentToken.create({ data });
    await expect(database.prisma.spentToken.create({ data })).rejects.toMatchObject({ code: 'P2002' });
  });

  it('says whether it is fit for production', async () => {
    expect(await checkProduction(database)).toEqual(onServer ? [] : ['pglite']);
  });

  it('says in one sentence that a server does not answer', async () => {
    const opened = openDatabase({ url: 'postgresql://nobody:secret@127.0.0.1:9/none' });
    await expect(opened).rejects.toMatchObject({
      code: 'not_reachable',
      message: expect.not.stringContaining('secret'),
    });
  });
});
