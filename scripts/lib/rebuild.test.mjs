import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compareBuilds } from './rebuild.mjs';

let folder;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'sos-compare-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function build(name, files) {
  for (const [file, text] of Object.entries({ 'apps/widget/dist/embed.js': 'e', ...files })) {
    const target = path.join(folder, name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return path.join(folder, name);
}

test('two builds that are the same differ in nothing, wherever they lie', () => {
  const files = { 'apps/web/dist/client/app.html': 'a', 'apps/web/dist/server/site.js': 's' };
  expect(compareBuilds(build('one', files), build('other', files))).toEqual([]);
});

test('every file that differs is named, and how', () => {
  const one = build('one', { 'apps/web/dist/client/a-1.js': 'a', 'apps/web/dist/server/site.js': folder });
  const other = build('other', { 'apps/web/dist/client/a-2.js': 'a', 'apps/web/dist/server/site.js': 'elsewhere' });
  expect(compareBuilds(one, other)).toEqual([
    'apps/web/dist/client/a-1.js: only in the first build',
    'apps/web/dist/client/a-2.js: only in the second build',
    'apps/web/dist/server/site.js: other bytes',
  ]);
});
