import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createEngine } from '@sos/crypto/engine';

import { readPublicKey } from '../ceremony/keys.js';
import { download, fetchText } from '../platform/network.js';
import { openBench, type Bench } from '../testing/bench.js';
import { APP_HTML, serveBuild, SITE_HTML, TestLog, writeBuild, type TestDeployment } from '../testing/release.js';
import { signaturesBeside } from './signers.js';

type Key = Awaited<ReturnType<Bench['makeKey']>>;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let bench: Bench;
/** The folder of the key ceremony: two roots, both of whom must sign. */
let folder: string;
let roots: readonly Key[];
let stranger: Key;
let gnupgHome: string;
let log: TestLog;
let deployment: TestDeployment;
/** As it is served while nobody lies. */
let honest: { manifestFile: string; signatures: string; place: object };
let pinned: { first: string; latest: string };

const manifestFile = (name: string): string => bench.path(`${name}.json`);
const gpg = (...args: string[]): string =>
  execFileSync('gpg', ['--homedir', gnupgHome, '--batch', '--pinentry-mode', 'loopback', ...args], {
    stdio: 'pipe',
  }).toString();

/** The very command that `sos release sign` prints, in the real GnuPG. */
async function signWithGpg(file: string, { privateKey, passphraseFile, publicKey }: Key) {
  gpg('--passphrase-file', passphraseFile, '--import', privateKey);
  const { fingerprint } = await readPublicKey(createEngine(), publicKey);
  const printed = await bench.done('release', 'sign', file);
  const command = printed.split('\n').find((line) => line.startsWith('gpg ')) ?? '';
  const words = command.replaceAll('YOUR-KEY', fingerprint).split(' ').slice(1);
  gpg('--passphrase-file', passphraseFile, ...words.map((word) => word.replaceAll("'", '')));
}

async function release(name: string, more: Record<string, string>, pins = {}): Promise<string> {
  writeBuild(bench.path(name), { pinnedRoots: pinned, log: log.spelledKey, ...pins }, more);
  await bench.done('release', 'manifest', bench.path(name), '--out', manifestFile(name));
  return manifestFile(name);
}
async function signAll(file: string, signers: readonly Key[] = roots.slice(0, 1)): Promise<string> {
  for (const { privateKey, passphraseFile } of signers)
    await bench.done('release', 'sign', file, '--key', privateKey, '--passphrase-file', passphraseFile);
  return signaturesBeside(file).join('');
}

beforeAll(async () => {
  bench = openBench();
  bench.download = download;
  bench.fetch = fetchText;
  gnupgHome = mkdtempSync(path.join(os.tmpdir(), 'sos-g-'));
  roots = [await bench.makeKey('oak'), await bench.makeKey('elm')];
  stranger = await bench.makeKey('wren');
  folder = bench.path('ceremony');
  await bench.done('roster', 'init', folder, '--threshold', '2', ...roots.map(({ publicKey }) => publicKey));
  for (const { privateKey, passphraseFile } of roots)
    await bench.done(
      ...['roster', 'sign', bench.path('ceremony', 'roots-1.json')],
      ...['--key', privateKey, '--passphrase-file', passphraseFile],
    );
  log = new TestLog();
  log.add('00'.repeat(32));
  const printed = await bench.done('roster', 'verify', folder);
  const [, first = '', latest = ''] = /SOS_PINNED_ROOTS=(\w+),(\w+)/.exec(printed) ?? [];
  pinned = { first, latest };
  const file = await release('now', {});
  const [one, other] = roots;
  if (!one || !other) throw new Error('two roots are wanted');
  await signAll(file, [one]);
  await signWithGpg(file, other);
  const place = log.add(sha256(readFileSync(file)));
  log.add('11'.repeat(32));
  honest = { manifestFile: file, signatures: signaturesBeside(file).join(''), place };
  deployment = await serveBuild(bench.path('now'), file, log);
}, 120_000);
afterAll(async () => {
  await deployment.close();
  execFileSync('gpgconf', ['--homedir', gnupgHome, '--kill', 'all']);
  rmSync(gnupgHome, { recursive: true, force: true });
  bench.close();
});
beforeEach(() => {
  Object.assign(deployment, { ...honest, twist: () => undefined });
});

const verify = (...more: string[]) => bench.sos('verify-deployment', deployment.site, ...more);
const byRoots = () => verify('--roots', folder);
const byFirstRoot = (...more: string[]) => verify('--key', roots[0]?.publicKey ?? '', ...more);
const rootKeys = () => roots.flatMap(({ publicKey }) => ['--key', publicKey]);

test('a service that serves what was signed and logged: exit 0, and it says by whom and where in the log', async () => {
  const { code, out, warnings } = await byRoots();
  expect({ code, lines: warnings.split('\n') }).toEqual({
    code: 0,
    lines: [expect.stringContaining('by the word of')],
  });
  expect(out.match(/signed by/g)).toHaveLength(2);
  expect(out).toContain('It is entry 1 of the 3 in the log.');
  expect(out).toContain('serves this release, and nothing else was found');
  expect(await verify('--app', deployment.app, ...rootKeys(), '--expect', honest.manifestFile)).toMatchObject({
    code: 0,
    warnings: '',
  });
  expect(await verify(...rootKeys(), '--need', '1')).toMatchObject({ code: 0 });
});

/** Each ends with 1 and names what differs. */
async function expectRefused(words: string, answer = byRoots()): Promise<string> {
  const { code, out, warnings } = await answer;
  expect({ words, code, said: warnings }).toEqual({ words, code: 1, said: expect.stringContaining(words) });
  expect(out).not.toContain('nothing else was found');
  return warnings;
}

const on = (
  origin: string,
  pathname: string,
  lie: (answer: { status: number; headers: Record<string, string | string[]>; body: string | Buffer }) => void,
) => {
  deployment.twist = (answer, asked) => {
    if (asked.origin === origin && asked.pathname === pathname) lie(answer);
  };
};
const withHead = (html: string, more: string): string => html.replace('</head>', `${more}</head>`);

test('one changed byte, on one of the two origins', async () => {
  on('app', '/assets/app-1.js', (answer) => (answer.body = 'app();'));
  const said = await expectRefused(`${deployment.app}/assets/app-1.js has other bytes than the release`);
  expect(said).toContain('1 differences');
});

test('a file that is gone, and a script of the widget that changed', async () => {
  on('site', '/assets/site-1.js', (answer) => Object.assign(answer, { status: 404 }));
  await expectRefused('/assets/site-1.js is missing: the server answered 404');
  on('site', '/embed/frame.js', (answer) => (answer.body = 'frame( )'));
  await expectRefused('/embed/frame.js has other bytes');
});

test('another policy: relaxed, doubled, or taken away; also on the worker’s script', async () => {
  const relax = (csp: string | string[] | undefined): string =>
    String(csp).replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
  on(
    'app',
    '/app',
    (answer) => (answer.headers['content-security-policy'] = relax(answer.headers['content-security-policy'])),
  );
  expect(await expectRefused('/app is served under another policy')).toContain("'unsafe-inline'");
  on(
    'app',
    '/app',
    (answer) =>
      (answer.headers['content-security-policy'] = [
        String(answer.headers['content-security-policy']),
        "default-src 'self'",
      ]),
  );
  await expectRefused('/app is served under another policy');
  on('app', '/assets/crypto.worker-1.js', (answer) => (answer.headers = {}));
  await expectRefused('/assets/crypto.worker-1.js is served under another policy: none at all');
  on('site', '/es/campaigns', (answer) => (answer.headers = {}));
  await expectRefused('/es/campaigns is served under another policy: none at all');
});

test('a header that loads or leads elsewhere without being in the page', async () => {
  on('app', '/app', (answer) => (answer.headers['link'] = '</assets/extra.js>; rel=modulepreload'));
  await expectRefused('/app is served with a link header');
});

test('an extra script in the app, at any of its addresses', async () => {
  on('app', '/app/cases', (answer) => (answer.body = withHead(APP_HTML, '<script src="/assets/extra.js"></script>')));
  const said = await expectRefused('/app/cases is not the app’s document as it was released');
  expect(said).toContain('/app/cases loads what the release does not have: /assets/extra.js');
});

test.each([
  ['<script src="//evil.example/x.js"></script>', 'loads what the release does not have: //evil.example/x.js'],
  ['<script src="/assets/extra.js"></script>', 'loads what the release does not have: /assets/extra.js'],
  ['<link rel="stylesheet modulepreload" href="/x.css">', 'loads what the release does not have: /x.css'],
  ['<script>steal()</script>', 'a script written into the page'],
  ['<script type="application/json">{}</script><SCRIPT TYPE="Module">x</SCRIPT>', 'a script written into the page'],
  ['<base href="https://evil.example/">', '<base>'],
  ['<meta http-equiv="refresh" content="0;url=https://evil.example">', '<meta http-equiv="refresh">'],
  ['<body onload=steal()>', 'onload on <body>'],
  ['<a href=" JavaScript:steal()">', 'on <a>'],
  ['<template><iframe srcdoc="x"></iframe></template>', '<iframe>'],
  ['<svg><script>steal()</script></svg>', 'a script written into the page'],
])('a page of the site with %s', async (html, words) => {
  on('site', '/en/help-now', (answer) => (answer.body = withHead(SITE_HTML, html)));
  await expectRefused(words);
});

test('an older manifest beside the new files, and a whole older release for whoever expects the newest', async () => {
  const old = await release(
    'old',
    { 'apps/web/dist/client/assets/app-1.js': 'app(0)' },
    { date: '2026-10-01T00:00:00.000Z' },
  );
  const signatures = await signAll(old);
  Object.assign(deployment, { manifestFile: old, signatures, place: log.add(sha256(readFileSync(old))) });
  await expectRefused('/assets/app-1.js has other bytes than the release');
  deployment.twist = (answer, { pathname }) => {
    if (pathname === '/assets/app-1.js') answer.body = 'app(0)';
  };
  expect(await byFirstRoot()).toMatchObject({ code: 0 });
  await expectRefused('It serves an older release', byFirstRoot('--expect', honest.manifestFile));
});

test('a manifest that is not in the log, or in a log that is not the one that is pinned', async () => {
  Object.assign(deployment, { place: null });
  await expectRefused('it was not published');
  Object.assign(deployment, { place: { ...honest.place, index: 0 } });
  await expectRefused('The release is not in the log: others may be shown another one.');
  Object.assign(deployment, { place: { ...honest.place, index: 99 } });
  await expectRefused('as far as its head goes');
  Object.assign(deployment, { place: honest.place });
  on('site', '/log/checkpoint', (answer) => (answer.body = new TestLog().head()));
  await expectRefused('not signed by the key that is believed');
  await expectRefused('not signed by the key', verify('--roots', folder, '--log-key', new TestLog().spelledKey));
});

test('signatures: none, too few, by strangers, or for a release built to trust other roots', async () => {
  deployment.signatures = '';
  await expectRefused('The manifest has 0 good signatures by the 2 keys you trust, and it takes 2.');
  deployment.signatures = (signaturesBeside(honest.manifestFile)[0] ?? '').repeat(2);
  await expectRefused('The manifest has 1 good signatures');
  deployment.signatures = honest.signatures;
  await expectRefused('The manifest has 0 good signatures', verify('--key', stranger.publicKey));
  const other = await release('other', {}, { pinnedRoots: { first: 'a'.repeat(64), latest: 'a'.repeat(64) } });
  Object.assign(deployment, {
    manifestFile: other,
    signatures: '',
    place: log.add(sha256(readFileSync(other))),
  });
  await expectRefused('built to trust other roots than the ones in your folder');
  const unpinned = await release('unpinned', {}, { log: null });
  Object.assign(deployment, {
    manifestFile: unpinned,
    signatures: await signAll(unpinned),
    place: log.add(sha256(readFileSync(unpinned))),
  });
  await expectRefused('Nothing says which key the log has');
  expect(await byFirstRoot('--log-key', log.spelledKey)).toMatchObject({ code: 0 });
});

test('two origins with two manifests, no manifest, one that was changed, no keys', async () => {
  on('app', '/.well-known/sos-release.json', (answer) => (answer.body = readFileSync(manifestFile('old'))));
  await expectRefused('serve different manifests');
  on('site', '/.well-known/sos-release.json', (answer) => Object.assign(answer, { status: 404 }));
  await expectRefused('serves no release manifest');
  on('site', '/.well-known/sos-release.json', (answer) => (answer.body = `${String(answer.body)} `));
  await expectRefused('serves as its manifest is none');
  expect(await verify()).toMatchObject({ code: 2 });
  expect(await verify(...rootKeys(), '--need', '3')).toMatchObject({ code: 2 });
});

test('release verify: signatures beside the file, and a build of one’s own path by path', async () => {
  const check = (...more: string[]) => bench.sos('release', 'verify', honest.manifestFile, '--roots', folder, ...more);
  expect((await check('--build', bench.path('now'))).out).toContain('is this release, byte for byte');
  const { code, warnings } = await check('--build', bench.path('old'));
  expect({ code, warnings }).toEqual({
    code: 1,
    warnings: expect.stringMatching(/^\/assets\/app-1\.js has other bytes\n.*not this release/),
  });
  writeFileSync(bench.path('edited.json'), readFileSync(honest.manifestFile, 'utf8').replace('app-1.js', 'app-2.js'));
  expect((await bench.sos('release', 'verify', bench.path('edited.json'), ...rootKeys())).warnings).toContain(
    'was changed after it was made',
  );
  expect((await bench.sos('release', 'sign', `${folder}/roots-1.json`)).warnings).toContain('is no release manifest');
});
