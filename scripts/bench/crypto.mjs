// What the crypto worker costs in a real Chromium, beside GnuPG and beside the library by itself. Each round asks both, one after the
// other, so that both meet the same load.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../lib/project.mjs';
import { findChromium } from '../lib/tools.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const MEBIBYTES = Number(process.env.MEBIBYTES ?? 50);
const REPORTS = Number(process.env.REPORTS ?? 1000);
const CHARACTERS = 8 * 1024;
const client = path.join(root, 'apps/web/dist/client');

async function bundlePage() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'packages/crypto/src/testing/bench-page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** The page and the built app's files, on an origin of their own. */
async function servePage() {
  const script = await bundlePage();
  const answer = (url) => {
    if (url === '/')
      return { type: 'text/html', body: '<!doctype html><script type="module" src="/page.js"></script>' };
    if (url === '/page.js') return { type: 'text/javascript', body: script };
    const file = path.join(client, path.basename(path.dirname(url)), path.basename(url));
    const isThere = file.endsWith('.js') && existsSync(file);
    return isThere ? { type: 'text/javascript', body: readFileSync(file, 'utf8') } : undefined;
  };
  const server = http.createServer((request, response) => {
    const found = answer(request.url ?? '');
    response.writeHead(found ? 200 : 404, { 'content-type': found?.type ?? 'text/plain' });
    response.end(found?.body);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', () => resolve(undefined)));
  return server;
}

async function openPage(server) {
  const { chromium } = createRequire(path.join(root, 'e2e/package.json'))('@playwright/test');
  const { value } = await findChromium();
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'];
  const browser = await chromium.launch({ args, ...(value ? { executablePath: value } : {}) });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  await page.waitForFunction(() => 'bench' in globalThis);
  const worker = readdirSync(path.join(client, 'assets')).find((file) => /^crypto\.worker-.*\.js$/.test(file));
  await page.evaluate((url) => globalThis.bench.setUp(url), `/assets/${worker}`);
  return { browser, page };
}

/** GnuPG in a home of its own, with a key of the same kind and without a passphrase; nothing is compressed. */
function openGpg(folder) {
  const base = ['--homedir', folder, '--batch', '--yes', '--quiet', '--trust-model', 'always', '--passphrase', ''];
  const run = (...args) => {
    const began = performance.now();
    const { status, stderr } = spawnSync('gpg', [...base, '--pinentry-mode', 'loopback', ...args]);
    if (status !== 0) throw new Error(`gpg: ${stderr}`);
    return performance.now() - began;
  };
  const [plain, sealed] = ['plain', 'plain.gpg'].map((name) => path.join(folder, name));
  let keys = 0;
  run('--quick-generate-key', 'bench', 'future-default', 'default', '1y');
  writeFileSync(plain, randomBytes(MEBIBYTES * 1024 * 1024));
  return {
    seal: () => run('--compress-algo', 'none', '--recipient', 'bench', '--output', sealed, '--encrypt', plain),
    open: () => run('--output', `${plain}.out`, '--decrypt', sealed),
    key: () => run('--quick-generate-key', `bench ${(keys += 1)}`, 'future-default', 'default', '1y'),
    close: () => spawnSync('gpgconf', ['--homedir', folder, '--kill', 'all']),
  };
}

async function oneRound(page, gpg) {
  const file = await page.evaluate((size) => globalThis.bench.file(size), MEBIBYTES);
  const [gpgSeal, gpgOpen] = [gpg.seal(), gpg.open()];
  const opened = await page.evaluate(() => globalThis.bench.openReports());
  const first = await page.evaluate(() => globalThis.bench.firstKey());
  const gpgKey = gpg.key();
  return {
    seal: [file.seal, gpgSeal],
    open: [file.open, gpgOpen],
    reports: [opened.worker, opened.oneThread],
    key: [first.key, gpgKey],
    first: [first.key + first.vaultAndKit, gpgKey],
  };
}

function sorted(values) {
  return values.toSorted((one, other) => one - other);
}
const median = (values) => sorted(values)[Math.floor(values.length / 2)];

function rowOf(name, aim, pairs) {
  const ratios = sorted(pairs.map(([ours, theirs]) => theirs / ours));
  const millis = (which) => `${Math.round(median(pairs.map((pair) => pair[which])))} ms`;
  const said = [median(ratios), ratios[0], ratios.at(-1)].map((ratio) => ratio.toFixed(2));
  return [name, millis(0), millis(1), `${said[0]} (${said[1]}–${said[2]})`, aim];
}

export async function measure() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-bench-'));
  const server = await servePage();
  const gpg = openGpg(folder);
  const { browser, page } = await openPage(server);
  try {
    await page.evaluate(([count, size]) => globalThis.bench.writeReports(count, size), [REPORTS, CHARACTERS]);
    await page.evaluate(() => globalThis.bench.file(4)); // what is compiled on first use is not what is asked
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await oneRound(page, gpg));
    const row = (id, name, aim) =>
      rowOf(
        name,
        aim,
        rounds.map((round) => round[id]),
      );
    return {
      title: 'The crypto worker in Chromium',
      note: `${ROUNDS} rounds; medians, and of the ratio (theirs by ours, so more is better) also the least and the most. Chromium ${browser.version()}; the built worker; GnuPG without compression, its start included.`,
      columns: ['what', 'ours', 'the other', 'ratio', 'aim'],
      rows: [
        row('seal', `seal ${MEBIBYTES} MiB / gpg --encrypt`, '0.5, then 1.0'),
        row('open', `open ${MEBIBYTES} MiB / gpg --decrypt`, '0.5, then 1.0'),
        row('reports', `open ${REPORTS} reports of 8 KiB / the same by OpenPGP.js in one thread`, '1.6'),
        row('key', 'make a key / gpg --quick-generate-key', 'under a second'),
        row('first', 'key, vault and kit of a first sign-in / gpg --quick-generate-key', 'under a second'),
      ],
    };
  } finally {
    await browser.close();
    server.close();
    gpg.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
