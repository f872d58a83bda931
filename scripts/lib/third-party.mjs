// The notices that licences ask to be passed on with what they cover, gathered from what is installed.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installedDependencies } from './dependencies.mjs';

const NOTICE = /^(licen[cs]es?|copying|notice|ofl|unlicense|copyright)([-._].*)?$/i;
/** What a browser is given, apart from what runs on the server. */
const IN_BROWSERS = ['apps/web', 'apps/widget'];
const RULE = '='.repeat(100);

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished
to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

function ownTexts(folder) {
  const names = readdirSync(folder).filter((name) => NOTICE.test(name) && statSync(path.join(folder, name)).isFile());
  return names.sort().map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

function holderOf(folder) {
  const { author, repository, homepage } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const address = typeof repository === 'string' ? repository : (repository?.url ?? homepage ?? '');
  const name = typeof author === 'string' ? author : author?.name;
  return [name ?? 'its authors', address].filter(Boolean).join(', ');
}

/** Some packages name their licence and forget its text: then the licence's own, with whom the manifest names. */
function standardText({ licence, folder }, apache) {
  const text = { MIT, 'Apache-2.0': apache }[licence];
  return text === undefined ? undefined : `Copyright of ${holderOf(folder)}\n\n${text}`;
}

const isApache = (text) => /^\s*Apache License\n/.test(text) && text.includes('END OF TERMS AND CONDITIONS');

/** @returns {{ entries: { names: string[], text: string }[], faults: string[] }} packages with the same words stand together */
export function noticesOf(packages) {
  const read = packages.map((one) => ({ one, texts: ownTexts(one.folder) }));
  const apache = read.flatMap(({ texts }) => texts).find(isApache);
  const byText = new Map();
  const faults = [];
  for (const { one, texts } of read) {
    const label = `${one.name} ${one.version} (${one.licence})`;
    const text = texts.length > 0 ? texts.join('\n\n') : standardText(one, apache);
    if (text === undefined) faults.push(`${label} comes without the text of its licence`);
    else byText.set(text, [...new Set([...(byText.get(text) ?? []), label])]);
  }
  return { entries: [...byText].map(([text, names]) => ({ names, text })), faults };
}

function document(title, entries) {
  const parts = entries.map(({ names, text }) => `${RULE}\n${names.join('\n')}\n\n${text}\n`);
  return `${title}\n\nSOS itself is free software under the GNU Affero General Public License, version 3 or later.\n\n${parts.join('\n')}`;
}

/** @param {string} root @param {string} name @param {string} title @param {string[]} [starts] */
function writeList(root, name, title, starts) {
  const { entries, faults } = noticesOf(installedDependencies(root, starts));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, document(title, entries));
}

/** What both origins serve beside the pages, and so a part of every release. */
export function writeBrowserNotices(root) {
  const shown = 'Software and fonts of others in these pages, and their licences';
  writeList(root, 'apps/web/dist/client/third-party.txt', shown, IN_BROWSERS);
}

/** One beside the build with everything, one that both origins serve. */
export function writeNotices(root) {
  writeList(root, 'dist/THIRD-PARTY.txt', 'Software of others that SOS is made of and runs on, and its licences');
  writeBrowserNotices(root);
}
