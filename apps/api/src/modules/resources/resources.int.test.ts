import 'reflect-metadata';

import { makeAccount } from '../../testing/factories.js';
import { startTestApi, type TestApi } from '../../testing/start-test-api.js';
import { createResourcesModule } from './index.js';

const SEARCH = `query ($filter: ResourceFilter!, $language: String!) {
  resources(filter: $filter, language: $language) { total page pageCount items { slug language title category } categories { category count } }
}`;

interface Found {
  total: number;
  page: number;
  pageCount: number;
  items: { slug: string; language: string; title: string; category: string }[];
  categories: { category: string; count: number }[];
}

let api: TestApi;

interface Wanted {
  slug: string;
  category?: string;
  regions?: string[];
  emergency?: boolean;
  access?: 'open' | 'members';
  texts: { language: string; title: string; summary: string }[];
}

async function addResource({
  slug,
  category = 'specialised-advice',
  regions = ['global'],
  emergency = false,
  access = 'open',
  texts,
}: Wanted) {
  await api.database.prisma.resource.create({
    data: {
      slug,
      category,
      regions,
      emergency,
      access,
      emergencyKind: emergency ? 'helpline' : null,
      organisation: `Organisation of ${slug}`,
      url: `https://${slug}.example`,
      languages: texts.map(({ language }) => language),
      texts: {
        create: texts.map((text, index) => ({
          ...text,
          version: 1,
          original: index === 0,
          hash: Buffer.from(text.title),
        })),
      },
    },
  });
}

async function find(filter: Record<string, unknown>, language = 'es'): Promise<Found> {
  const { data, errors } = await api.run(SEARCH, { filter, language });
  expect(errors).toEqual([]);
  return (data as { resources: Found }).resources;
}

const slugs = ({ items }: Found) => items.map(({ slug }) => slug);

beforeAll(async () => {
  api = await startTestApi({ modules: ({ database }) => [createResourcesModule({ database })] });
  await addResource({
    slug: 'legal',
    texts: [
      {
        language: 'en',
        title: 'Judicial harassment: a guide',
        summary: 'What to do when the courts are turned against you.',
      },
      {
        language: 'es',
        title: 'Guía ante el hostigamiento judicial',
        summary: 'Qué hacer cuando usan los tribunales en tu contra.',
      },
    ],
  });
  await addResource({
    slug: 'shelter',
    category: 'relocation-shelter',
    regions: ['africa'],
    emergency: true,
    texts: [
      { language: 'en', title: 'Safe houses', summary: 'A place to stay for some weeks.' },
      {
        language: 'es',
        title: 'Casas de acogida',
        summary: 'Refugio durante algunas semanas para quien está en riesgo.',
      },
    ],
  });
  await addResource({
    slug: 'english-only',
    category: 'tools',
    texts: [{ language: 'en', title: 'Harassment diary', summary: 'Write down what happens.' }],
  });
  await addResource({
    slug: 'members',
    access: 'members',
    texts: [{ language: 'en', title: 'Harassment: members only', summary: 'Inside.' }],
  });
});
afterAll(() => api.close());

test.each([
  ['hostigamiento judicial', 'legal'],
  ['HOSTIGAMIENTO  JUDICIAL', 'legal'],
  ['guia', 'legal'],
  ['guía', 'legal'],
  ['hostigamientos judiciales', 'legal'],
  ['tribunal', 'legal'],
  ['refugio', 'shelter'],
  ['refugios', 'shelter'],
  ['refu', 'shelter'],
  ['esta en riesgo', 'shelter'],
])('a Spanish search for «%s» finds it', async (search, slug) => {
  expect(slugs(await find({ search }))).toEqual([slug]);
});

test.each([
  ['hostigamento judicial', 'legal'],
  ['refujio', 'shelter'],
  ['hostigam', 'legal'],
])('a slip as in «%s» still finds it', async (search, slug) => {
  expect(slugs(await find({ search }))[0]).toBe(slug);
});

test.each(["' OR 1=1 --", '&|!():*', "''", '\\', '½ ŉ'])(
  'signs of a query language as in %j are only text',
  async (search) => {
    const { errors } = await api.run(SEARCH, { filter: { search }, language: 'es' });
    expect(errors).toEqual([]);
  },
);

test('a NUL, which no database text can hold, is refused before anything is searched', async () => {
  const { errors } = await api.run(SEARCH, { filter: { search: '\u0000x' }, language: 'es' });
  expect(errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('words that no text holds together find those that hold some', async () => {
  expect(slugs(await find({ search: 'hostigamiento en tribunales' }))).toEqual(['legal']);
  expect(slugs(await find({ search: 'refugio judicial' })).sort()).toEqual(['legal', 'shelter']);
  expect(slugs(await find({ search: 'zzzzzz qqqqqq' }))).toEqual([]);
});

test('a text without translation is searched and shown in its own language', async () => {
  const { items } = await find({ search: 'harassment diary' }, 'es');
  expect(items).toEqual([expect.objectContaining({ slug: 'english-only', language: 'en' })]);
});

test('filters narrow the list, and categories are counted under the other filters', async () => {
  const found = await find({ category: 'tools' });
  expect(slugs(found)).toEqual(['english-only']);
  expect(found.categories.filter(({ count }) => count > 0)).toEqual([
    { category: 'specialised-advice', count: 1 },
    { category: 'tools', count: 1 },
    { category: 'relocation-shelter', count: 1 },
  ]);
  expect(slugs(await find({ emergencyOnly: true }))).toEqual(['shelter']);
  expect(slugs(await find({ emergencyKind: 'helpline' }))).toEqual(['shelter']);
  expect(slugs(await find({ offeredIn: 'es', region: 'europe-central-asia' }))).toEqual(['legal']);
  // What is for one region comes before what is for all.
  expect(slugs(await find({ region: 'africa' }))[0]).toBe('shelter');
});

test('what is for members is for members', async () => {
  expect(slugs(await find({ search: 'members only' }, 'en'))).not.toContain('members');
  const member = await makeAccount(api.database, { roles: ['member'] });
  const asMember = await api.run('{ resource(slug: "members", language: "en") { slug } }', {}, member);
  expect(asMember.data).toEqual({ resource: { slug: 'members' } });
  const { errors } = await api.run('{ resource(slug: "members", language: "en") { title } }');
  expect(errors).toEqual([{ code: 'NOT_FOUND', path: 'resource' }]);
});

test('a page beyond the last shows the last; nonsense is INVALID_INPUT', async () => {
  expect(await find({ page: 9 })).toMatchObject({ page: 1, pageCount: 1, total: 3 });
  for (const filter of [{ page: 0 }, { region: 'atlantis' }, { search: 'x'.repeat(500) }]) {
    const { errors } = await api.run(SEARCH, { filter, language: 'es' });
    expect(errors[0]).toMatchObject({ code: 'INVALID_INPUT', reason: Object.keys(filter)[0] });
  }
});
