// No key missing, unused or untranslated; no plural form and no variable missing, in any language.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compareLocales } from './lib/i18n-locales.mjs';
import { compareSources } from './lib/i18n-sources.mjs';
import { root } from './lib/project.mjs';

const LANGUAGES = ['en', 'es'];
const localesFolder = path.join(root, 'packages/i18n/locales');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

function readLanguage(language) {
  const folder = path.join(localesFolder, language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(files.map((name) => [path.basename(name, '.json'), readJson(path.join(folder, name))]));
}

function sourcesIn(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist|generated|testing)$/.test(entry.name) ? [] : sourcesIn(name);
    if (!/\.tsx?$/.test(name) || /\.(test|generated|d)\.tsx?$/.test(name)) return [];
    return [{ name, text: readFileSync(path.join(root, name), 'utf8') }];
  });
}

const locales = Object.fromEntries(LANGUAGES.map((language) => [language, readLanguage(language)]));
const same = readJson(path.join(root, 'scripts/i18n-same.json'));
const faults = [
  ...compareLocales(locales, { same }),
  ...compareSources(locales.en, ['apps', 'packages', 'prisma/seed'].flatMap(sourcesIn)),
];
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `${String(LANGUAGES.length)} languages agree` : `${String(faults.length)} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
