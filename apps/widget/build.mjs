import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the two scripts may weigh on somebody else's page, gzipped. */
const BUDGETS = { 'embed.js': 1_536, 'frame.js': 15 * 1_024 };
const ENTRIES = { 'embed.js': 'src/embed.entry.ts', 'frame.js': 'src/frame.entry.ts' };

const here = import.meta.dirname;
const dist = path.join(here, 'dist');

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    // Old phones and Tor Browser read these pages too.
    target: ['es2020', 'chrome90', 'firefox90', 'safari15'],
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].contents;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const manifest = {};
const tooLarge = [];
for (const [name, entry] of Object.entries(ENTRIES)) {
  const bytes = await bundle(entry);
  const size = gzipSync(bytes, { level: 9 }).length;
  if (size > BUDGETS[name]) tooLarge.push(`${name} is ${size} bytes gzipped, its budget is ${BUDGETS[name]}`);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  manifest[name] = name.replace('.js', `.${hash}.js`);
  await writeFile(path.join(dist, manifest[name]), bytes);
  console.log(`widget: ${name} ${size} of ${BUDGETS[name]} bytes gzipped`);
}
await writeFile(path.join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
if (tooLarge.length > 0) throw new Error(tooLarge.join('; '));
