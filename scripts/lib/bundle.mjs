import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const TYPESCRIPT = /\.tsx?$/; // npm packages are outside, so every TypeScript file here is ours
const slashes = (file) => file.split(path.sep).join('/');

/** An import path from one folder to a file, always starting with a dot. */
function importPath(fromFolder, file) {
  const relative = slashes(path.relative(fromFolder, file));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/**
 * npm packages stay outside the bundle. One that only a workspace package declares is not visible from the bundle's folder under
 * pnpm's strict layout, so its import is rewritten to the place where the package that declares it sees it.
 */
function keepPackagesOutside(entryFolder, outFolder) {
  return {
    name: 'keep-packages-outside',
    setup(builder) {
      builder.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.pluginData === 'asked' || args.kind === 'entry-point' || args.path.startsWith('@sos/'))
          return undefined;
        if (args.path.startsWith('node:') || path.isAbsolute(args.path)) return undefined;
        const ask = (resolveDir) => builder.resolve(args.path, { resolveDir, kind: args.kind, pluginData: 'asked' });
        const wanted = await ask(args.resolveDir);
        if (wanted.errors.length > 0) return { errors: wanted.errors };
        if (!path.isAbsolute(wanted.path)) return { path: args.path, external: true };
        const here = await ask(entryFolder);
        if (here.path === wanted.path) return { path: args.path, external: true };
        return { path: importPath(outFolder, throughOwner(args, wanted.path)), external: true };
      });
    },
  };
}

/** The file as its declaring package reaches it: the link in its node_modules survives an update, the store folder's name does not. */
function throughOwner({ path: specifier, importer }, file) {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const inside = slashes(file).split(`/node_modules/${name}/`).at(-1);
  return path.join(packageFolder(importer), 'node_modules', name, inside);
}

function packageFolder(file) {
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** Every bundled source still sees its own address, so files read beside it and createRequire work as they do unbundled. */
function keepSourceAddresses(outFolder) {
  return {
    name: 'keep-source-addresses',
    setup(builder) {
      builder.onLoad({ filter: TYPESCRIPT }, async ({ path: file }) => {
        const text = await readFile(file, 'utf8');
        if (!text.includes('import.meta')) return undefined;
        const address = (target) =>
          `new URL(${JSON.stringify(encodeURI(importPath(outFolder, target)))}, import.meta.url)`;
        const contents = text.replaceAll(/import\.meta\.(url|dirname|filename)\b/g, (_found, part) => {
          if (part === 'url') return `${address(file)}.href`;
          return `__sosFilePath(${address(part === 'dirname' ? path.dirname(file) : file)})`;
        });
        return { contents, loader: file.endsWith('x') ? 'tsx' : 'ts' };
      });
    },
  };
}

/**
 * One program for Node: workspace sources in, npm packages out.
 * @param {{ root: string, entry: string, outfile: string }} options absolute root, the others relative to it
 */
export async function bundle({ root, entry, outfile }) {
  const entryFolder = path.dirname(path.join(root, entry));
  const outFolder = path.dirname(path.join(root, outfile));
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    // type-graphql names types after their classes; two classes of one name in different modules must both keep it.
    keepNames: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: "import { fileURLToPath as __sosFilePath } from 'node:url';" },
    plugins: [keepPackagesOutside(entryFolder, outFolder), keepSourceAddresses(outFolder)],
    logLevel: 'warning',
  });
}
