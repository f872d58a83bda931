import { writeFileSync } from 'node:fs';
import type { Database } from '@sos/database';
import { openTestDatabase } from '@sos/database/testing';

import { openBench, type Answer, type Bench } from '../testing/bench.js';
import { readListed, listedFile } from './resources.js';

let bench: Bench;
let database: Database;

beforeAll(async () => {
  bench = openBench();
  database = await openTestDatabase();
  bench.database = database;
});
afterAll(async () => {
  await database.close();
  bench.close();
});

const take = (...files: string[]): Promise<Answer> =>
  bench.sos('resources', 'import', '--database', 'postgresql://the-test-brings-its-own', ...files);

describe('sos resources import', () => {
  it('fills an empty library from the list of the code, in both languages, once', async () => {
    const listed = readListed(listedFile()).length;
    expect(listed).toBeGreaterThan(100);
    expect((await take()).out).toContain(`Added ${listed} of ${listed} resources`);
    expect(await database.prisma.resourceText.count()).toBe(listed * 2);
    expect((await take()).out).toContain(`Added 0 of ${listed} resources`);
  });

  it('leaves alone what an operator has corrected', async () => {
    const { slug } = await database.prisma.resource.findFirstOrThrow();
    await database.prisma.resource.update({ where: { slug }, data: { url: 'https://corrected.example/' } });
    await take();
    expect(await database.prisma.resource.findUnique({ where: { slug } })).toMatchObject({
      url: 'https://corrected.example/',
    });
  });

  it.each([
    ['not JSON', 'is no JSON'],
    ['[{"slug":"a"}]', 'is no list of resources: 0.category'],
    ['{}', 'is no list of resources'],
  ])('takes nothing of %j, and says why', async (content, why) => {
    const file = bench.path('list.json');
    writeFileSync(file, content);
    const answer = await take(file);
    expect(answer.code).toBe(1);
    expect(answer.warnings).toContain(why);
  });
});
