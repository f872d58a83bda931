// Builds what browsers load a second time, in another folder, and compares: people who check a release do the same.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildForBrowsers } from './browser-build.mjs';
import { root } from './project.mjs';
import { writeBrowserNotices } from './third-party.mjs';

const SOURCES = ['apps/web', 'apps/widget', 'packages', 'prisma', 'scripts', 'package.json', 'tsconfig.base.json'];
const PRODUCTS = ['apps/web/dist', 'apps/widget/dist'];
const LEFT_OUT = new Set(['node_modules', 'dist']);
/** Another time, language and place to put temporary files must not be seen either. */
const ELSEWHERE = { TZ: 'Pacific/Kiritimati', LANG: 'es_AR.UTF-8', LC_ALL: 'C' };

/** Package folders of ours, whose dependencies come along. */
function workspaces(from) {
  const packages = readdirSync(path.join(from, 'packages')).map((name) => `packages/${name}`);
  return ['apps/web', 'apps/widget', 'prisma', ...packages];
}

/** Everything in a node_modules folder by name, scoped packages too. */
function installed(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

/** The same links, relative as pnpm makes them: in the copy they lead to the copy. @returns where they lead here */
function copyLinks(from, to) {
  return installed(from).flatMap((name) => {
    const link = path.join(from, name);
    const target = tryTo(() => readlinkSync(link));
    if (target === undefined) return [];
    mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    symlinkSync(target, path.join(to, name));
    return tryTo(() => realpathSync(link)) ?? [];
  });
}

function tryTo(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The same bytes under another name where that is possible: nothing of a package changes in a build. */
function share(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) share(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
}

/** Of the packages that are installed, those the browsers' build can reach; under paths of the copy, so that none of ours can slip in. */
function copyPackages(from, to) {
  const store = path.join(from, 'node_modules/.pnpm');
  const waiting = workspaces(from).flatMap((name) =>
    copyLinks(path.join(from, name, 'node_modules'), path.join(to, name, 'node_modules')),
  );
  const done = new Set();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const [id, ...rest] = path.relative(store, file).split(path.sep);
    const outside = id === undefined || id === '..' || rest.length === 0;
    if (outside || done.has(id)) continue;
    done.add(id);
    const [own, copy] = [store, path.join(to, 'node_modules/.pnpm')].map((base) => path.join(base, id, 'node_modules'));
    waiting.push(...copyLinks(own, copy));
    for (const name of installed(own).filter((each) => lstatSync(path.join(own, each)).isDirectory()))
      share(path.join(own, name), path.join(copy, name));
  }
}

function copyProject(from, to) {
  for (const name of SOURCES)
    cpSync(path.join(from, name), path.join(to, name), {
      recursive: true,
      filter: (file) => !LEFT_OUT.has(path.basename(file)),
    });
  copyPackages(from, to);
}

/** @returns {Map<string, string>} SHA-256 by path */
function hashes(project) {
  const found = new Map();
  for (const product of PRODUCTS) {
    for (const name of readdirSync(path.join(project, product), { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const file = path.join(name.parentPath, name.name);
      const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
      found.set(path.relative(project, file).split(path.sep).join('/'), hash);
    }
  }
  return found;
}

/** @returns {string[]} one line for each file that only one build has, or that they have differently */
export function compareBuilds(one, other) {
  const [first, second] = [hashes(one), hashes(other)];
  return [...new Set([...first.keys(), ...second.keys()])].sort().flatMap((file) => {
    if (first.get(file) === second.get(file)) return [];
    if (!first.has(file)) return [`${file}: only in the second build`];
    return [second.has(file) ? `${file}: other bytes` : `${file}: only in the first build`];
  });
}

/** @returns {Promise<{ ok: boolean, output: string }>} */
export async function rebuildElsewhere() {
  const copy = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sos-rebuild-')));
  try {
    copyProject(root, copy);
    await buildForBrowsers(copy, ELSEWHERE);
    writeBrowserNotices(copy);
    const differences = compareBuilds(root, copy);
    const count = hashes(root).size;
    if (differences.length === 0)
      return { ok: true, output: `${String(count)} files, the same bytes in another folder` };
    return { ok: false, output: ['Built again elsewhere, these files differ:', ...differences].join('\n') };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
