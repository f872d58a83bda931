import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './lib/project.mjs';

const schemaFolder = path.join(root, 'prisma/schema');
const inventory = readFileSync(path.join(root, 'docs/privacy/data-inventory.md'), 'utf8');
const LINES = ['Of whom', 'Why', 'Protected by', 'Kept', 'Deleted by'];

/** Models and their columns, without relations: those are columns of their own under another name. */
function modelsOf(text) {
  const blocks = [...text.matchAll(/^model (\w+) \{$(.*?)^\}$/gms)];
  const names = new Set(blocks.map(([, name]) => name));
  return blocks.map(([, name, body]) => {
    const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)/gm)];
    return [name, fields.filter(([, , type]) => !names.has(type)).map(([, field]) => field)];
  });
}

function readSchema() {
  const files = readdirSync(schemaFolder).filter((name) => name.endsWith('.prisma'));
  return files.map((name) => readFileSync(path.join(schemaFolder, name), 'utf8')).join('\n');
}

function sectionsOf(text) {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const name = section.slice(0, section.indexOf('\n')).trim();
      return { name, section, columns: [...section.matchAll(/^\| `(\w+)`/gm)].map(([, column]) => column) };
    });
}

function sourcesUnder(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}

test('every table and column is in docs/privacy/data-inventory.md, and nothing else: add what you added', () => {
  const described = sectionsOf(inventory).map(({ name, columns }) => [name, [...columns].sort()]);
  const present = modelsOf(readSchema()).map(([name, columns]) => [name, [...columns].sort()]);
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(present));
});

test('each table says of whom, why, how protected, how long and who deletes it', () => {
  for (const { name, section } of sectionsOf(inventory)) {
    const missing = LINES.filter((line) => !new RegExp(`^- \\*\\*${line}:\\*\\* \\S`, 'm').test(section));
    expect([name, missing]).toEqual([name, []]);
  }
});

test('every job that is said to delete something is a job', () => {
  const sources = sourcesUnder(path.join(root, 'apps/api/src')).join('\n');
  const jobs = [...inventory.matchAll(/jobs? `([\w.-]+)`/g)].map(([, job]) => job);
  expect(jobs.length).toBeGreaterThan(5);
  // A job is named where it is made, or in the table that several are made from.
  expect(jobs.filter((job) => !sources.includes(`name: '${job}'`) && !sources.includes(`'${job}': '`))).toEqual([]);
});

test('a column, a table or a line that is missing is noticed', () => {
  const schema = modelsOf('model A {\n  id String @id\n  b  B?\n  @@index([id])\n}\nmodel B {\n  name String\n}\n');
  expect(schema).toEqual([
    ['A', ['id']],
    ['B', ['name']],
  ]);
  expect(sectionsOf('# x\n\n## A\n\n| `id` | y |\n')).toMatchObject([{ name: 'A', columns: ['id'] }]);
});
