// Everything from npm that what we ship stands on, as it lies installed: no network, no package manager.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Where running code comes from. What only builds or tests is not passed on to anybody. */
export const SHIPPED = ['apps/api', 'apps/web', 'apps/widget', 'apps/cli', 'prisma'];

const readManifest = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** As Node looks for it: upwards, in every node_modules. */
function findPackage(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return realpathSync(candidate);
    if (path.dirname(folder) === folder) return '';
  }
}

/**
 * Old manifests hold an object, or a list of them.
 * @param {{ license?: unknown, licenses?: unknown }} manifest
 */
export function licenceOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  const all = [license ?? licenses ?? []].flat().map((one) => (typeof one === 'string' ? one : Object(one).type));
  return all.filter(Boolean).join(' OR ');
}

/** A peer that may be absent is a tool for who develops; one that must be there is part of what runs. */
function namesIn({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  const perhaps = new Set([...Object.keys(optionalDependencies), ...peers]);
  const required = Object.keys(dependencies).filter((name) => !perhaps.has(name));
  return [
    ...required.map((name) => ({ name, isRequired: true })),
    ...[...perhaps].map((name) => ({ name, isRequired: false })),
  ];
}

/**
 * @param {string} root
 * @param {string[]} [starts]
 * @returns {{ name: string, version: string, licence: string, folder: string }[]} without our own packages, sorted
 */
export function installedDependencies(root, starts = SHIPPED) {
  const seen = new Map();
  const queue = starts.map((start) => realpathSync(path.join(root, start)));
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    if (seen.has(folder)) continue;
    const manifest = readManifest(folder);
    seen.set(folder, { name: manifest.name, version: manifest.version, licence: licenceOf(manifest), folder });
    for (const { name, isRequired } of namesIn(manifest)) {
      const found = findPackage(name, folder);
      if (found !== '') queue.push(found);
      else if (isRequired) throw new Error(`${name}, which ${manifest.name} needs, is not installed`);
    }
  }
  const ours = (name) => name.startsWith('@sos/');
  const byName = (one, other) => (`${one.name}@${one.version}` < `${other.name}@${other.version}` ? -1 : 1);
  return [...seen.values()].filter(({ name }) => !ours(name)).sort(byName);
}
