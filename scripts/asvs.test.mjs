import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './lib/project.mjs';

const table = readFileSync(path.join(root, 'docs/security/asvs.md'), 'utf8');
const FOLDERS = ['apps', 'packages', 'docs', 'e2e', 'scripts', 'prisma'];
const inFolder = (folder) =>
  readdirSync(path.join(root, folder), { recursive: true }).map(
    (name) => `${folder}/${name.split(path.sep).join('/')}`,
  );
const files = [...readdirSync(root), ...FOLDERS.flatMap(inFolder)];

const rows = [...table.matchAll(/^\| (\d+\.\d+\.\d+) +\| ([12]) +\| (.+?) +\| (.+?) +\| (.*?) *\|$/gm)].map(
  ([, id, level, asks, state, shown]) => ({ id, level, asks, state, shown }),
);
/** What is written like a file or a folder. */
const pathsIn = (text) =>
  [...text.matchAll(/`([^`\s*]+)`/g)]
    .map(([, name]) => name)
    .filter((name) => /^(apps|packages|docs|e2e|scripts|prisma)\/|\.(ts|tsx|mjs|cjs|md|prisma|json|yaml)$/.test(name));
const isThere = (name) =>
  files.some((file) => file === name || file.endsWith(`/${name}`) || file.startsWith(`${name}/`));

test('the table of ASVS has each requirement of levels 1 and 2 once, 70 and 183 of them', () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  const ofLevel = (one) => rows.filter(({ level }) => level === one).length;
  expect([ofLevel('1'), ofLevel('2')]).toEqual([70, 183]);
});

test('it says of each in what state it is, and why', () => {
  expect(rows.filter(({ state, shown }) => !/^(met|met in part|not met|n\/a)$/.test(state) || shown === '')).toEqual(
    [],
  );
});

test('its counts are those of its rows', () => {
  const count = (one) => rows.filter(({ state }) => state === one).length;
  expect(table).toContain(
    `In all: ${count('met')} met, ${count('met in part')} met in part, ${count('not met')} not met, ${count('n/a')} n/a.`,
  );
});

test('every test and file it names is there', () => {
  const missing = rows.flatMap(({ id, shown }) =>
    pathsIn(shown)
      .filter((name) => !isThere(name))
      .map((name) => `${id} ${name}`),
  );
  expect(missing).toEqual([]);
});
