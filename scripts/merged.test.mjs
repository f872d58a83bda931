import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './lib/project.mjs';

const pages = [
  ...readdirSync(root),
  ...readdirSync(path.join(root, 'docs'), { recursive: true }).map((name) => path.join('docs', name)),
].filter((name) => name.endsWith('.md'));

/** A formatter turns the last of the three marks into a quotation, and nothing else reads these pages. */
const LEFT_OVER = /^(\| )?(<{7} |={7}$|>{7} )|^(> ){7}/m;

test('no page holds what a merge left behind', () => {
  expect(pages.length).toBeGreaterThan(50);
  expect(pages.filter((name) => LEFT_OVER.test(readFileSync(path.join(root, name), 'utf8')))).toEqual([]);
});
